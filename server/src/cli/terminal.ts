/** What a command may use of the process: one object, so that a command can be tested without one. */
import { relative, resolve } from 'node:path';
import { ansiPaint, noPaint, type Paint } from './paint.ts';

export interface Terminal {
  readonly directory: string;
  readonly paint: Paint;
  readonly print: (text: string) => void;
  readonly complain: (sentence: string) => void;
  readonly readStandardInput: () => string;
}

/** 0: nothing at error severity; 1: findings; 2: could not run. */
export type ExitStatus = 0 | 1 | 2;

/** Colours are for a terminal that wants them: NO_COLOR (no-color.org) and `--no-color` turn them off. */
export function choosePaint(isTerminal: boolean, wantsColor: boolean): Paint {
  const { NO_COLOR: noColor, TERM: term } = process.env;
  const isOff = !wantsColor || (noColor !== undefined && noColor !== '') || term === 'dumb';
  return isTerminal && !isOff ? ansiPaint : noPaint;
}

/** Absolute, with slashes on every system. */
export function absolutePath(directory: string, path: string): string {
  return resolve(directory, path).replaceAll('\\', '/');
}

/** A path as printed: relative to the directory, with slashes. */
export function printedPath(directory: string, path: string): string {
  const below = relative(directory, path).replaceAll('\\', '/');
  return below === '' ? path : below;
}
