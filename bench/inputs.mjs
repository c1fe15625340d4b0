/**
 * The files of the benchmark, made here so that every size is the same kind of file.
 * Each has one line that is either good or bad, and the bad one is a finding for both servers.
 */

/**
 * @typedef {object} Input
 * @property {string} path Below the workspace folder; each size is a host of its own.
 * @property {string} languageId
 * @property {(isBad: boolean) => string} text
 * @property {(isBad: boolean) => string} changedLine
 * @property {number} line The line that changes, from 0.
 */

/**
 * A netplan file: as many links as the size needs, each with an address and a route.
 * The bad line is a flow sequence that is never closed, which no YAML parser takes.
 * @param {number} nLines
 * @returns {Input}
 */
export function netplanInput(nLines) {
  const head = ['network:', '  version: 2', '  renderer: networkd', '  ethernets:'];
  const links = Array.from({ length: Math.floor((nLines - head.length) / 6) }, (_, i) => [
    `    eth${i}:`,
    `      dhcp4: false`,
    `      addresses: [${address(i, 2)}/24]`,
    `      routes:`,
    `        - to: ${address(i + 40_000, 0)}/24`,
    `          via: ${address(i, 1)}`,
  ]);
  const lines = fill([...head, ...links.flat()], nLines);
  const line = lines.findLastIndex((text) => text.startsWith('      addresses:'));
  const good = lines[line] ?? '';
  return toInput({
    path: `router-${nLines}/etc/netplan/50-cloud-init.yaml`,
    languageId: 'yaml',
    lines,
    line,
    changedLine: (isBad) => (isBad ? good.replace(']', '') : good),
  });
}

/**
 * A script that sets up links, routes and policy rules one after the other.
 * The bad line has a weight that `ip` refuses, and sources a file that no one can know.
 * @param {number} nLines
 * @returns {Input}
 */
export function scriptInput(nLines) {
  const head = ['#!/bin/bash', '# Brings the links of a router up.', 'set -e', 'LAN=eth0'];
  const blocks = Array.from({ length: Math.floor((nLines - head.length - 1) / 7) }, (_, i) => [
    `ip link set eth${i} up`,
    `ip address add ${address(i, 2)}/24 dev eth${i}`,
    `ip route add ${address(i + 40_000, 0)}/24 via ${address(i, 1)} dev eth${i} table ${100 + (i % 100)}`,
    `ip rule add from ${address(i, 2)} lookup ${100 + (i % 100)} priority ${1000 + i}`,
    `if [ -n "$VERBOSE" ]; then`,
    `  echo "eth${i} is up, the LAN is $LAN"`,
    `fi`,
  ]);
  const line = head.length + 7 * Math.floor(blocks.length / 2);
  const bad = `. "$SITE/uplinks.conf"; ip route add default nexthop via ${address(0, 1)} dev eth0 weight 300`;
  return toInput({
    path: `router-${nLines}/usr/local/sbin/uplinks.sh`,
    languageId: 'shellscript',
    lines: fill([...head, ...blocks.flat()].toSpliced(line, 0, ''), nLines),
    line,
    changedLine: (isBad) => (isBad ? bad : ': nothing to add'),
  });
}

/**
 * The files of one host, by path: three of five are netplan, the others sysctl settings and scripts. The first has a
 * finding.
 * @param {number} nFiles
 * @returns {readonly { readonly path: string, readonly text: string }[]}
 */
export function hostFiles(nFiles) {
  return Array.from({ length: nFiles }, (_, i) => {
    const name = String(i).padStart(4, '0');
    const gateway = i === 0 ? '192.0.2.1' : address(i, 1);
    if (i % 5 === 3)
      return {
        path: `etc/sysctl.d/${name}-link.conf`,
        text: `net.ipv4.conf.eth${i}.rp_filter = 2\n`,
      };
    if (i % 5 === 4) {
      const lines = [
        '#!/bin/sh',
        `ip link set eth${i} up`,
        `ip address add ${address(i, 2)}/24 dev eth${i}`,
        `ip route add ${address(i + 40_000, 0)}/24 via ${address(i, 1)} dev eth${i}`,
      ];
      return { path: `usr/local/sbin/up-${name}.sh`, text: `${lines.join('\n')}\n` };
    }
    const lines = [
      'network:',
      '  ethernets:',
      `    eth${i}:`,
      `      addresses: [${address(i, 2)}/24]`,
      '      routes:',
      `        - to: ${address(i + 40_000, 0)}/24`,
      `          via: ${gateway}`,
    ];
    return { path: `etc/netplan/${name}-link.yaml`, text: `${lines.join('\n')}\n` };
  });
}

/**
 * Fills up with comments, so that no link or block is cut off.
 * @param {readonly string[]} lines
 * @param {number} nLines
 */
function fill(lines, nLines) {
  return [...lines, ...Array.from({ length: nLines - lines.length }, () => '# the end')];
}

/**
 * @param {{ path: string, languageId: string, lines: readonly string[], line: number,
 *   changedLine: (isBad: boolean) => string }} parts
 * @returns {Input}
 */
function toInput({ lines, ...rest }) {
  return {
    ...rest,
    text: (isBad) => `${lines.with(rest.line, rest.changedLine(isBad)).join('\n')}\n`,
  };
}

/**
 * Addresses of the range for benchmarks, 198.18.0.0/15, one /24 a link as long as they last.
 * @param {number} network
 * @param {number} host
 */
function address(network, host) {
  const n = network % 512;
  return `198.${18 + Math.floor(n / 256)}.${n % 256}.${host}`;
}
