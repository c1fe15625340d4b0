/** The hover on a keyword of an `ip` command: its row in the grammar table. */
import { codeSpan } from '../../base/markdown.ts';
import { touchesSpan } from '../../base/span.ts';
import { stepsOf } from '../../host/commands.ts';
import type { Argument, GrammarRow } from '../../iproute/grammar.ts';
import { objects } from '../../iproute/objects/index.ts';
import { findRouteType, routeTypes } from '../../iproute/objects/routeTypes.ts';
import { newestKernel } from '../../kernel/profiles.ts';
import { wordSince, type Since } from '../../iproute/since.ts';
import type { Host } from '../../host/model.ts';
import { rolesOf, sinceOf, type WordRole } from '../ipWords.ts';
import { isKernelSince } from '../kernelVersion.ts';
import type { Hover, Place } from '../types.ts';
import { docOfName } from './ipValueNames.ts';

export function hoverIpKeyword({ host, document, offset }: Place): Hover | undefined {
  const step = stepsOf(document).find(
    ({ command, ip }) =>
      ip !== undefined && ip.implied !== true && touchesSpan(command.span, offset),
  );
  const index = step?.command.words.findIndex(({ span }) => touchesSpan(span, offset)) ?? -1;
  const word = step?.command.words[index];
  if (step === undefined || word === undefined) return undefined;
  const roles = rolesOf(step.command).slice(0, index + 1);
  const role = roles[index];
  const explained = role === undefined ? undefined : explainRole(role, word.raw);
  if (explained === undefined) return undefined;
  const markdown = [...explained, ...sinceText(host, sinceOf(roles))].join('\n\n');
  return { span: word.span, markdown };
}

function explainRole(role: WordRole, raw: string): readonly string[] | undefined {
  switch (role.kind) {
    case 'object': {
      const object = objects.find(({ name }) => name === role.object);
      return object === undefined ? undefined : entry(`ip ${object.name}`, object.doc);
    }
    case 'verb':
      return role.verb === undefined
        ? undefined
        : entry(`ip ${role.object} ${role.verb.verb}`, role.verb.doc);
    case 'keyword':
      return role.row.keyword === 'type' && findRouteType(raw) !== undefined
        ? explainType(raw)
        : explain(role.row);
    case 'value':
      if (role.choice !== undefined) return entry(`${role.row.keyword} ${raw}`, role.choice.doc);
      return role.row.keyword === 'action' ? explainType(raw) : explainName(role.row, raw);
    default:
      return undefined;
  }
}

function entry(title: string, doc: string): readonly string[] {
  return [`**${title}**`, doc];
}

/** Since when the word is there, in words; none for what is very old. The newest kernel that is known stands for one that nobody named. */
function sinceText({ kernel }: Host, since: Since | undefined): readonly string[] {
  if (since === undefined) return [];
  const { linux, iproute2 } = since;
  if (linux === undefined || kernel.version === newestKernel || isKernelSince(kernel, linux))
    return [`Since ${wordSince(since)}.`];
  const came = `it came with ${linux}`;
  return [
    `**Linux ${kernel.version} does not have it**; ${iproute2 === undefined ? came : `${came}, and with iproute2 ${iproute2}`}.`,
  ];
}

/** `default`, `main`, `link`: names that `ip` itself knows. */
function explainName(
  { keyword, argument }: GrammarRow,
  word: string,
): readonly string[] | undefined {
  const doc = docOfName(argument, keyword, word);
  return doc === undefined ? undefined : entry(word, doc);
}

/** Types of routes stand without a keyword. */
function explainType(word: string): readonly string[] | undefined {
  const name = findRouteType(word);
  const doc = routeTypes.find(({ type }) => type === name)?.doc;
  return name === undefined || doc === undefined ? undefined : entry(name, doc);
}

function explain({ keyword, aliases = [], argument, doc }: GrammarRow): readonly string[] {
  const value = describeArgument(argument);
  return [
    `**${keyword}**${value === '' ? '' : ` ${value}`}`,
    doc,
    ...(aliases.length === 0
      ? []
      : [`Also written ${aliases.map((alias) => codeSpan(alias)).join(', ')}.`]),
  ];
}

/** What stands after a keyword, as in a synopsis. */
export function describeArgument(argument: Argument): string {
  switch (argument.kind) {
    case 'none':
    case 'nexthop':
      return '';
    case 'rest':
      return '…';
    case 'scope':
      return argument.value === undefined ? '…' : `${describeArgument(argument.value)} …`;
    case 'select':
      return 'KIND …';
    case 'lladdr':
      return 'LLADDR';
    case 'fwmark':
      return 'MARK[/MASK]';
    case 'members':
      return 'ID[,WEIGHT][/…]';
    case 'number':
      return describeNumber(argument);
    case 'float':
    case 'key':
      return 'NUMBER';
    case 'named':
      return 'NAME or number';
    case 'choice':
      return argument.words.join(' | ');
    case 'words':
      return argument.words.join(' ');
    case 'list':
      return argument.of.map((each) => describeArgument(each)).join(' ');
    case 'pattern':
      return argument.shape;
    default:
      return argument.kind.toUpperCase();
  }
}

function describeNumber({
  minimum,
  maximum,
}: Extract<Argument, { readonly kind: 'number' }>): string {
  return maximum > Number.MAX_SAFE_INTEGER || (minimum === 0 && maximum === 0xffff_ffff)
    ? 'NUMBER'
    : `${minimum}..${maximum}`;
}
