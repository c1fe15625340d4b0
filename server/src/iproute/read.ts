/**
 * One `ip` command line to facts and problems (iproute2 7.3).
 * Invariant: problems are what `ip` itself refuses before it asks the kernel; what is not modelled is `incomplete`, never misread.
 */
import { isUnknown, unknown, type Unknown } from '../base/fact.ts';
import type { Family } from '../net/address.ts';
import type { ShellCommand } from '../shell/types.ts';
import { commonOf, factOf, type Cursor, type Expectation, type WordRole } from './cursor.ts';
import { addressFacts } from './facts/address.ts';
import { linkFacts } from './facts/link.ts';
import { neighFacts } from './facts/neigh.ts';
import { nexthopFacts } from './facts/nexthop.ts';
import { routeFacts } from './facts/route.ts';
import { ruleFacts } from './facts/rule.ts';
import { readGlobalOptions, type GlobalOptions } from './globalOptions.ts';
import type { IpCommand, IpOtherCommand } from './types.ts';
import { readCommand } from './walk/command.ts';

/** Reads a command; undefined if it is not `ip`. */
export function readIpCommand(command: ShellCommand, file: string): IpCommand | undefined {
  if (command.name !== 'ip') return undefined;
  const options = readGlobalOptions(command.words);
  const cursor = cursorOf(command, options, file);
  const { batch: batchFile, force, family } = options;
  if (batchFile !== undefined && batchFile.several !== true) {
    const batch = { file: factOf(batchFile.value, batchFile, cursor), force, family };
    return { ...other(cursor, undefined), batch };
  }
  return readObject(cursor);
}

/** Reads a line of a batch file: the object stands where the program's options would stand, and there are none. */
export function readBatchLine(
  command: ShellCommand,
  file: string,
  family: Family | Unknown | undefined,
): IpCommand {
  return readObject(cursorOf(command, { ...readGlobalOptions([]), family, next: 1 }, file));
}

/** What each word of a command is, and what can stand after the last of them. */
export interface WordReading {
  /** In the order of the words; those that were not read have none. */
  readonly roles: readonly (WordRole | undefined)[];
  readonly expected: Expectation;
}

/** Reads the words of a command for those who explain and complete them. */
export function readWordRoles(command: ShellCommand): WordReading {
  const isBatch = command.words[0]?.raw === '';
  const options = isBatch
    ? { ...readGlobalOptions([]), next: 1 }
    : readGlobalOptions(command.words);
  const cursor = cursorOf(command, options, '');
  const { next = command.words.length } = options;
  for (let i = 0; i < next; i++) cursor.roles[i] = { kind: i === 0 ? 'program' : 'option' };
  cursor.at = next;
  if (options.next !== undefined) readCommand(cursor);
  return { roles: cursor.roles, expected: cursor.expected };
}

function readObject(cursor: Cursor): IpCommand {
  if (cursor.at >= cursor.words.length) return other(cursor, undefined);
  const { object, verb } = readCommand(cursor);
  switch (object?.name) {
    case 'route':
      return routeFacts(cursor, verb);
    case 'rule':
      return ruleFacts(cursor, verb);
    case 'address':
      return addressFacts(cursor, verb);
    case 'link':
      return linkFacts(cursor, verb);
    case 'nexthop':
      return nexthopFacts(cursor, verb);
    case 'neigh':
      return neighFacts(cursor, verb);
    default:
      return { ...other(cursor, object?.name), ...(verb === undefined ? {} : { verb }) };
  }
}

function cursorOf(command: ShellCommand, options: GlobalOptions, file: string): Cursor {
  const { family, netns } = options;
  return {
    file,
    words: command.words,
    span: command.span,
    context: netns === undefined ? command.context : { ...command.context, netns },
    optionFamily: family,
    problems: [...options.problems],
    unexpected: [],
    taken: [],
    roles: [],
    at: options.next ?? command.words.length,
    family: family === undefined || isUnknown(family) ? 'any' : family,
    expected: { kind: 'nothing' },
    incomplete: false,
    lacksValue: false,
  };
}

function other(cursor: Cursor, objectName: string | undefined): IpOtherCommand {
  return {
    ...commonOf(cursor),
    object: 'other',
    objectName,
    family:
      cursor.optionFamily ??
      (objectName === undefined ? unknown('the command is not read') : undefined),
    incomplete: true,
  };
}
