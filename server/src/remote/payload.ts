/**
 * A plan as the host gets it: numbered folders, because a path may hold any character.
 * The digest covers what is written and run, and what the host has now; the host computes the same before it arms.
 */
import { createHash } from 'node:crypto';
import type { ChangePlan } from '../plan/types.ts';
import { writeTar, type TarFile } from './tar.ts';
import { bytes } from './utf8.ts';

export interface Payload {
  readonly tar: Uint8Array;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
}

export function payloadOf({ files, runs, bonds }: ChangePlan): Payload {
  const entries: TarFile[] = [];
  const lines: string[] = [];
  const add = (name: string, content: Uint8Array | string): void => {
    entries.push({ name, content: typeof content === 'string' ? bytes(content) : content });
  };
  files.forEach(({ path, mode, content, before }, index) => {
    const folder = `files/${index}`;
    const beforeSum = before === undefined ? 'absent' : sha256(before);
    add(`${folder}/path`, path);
    add(`${folder}/mode`, mode);
    add(`${folder}/before`, beforeSum);
    if (content !== undefined) add(`${folder}/content`, content);
    lines.push(
      `file ${sha256(path)} ${mode} ${beforeSum} ${content === undefined ? '' : sha256(content)}`,
    );
  });
  runs.forEach(({ kind, path }, index) => {
    add(`run/${index}/kind`, kind);
    add(`run/${index}/path`, path);
    lines.push(`run ${kind} ${sha256(path)}`);
  });
  add('bonds', bonds.join('\n'));
  return { tar: writeTar(entries), digest: sha256(lines.map((line) => `${line}\n`).join('')) };
}

export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
