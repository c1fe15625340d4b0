/**
 * A guest under emulation whose kernel answers in place of the running one: the same commands as in a namespace,
 * over a virtio port with a named pipe for each direction. The guest has no network but its own links.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Lab } from '../../kernel/lab.ts';

export interface GuestFiles {
  readonly image: string;
  readonly initrd: string;
}

/** Starts the guest and waits for its first answer. A guest that panics ends, and then every call throws. */
export function bootGuest({ image, initrd }: GuestFiles): Lab {
  const folder = mkdtempSync(path.join(tmpdir(), 'routelens-guest-'));
  const pipes = path.join(folder, 'port');
  spawnSync('mkfifo', [`${pipes}.in`, `${pipes}.out`]);
  const machine = spawn(
    'timeout',
    [
      '5400',
      'qemu-system-x86_64',
      ...machineOf(pipes, folder),
      '-kernel',
      image,
      '-initrd',
      initrd,
    ],
    {
      stdio: 'ignore',
    },
  );
  const input = openSync(`${pipes}.in`, 'w');
  const output = openSync(`${pipes}.out`, 'r');
  const ask = (command: readonly string[], given = ''): Answer => {
    writeAll(input, `${command.map(hex).join(' ')}\n${hex(given)}\n`);
    return readAnswer(output);
  };
  const run: Lab['run'] = (command, given) => {
    const { status, stdout, stderr } = ask(command, given);
    if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
    return stdout;
  };
  return {
    namespace: 'guest',
    run,
    attempt: (command, given) => void ask(command, given),
    remove: () => {
      machine.kill();
      closeSync(input);
      closeSync(output);
      rmSync(folder, { recursive: true });
    },
  };
}

function machineOf(pipes: string, folder: string): string[] {
  const kernelLine =
    'console=ttyS0 quiet loglevel=4 panic=-1 mitigations=off random.trust_cpu=on tsc=reliable no_timer_check audit=0';
  const rest =
    '-M pc -accel tcg,thread=multi -cpu max -smp 1 -m 512 -nodefaults -no-user-config -no-reboot ' +
    `-display none -serial file:${path.join(folder, 'console')} -device virtio-serial-pci ` +
    `-chardev pipe,id=lab,path=${pipes} -device virtserialport,chardev=lab,name=lab`;
  return [...rest.split(' '), '-append', kernelLine];
}

interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

function readAnswer(file: number): Answer {
  const chunk = Buffer.alloc(65_536);
  let line = '';
  while (!line.endsWith('\n')) {
    const size = readSync(file, chunk);
    if (size === 0) throw new Error('the guest ended; its console says why');
    line += chunk.toString('latin1', 0, size);
  }
  const [status = '', stdout = '', stderr = ''] = line.trim().split(' ');
  return { status: Number(status), stdout: textOf(stdout), stderr: textOf(stderr) };
}

/** A dot ends each text, so that an empty one is there, too. */
function textOf(digits: string): string {
  return Buffer.from(digits.slice(0, -1), 'hex').toString();
}
