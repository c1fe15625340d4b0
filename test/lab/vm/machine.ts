/**
 * A Debian host under emulation with a network that its own configuration can cut: `up1` is reached at one address only, `mgmt0` is
 * the test's own eye, `up3` and `up4` are members of a bond.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface MachineFiles {
  readonly image: string;
  readonly initrd: string;
  readonly disk: string;
  readonly key: string;
  readonly knownHosts: string;
}

export interface Machine {
  /** Programs that run ssh to `up1`, and to `mgmt0`, whatever host they are given. */
  readonly ssh: string;
  readonly eye: string;
  /** Runs lines of shell over `mgmt0`. Throws where they fail, or the machine does not answer. */
  readonly run: (lines: string) => string;
  /** Whether it takes a connection over `up1`. */
  readonly answers: () => boolean;
  /** The button on its front: nothing is written any more. */
  readonly reset: () => Promise<void>;
  readonly stop: () => void;
  readonly console: () => string;
}

export const firstNetplan = `network:
  version: 2
  ethernets:
    up1: {match: {macaddress: "52:54:00:00:00:02"}, set-name: up1, addresses: [198.51.100.2/24], link-local: []}
    up3: {match: {macaddress: "52:54:00:00:00:03"}, set-name: up3, link-local: []}
    up4: {match: {macaddress: "52:54:00:00:00:04"}, set-name: up4, link-local: []}
  bonds:
    bond7:
      interfaces: [up3, up4]
      addresses: [10.7.0.1/24]
      link-local: []
      parameters: {mode: balance-xor, transmit-hash-policy: layer2, mii-monitor-interval: 100}
`;

/** Starts it from its disk, on which what it writes stays, and waits until it answers. */
export async function startMachine(files: MachineFiles, folder: string): Promise<Machine> {
  const [up, eye, monitor] = [await freePort(), await freePort(), path.join(folder, 'monitor')];
  const log = path.join(folder, 'console');
  const machine = boot(files, { up, eye, monitor, log });
  const program = (name: string, port: number): string =>
    writeProgram(path.join(folder, name), files, port);
  const [ssh, eyes] = [program('ssh-up1', up), program('ssh-mgmt0', eye)];
  const call = (by: string, line: string, input = ''): ReturnType<typeof spawnSync> =>
    spawnSync(by, ['-oBatchMode=yes', 'lab', line], { input, encoding: 'utf8', timeout: 120_000 });
  const made: Machine = {
    ssh,
    eye: eyes,
    run: (lines) => {
      const { status, stdout, stderr } = call(eyes, 'sh -s', lines);
      if (status !== 0) throw new Error(`${lines}: ${String(stderr)}`);
      return String(stdout);
    },
    answers: () => call(ssh, 'true').status === 0,
    reset: () => tell(monitor, 'system_reset'),
    stop: () => machine.kill(),
    console: () => readFileSync(log, 'utf8'),
  };
  await answering(made, machine);
  return made;
}

export async function answering(
  { answers, console: log }: Machine,
  machine?: ChildProcess,
): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (answers()) return;
    if (machine !== undefined && machine.exitCode !== null) break;
    await setTimeout(500);
  }
  throw new Error(`the machine does not answer: ${log().slice(-3000)}`);
}

interface Wires {
  readonly up: number;
  readonly eye: number;
  readonly monitor: string;
  readonly log: string;
}

function boot(
  { image, initrd, disk }: MachineFiles,
  { up, eye, monitor, log }: Wires,
): ChildProcess {
  const card = (netdev: string, id: string, number: number): string =>
    `-netdev ${netdev} -device virtio-net-pci,netdev=${id},mac=52:54:00:00:00:0${number}`;
  const words = [
    '-M pc -accel tcg,thread=multi -cpu max -smp 2 -m 384 -nodefaults -no-user-config -display none',
    `-drive if=none,id=d,file=${disk},format=raw,cache=writeback -device virtio-blk-pci,drive=d`,
    '-device virtio-rng-pci',
    card(`user,id=n1,restrict=on,hostfwd=tcp:127.0.0.1:${eye}-10.0.2.15:22`, 'n1', 1),
    card(
      `user,id=n2,net=198.51.100.0/24,host=198.51.100.1,dhcpstart=198.51.100.200,restrict=on,hostfwd=tcp:127.0.0.1:${up}-198.51.100.2:22`,
      'n2',
      2,
    ),
    card('user,id=n3,net=10.7.0.0/24,restrict=on', 'n3', 3),
    card('user,id=n4,net=10.7.0.0/24,restrict=on', 'n4', 4),
    `-serial file:${log} -monitor unix:${monitor},server=on,wait=off`,
    `-kernel ${image} -initrd ${initrd}`,
  ];
  const kernelLine =
    'console=ttyS0 loglevel=4 panic=-1 mitigations=off random.trust_cpu=on tsc=reliable no_timer_check net.ifnames=0 audit=0';
  const errors = openSync(`${log}.errors`, 'w');
  const child = spawn(
    'qemu-system-x86_64',
    [...words.join(' ').split(' '), '-append', kernelLine],
    {
      stdio: ['ignore', 'ignore', errors],
    },
  );
  closeSync(errors);
  return child;
}

function writeProgram(program: string, { key, knownHosts }: MachineFiles, port: number): string {
  const options = `-F none -p ${port} -l root -i ${key} -oIdentitiesOnly=yes -oHostName=127.0.0.1 -oUserKnownHostsFile=${knownHosts} -oGlobalKnownHostsFile=none -oConnectTimeout=10 -oLogLevel=ERROR`;
  writeFileSync(program, `#!/bin/sh\nexec ssh ${options} "$@"\n`, { mode: 0o755 });
  return program;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function tell(monitor: string, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(monitor, () => socket.end(`${command}\n`));
    socket
      .resume()
      .on('error', reject)
      .on('close', () => resolve());
  });
}
