/**
 * What can go wrong while a change is applied. A fault does its harm at a moment of the protocol: before, during or after a call
 * to the guard. What it answers mends what the host cannot mend by itself: a cable, a disk that was filled.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Container } from '../lab/container/container.ts';

type Heal = () => Promise<unknown>;

/** A number in [0, n). */
export type Draw = (n: number) => number;

export interface Fault {
  readonly name: string;
  readonly harm: (container: Container, draw: Draw) => Promise<Heal | void>;
}

const line =
  (text: string, heal?: string) =>
  async ({ later }: Container): Promise<Heal | void> => {
    await later(`${text}; true`);
    return heal === undefined ? undefined : () => later(`${heal}; true`);
  };

const drop =
  'table inet cut {\n chain c {\n type filter hook output priority 0; oifname c1 drop;\n }\n}\n';

const linkFaults = {
  cut: {
    name: 'link cut',
    harm: (container) => {
      container.cut();
      return Promise.resolve(() => Promise.resolve(container.heal()));
    },
  },
  shortCut: {
    name: 'link cut for a moment',
    harm: (container, draw) => {
      container.cut();
      return setTimeout(500 + draw(2000)).then(() => container.heal());
    },
  },
  drop: {
    name: 'packets dropped on the way',
    harm: (container) => {
      container.client('nft', drop);
      return Promise.resolve(() =>
        Promise.resolve(container.client('nft', 'delete table inet cut')),
      );
    },
  },
} as const satisfies Readonly<Record<string, Fault>>;

const sessionsOf = 'for p in $(pgrep -f "^sshd.*:? root"); do kill -9 $p; done';

const sshFaults = {
  sshd: { name: 'sshd restarted', harm: line('systemctl restart ssh') },
  sshdGone: {
    name: 'sshd stopped',
    harm: line(`systemctl stop ssh ssh.socket; ${sessionsOf}`, 'systemctl start ssh'),
  },
  sessions: { name: 'SSH sessions killed', harm: line(sessionsOf) },
  hostKey: {
    name: 'host key changed',
    harm: line(
      'cd /etc/ssh; cp -p ssh_host_ed25519_key /var/tmp/key; ssh-keygen -q -t ed25519 -N "" -f new; mv new ssh_host_ed25519_key; systemctl restart ssh',
      'cp -p /var/tmp/key /etc/ssh/ssh_host_ed25519_key; rm -f /etc/ssh/new.pub; systemctl restart ssh',
    ),
  },
} as const satisfies Readonly<Record<string, Fault>>;

/** A process of the guard, by its words. */
const killGuard = (words: string): string =>
  `for p in $(pgrep -f "[/]guard ${words}"); do kill -9 $p; done`;

const unitFaults = {
  arm: {
    name: 'arming killed',
    // Not before it runs: the connection to it takes its time.
    harm: ({ later }, draw) =>
      later(
        `for i in $(seq 100); do pgrep -f "[/]guard arm" >/dev/null && break; sleep 0.05; done; sleep ${draw(20) / 20}; ${killGuard('arm')}; true`,
      ).then(() => undefined),
  },
  apply: { name: 'apply killed', harm: line('systemctl kill -s KILL "routelens-apply-*"') },
  timer: { name: 'timer stopped', harm: line('systemctl stop "routelens-rollback-*.timer"') },
  watch: { name: 'watch killed', harm: line('systemctl kill -s KILL "routelens-watch-*"') },
  rollback: {
    name: 'rollback killed',
    // As soon as it runs, or a moment later.
    harm: ({ later }, draw) => {
      const delay = draw(20) / 10;
      const wait =
        'for i in $(seq 300); do [ -e $(echo /var/lib/routelens/changes/*/rollback.log) ] && break; sleep 0.1; done';
      void later(`${wait}; sleep ${delay}; ${killGuard('rollback')}; true`).catch(() => undefined);
      return Promise.resolve();
    },
  },
  networkd: { name: 'networkd killed', harm: line('systemctl kill -s KILL systemd-networkd') },
  bus: { name: 'message bus killed', harm: line('systemctl kill -s KILL dbus') },
  reexec: { name: 'systemd started anew', harm: line('systemctl daemon-reexec') },
  reload: { name: 'units read anew', harm: line('systemctl daemon-reload') },
  power: { name: 'power cut', harm: (container) => container.reboot() },
} as const satisfies Readonly<Record<string, Fault>>;

/** All that is left of the disk is taken, but for so many pages of 4 KiB: the disk is full at one write or another. */
const fillDisk = (pages: number): string =>
  `dd if=/dev/zero of=/filler bs=64k 2>/dev/null; dd if=/dev/zero of=/filler2 bs=4k 2>/dev/null; truncate -s -${pages * 4096} /filler`;

const diskFaults = {
  disk: {
    name: 'disk full',
    harm: ({ later }, draw) =>
      later(`${fillDisk(draw(3) === 0 ? 0 : draw(400))}; true`).then(
        () => () => later('rm -f /filler /filler2'),
      ),
  },
  readOnly: {
    name: 'disk read-only',
    harm: line('mount -o remount,ro /', 'mount -o remount,rw /'),
  },
} as const satisfies Readonly<Record<string, Fault>>;

const netplanAway = 'mv /usr/sbin/netplan /usr/sbin/netplan.away';
const netplanBack =
  '[ ! -e /usr/sbin/netplan.away ] || mv /usr/sbin/netplan.away /usr/sbin/netplan';

const netplanFaults = {
  netplanGone: { name: 'netplan gone', harm: line(netplanAway, netplanBack) },
  netplanFails: {
    name: 'netplan broken',
    harm: line(
      `${netplanAway}; printf '#!/bin/sh\\nexit 1\\n' >/usr/sbin/netplan; chmod +x /usr/sbin/netplan`,
      netplanBack,
    ),
  },
} as const satisfies Readonly<Record<string, Fault>>;

/** The client knows another key: nothing is sent to a host that may be another one. */
const otherKey: Fault = {
  name: 'known host key is another',
  harm: ({ folder, client }) => {
    const known = path.join(folder, 'known_hosts');
    const good = client('cat', known);
    const other = path.join(folder, 'other');
    client('sh', '-c', `rm -f ${other} && ssh-keygen -q -t ed25519 -N "" -f ${other}`);
    const [kind = '', key = ''] = client('cat', `${other}.pub`).split(' ');
    writeFileSync(known, `198.51.100.2 ${kind} ${key}\n`);
    return Promise.resolve(() => Promise.resolve(writeFileSync(known, good)));
  },
};

export const faults = {
  nothing: { name: 'nothing', harm: () => Promise.resolve() },
  ...linkFaults,
  ...sshFaults,
  ...unitFaults,
  ...diskFaults,
  ...netplanFaults,
  otherKey,
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultKind = keyof typeof faults;
