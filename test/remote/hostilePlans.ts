/** Plans of hostile names and contents, and what a host must hold before, while and after one of them is applied. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { ChangePlan, PlannedFile, PlannedRun } from '../../server/src/plan/types.ts';
import { bytes } from '../../server/src/remote/utf8.ts';
import type { Container } from '../lab/container/container.ts';
import { hostileName, hostileSettings, hostileText } from './hostile.ts';

interface Kind {
  readonly folder: string;
  readonly suffix: string;
  readonly mode: string;
  readonly content: fc.Arbitrary<string>;
  readonly run?: PlannedRun['kind'];
}

const oneLine = hostileText.map((text) =>
  text.replaceAll(/[^ -~\u00A0-\u2027\u202A-\uD7FF]/g, ' '),
);
const netplanText = oneLine.map((line) => `network: {version: 2}\n# ${line}\n`);
const scriptText = hostileText.map((text) => `#!/bin/sh\nexit 0\n${text}`);

const kinds: readonly Kind[] = [
  { folder: '/etc/netplan', suffix: '.yaml', mode: '600', content: netplanText },
  { folder: '/usr/lib/netplan', suffix: '.yaml', mode: '600', content: netplanText },
  {
    folder: '/etc/sysctl.d',
    suffix: '.conf',
    mode: '644',
    content: hostileSettings,
    run: 'sysctl',
  },
  { folder: '/usr/local/sbin', suffix: '', mode: '755', content: scriptText, run: 'script' },
  {
    folder: '/usr/local/sbin',
    suffix: '.ipbatch',
    mode: '644',
    content: oneLine.map((line) => `link show\n# ${line}\n`),
    run: 'batch',
  },
  // The folder in which the guard's units run.
  { folder: '', suffix: '', mode: '755', content: scriptText, run: 'script' },
];

const made: fc.Arbitrary<Kind> = fc
  .array(hostileName, { minLength: 1, maxLength: 2 })
  .map((folders) => ({
    folder: `/opt/${folders.join('/')}`,
    suffix: '',
    mode: '755',
    content: scriptText,
    run: 'script',
  }));

interface Drawn {
  readonly file: PlannedFile;
  readonly run: PlannedRun['kind'] | undefined;
}

const drawn: fc.Arbitrary<Drawn> = fc
  .oneof({ weight: 6, arbitrary: fc.constantFrom(...kinds) }, { weight: 1, arbitrary: made })
  .chain(({ folder, suffix, mode, content, run }) =>
    fc
      .tuple(hostileName, content, content, fc.constantFrom('new', 'changed', 'removed'))
      .map(([name, text, old, how]) => ({
        file: {
          path: `${folder}/${name}${suffix}`,
          mode,
          content: how === 'removed' ? undefined : bytes(text),
          before: how === 'new' ? undefined : bytes(old),
        },
        run: how === 'removed' ? undefined : run,
      })),
  );

/** More than ten files, too: their numbers have two digits then. */
export const hostilePlan: fc.Arbitrary<ChangePlan> = fc
  .uniqueArray(drawn, { minLength: 1, maxLength: 11, selector: ({ file }) => file.path })
  .map((all) => ({
    host: 'lab',
    files: all.map(({ file }) => file),
    runs: all.flatMap(({ file: { path: at }, run: kind }): readonly PlannedRun[] =>
      kind === undefined ? [] : [{ kind, path: at }],
    ),
    bonds: [],
    warnings: [],
  }));

/** What each file is by its path: mode and checksum, or the kind of what is no file. */
export type Held = ReadonlyMap<string, string>;

/** All that was written to the host's disk since it was made, but for what its services keep; and the folders that plans make. */
export function heldBy({ folder, root }: Container): Held {
  const held = new Map<string, string>();
  for (const [at, what] of walk(path.join(folder, 'top', 'up')))
    if (what !== 'folder' && !/^\/(?:var|run|tmp|etc\/systemd\/system)\//.test(at))
      held.set(at, what);
  for (const [at, what] of walk(path.join(root, 'opt')))
    if (what === 'folder') held.set(`/opt${at}`, what);
  return held;
}

function walk(folder: string, below = ''): readonly (readonly [string, string])[] {
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const at = `${below}/${entry.name}`;
    if (!entry.isDirectory()) return [[at, whatIs(folder + at)] as const];
    return [[at, 'folder'] as const, ...walk(folder, at)];
  });
}

function whatIs(file: string): string {
  const { mode } = lstatSync(file);
  const isFile = (mode & 0o170000) === 0o100000;
  return isFile ? textOf(mode & 0o7777, readFileSync(file)) : `no file, ${mode.toString(8)}`;
}

function textOf(mode: number, content: Uint8Array): string {
  return `${mode.toString(8)} ${createHash('sha256').update(content).digest('hex')}`;
}

/** The host with the files of a plan. */
export function heldAfter(before: Held, { files }: ChangePlan): Held {
  const held = new Map(before);
  for (const { path: at, mode, content } of files) {
    if (content === undefined) held.delete(at);
    else held.set(at, textOf(Number.parseInt(mode, 8), content));
    if (content === undefined || !at.startsWith('/opt/')) continue;
    const parts = at.split('/').slice(0, -1);
    for (let n = 3; n <= parts.length; n++) held.set(parts.slice(0, n).join('/'), 'folder');
  }
  return held;
}

/** The files that the plan finds there, by the hand of nobody that is tested. */
export function putThere({ root }: Container, { files }: ChangePlan): void {
  for (const { path: at, mode, before } of files) {
    if (before === undefined) continue;
    mkdirSync(path.dirname(root + at), { recursive: true });
    writeFileSync(root + at, before, { mode: Number.parseInt(mode, 8) });
  }
}

export function takeAway({ root }: Container, { files }: ChangePlan): void {
  for (const { path: at } of files) rmSync(root + at, { force: true });
  for (const name of readdirSync(`${root}/opt`)) rmSync(`${root}/opt/${name}`, { recursive: true });
}

/** Wherever a command of a name or a text could have left its file: on the host's disk and in its memory, and here. */
export function signsOfHarm(host: Container): readonly string[] {
  const onDisk = walk(path.join(host.folder, 'top', 'up')).map(([at]) => at);
  const inMemory = host.run('find /run /tmp /dev/shm -name "pwned*"').trim().split('\n');
  const here = [process.cwd(), tmpdir(), homedir(), host.folder].flatMap((folder) =>
    readdirSync(folder).map((name) => path.join(folder, name)),
  );
  return [...onDisk, ...inMemory, ...here].filter((at) => path.basename(at).startsWith('pwned'));
}
