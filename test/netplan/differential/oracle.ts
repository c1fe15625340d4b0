/**
 * netplan itself, in a folder that a Debian system was unpacked into: its verdict on files.
 * One process judges many cases, each in a folder of its own.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface OracleVerdict {
  readonly ok: boolean;
  /** All that netplan printed. */
  readonly message: string;
  /** The file and line that netplan names, if it does. */
  readonly file: string | undefined;
  readonly line: number | undefined;
}

export interface Oracle {
  readonly judge: (
    cases: readonly (readonly { readonly name: string; readonly text: string }[])[],
  ) => readonly OracleVerdict[];
}

/** Judges by a program inside of a folder: `/usr/libexec/netplan/configure`, or `generate` of older versions. */
export function createOracle({
  folder: system,
  program,
}: {
  readonly folder: string;
  readonly program: string;
}): Oracle {
  const isServing = buildServer(system);
  return {
    judge(cases) {
      const folder = mkdtempSync(path.join(system, 'tmp', 'cases-'));
      const inside = `/tmp/${path.basename(folder)}`;
      for (const [i, files] of cases.entries()) writeCase(path.join(folder, String(i)), files);
      const input = cases.map((_files, i) => `${inside}/${i}\n`).join('');
      const command = isServing ? serving(program) : looping(program);
      const shell = `${command} >${inside}/out 2>&1`;
      execFileSync('chroot', [system, '/bin/sh', '-c', shell], { input });
      const outputs = readFileSync(path.join(folder, 'out'), 'utf8').split(
        new RegExp(`\\n${mark}(\\d+)\\n`),
      );
      execFileSync('rm', ['-rf', folder]);
      return cases.map((_files, i) => verdictOf(outputs[2 * i] ?? '', outputs[2 * i + 1] ?? ''));
    },
  };
}

/** Precedes the status of each run in the output of all. */
const mark = '=status=';

const server = '/tmp/forkServer.so';

/** Compiles what makes one process serve many runs. False: there is no compiler here. */
function buildServer(system: string): boolean {
  const source = fileURLToPath(new URL('forkServer.c', sourceFolder()));
  const arguments_ = ['-O2', '-shared', '-fPIC', '-o', path.join(system, server), source];
  return spawnSync('gcc', arguments_, { stdio: 'ignore' }).status === 0;
}

/** A script bundles this file into another folder. */
function sourceFolder(): string {
  return process.env['NETPLAN_DIFFERENTIAL'] ?? import.meta.url;
}

function serving(program: string): string {
  return `LD_BIND_NOW=1 LD_PRELOAD=${server} ${program}`;
}

function looping(program: string): string {
  return `while read d; do ${program} --root-dir $d </dev/null; printf '\\n${mark}%s\\n' $?; done`;
}

function writeCase(
  folder: string,
  files: readonly { readonly name: string; readonly text: string }[],
): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
  }
}

function verdictOf(output: string, status: string): OracleVerdict {
  if (status === '') throw new Error('netplan gave no verdict');
  // The shell reports what ended by a signal on lines of its own.
  const message = output.replaceAll(/^(?:Aborted|Segmentation fault).*\n?/gm, '').trim();
  const place = /(?:^|\n)\/?\S*?((?:etc|run|lib)\/netplan\/[^:\n]+):(\d+):\d+: /.exec(message);
  return {
    ok: status === '0',
    message,
    file: place?.[1],
    line: place?.[2] === undefined ? undefined : Number(place[2]),
  };
}
