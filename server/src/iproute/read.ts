/**
 * One `ip` command line to facts and problems (iproute2 6.1).
 * Invariant: problems are what `ip` itself refuses before it asks the kernel; what is not modelled is `incomplete`, never misread.
 */
import { isUnknown, unknown } from '../base/fact.ts';
import type { ShellCommand } from '../shell/types.ts';
import { findObject } from './abbreviations.ts';
import type { Cursor } from './cursor.ts';
import { readGlobalOptions, type GlobalOptions } from './globalOptions.ts';
import { readAddress } from './readAddress.ts';
import { readLink } from './readLink.ts';
import { readNexthopObject } from './readNexthopObject.ts';
import { readRoute } from './readRoute.ts';
import { readRule } from './readRule.ts';
import type { IpCommand, IpOtherCommand } from './types.ts';
import { unknownObject } from './wording.ts';

/** Reads a command; undefined if it is not `ip`. */
export function readIpCommand(command: ShellCommand, file: string): IpCommand | undefined {
  if (command.name !== 'ip') return undefined;
  const options = readGlobalOptions(command.words);
  const objectWord = options.next === undefined ? undefined : command.words[options.next];
  const cursor = cursorOf(command, options, file);
  if (objectWord === undefined || options.batch) return other(cursor, undefined);
  if (typeof objectWord.value !== 'string' || objectWord.several === true)
    return other(cursor, undefined);
  const object = findObject(objectWord.value);
  switch (object) {
    case 'route':
      return readRoute(cursor);
    case 'rule':
      return readRule(cursor);
    case 'address':
      return readAddress(cursor);
    case 'link':
      return readLink(cursor);
    case 'nexthop':
      return readNexthopObject(cursor);
    case undefined:
      cursor.problems.push(unknownObject(objectWord.span, objectWord.value));
      return other(cursor, undefined);
    default:
      return other(cursor, object);
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
    at: (options.next ?? command.words.length) + 1,
    family: family === undefined || isUnknown(family) ? 'any' : family,
    incomplete: false,
  };
}

function other(cursor: Cursor, objectName: string | undefined): IpOtherCommand {
  const { span, context, problems, unexpected, optionFamily } = cursor;
  return {
    object: 'other',
    objectName,
    span,
    context,
    problems,
    unexpected,
    family:
      optionFamily ?? (objectName === undefined ? unknown('the command is not read') : undefined),
    incomplete: true,
  };
}
