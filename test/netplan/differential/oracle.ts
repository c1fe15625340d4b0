/**
 * netplan itself, in a folder that a Debian system was unpacked into: its verdict on files.
 * One process judges many cases, each in a folder of its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface OracleVerdict {
  readonly ok: boolean;
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

/** Judges by a program inside of `chroot`: `/usr/libexec/netplan/configure`, or `generate` of older versions. */
export function createOracle(chroot: string, program: string): Oracle {
  return {
    judge(cases) {
      const folder = mkdtempSync(path.join(chroot, 'tmp', 'cases-'));
      const inside = `/tmp/${path.basename(folder)}`;
      for (const [i, files] of cases.entries()) writeCase(path.join(folder, String(i)), files);
      const loop = `for d in ${inside}/*; do ${program} --root-dir $d >$d/out 2>&1 </dev/null; echo $? >$d/code; done`;
      execFileSync('chroot', [chroot, '/bin/sh', '-c', loop], { stdio: 'ignore' });
      const verdicts = cases.map((_files, i) => readVerdict(path.join(folder, String(i))));
      rmSync(folder, { recursive: true });
      return verdicts;
    },
  };
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

function readVerdict(folder: string): OracleVerdict {
  const message = readFileSync(path.join(folder, 'out'), 'utf8').trim();
  const ok = readFileSync(path.join(folder, 'code'), 'utf8').trim() === '0';
  const place = /(?:^|\n)\/?\S*?((?:etc|run|lib)\/netplan\/[^:\n]+):(\d+):\d+: /.exec(message);
  return {
    ok,
    message,
    file: place?.[1],
    line: place?.[2] === undefined ? undefined : Number(place[2]),
  };
}
