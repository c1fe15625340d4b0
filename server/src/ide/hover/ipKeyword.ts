/** The hover on a keyword of an `ip` command: its row in the grammar table. */
import { codeSpan } from '../../base/markdown.ts';
import { touchesSpan } from '../../base/span.ts';
import { stepsOf } from '../../host/commands.ts';
import type { Argument, GrammarRow } from '../../iproute/grammar.ts';
import { objects } from '../../iproute/objects/index.ts';
import { findRouteType, routeTypes } from '../../iproute/objects/routeTypes.ts';
import { roleAt, type WordRole } from '../ipWords.ts';
import type { Hover, Place } from '../types.ts';
import { docOfName } from './ipValueNames.ts';

export function hoverIpKeyword({ document, offset }: Place): Hover | undefined {
  const step = stepsOf(document).find(
    ({ command, ip }) =>
      ip !== undefined && ip.implied !== true && touchesSpan(command.span, offset),
  );
  const word = step?.command.words.find(({ span }) => touchesSpan(span, offset));
  if (step === undefined || word === undefined) return undefined;
  const markdown = explainRole(roleAt(step.command, word), word.raw);
  return markdown === undefined ? undefined : { span: word.span, markdown };
}

function explainRole(role: WordRole, raw: string): string | undefined {
  switch (role.kind) {
    case 'object': {
      const object = objects.find(({ name }) => name === role.object);
      return object === undefined ? undefined : entry(`ip ${object.name}`, object);
    }
    case 'verb':
      return role.verb === undefined
        ? undefined
        : entry(`ip ${role.object} ${role.verb.verb}`, role.verb);
    case 'keyword':
      return role.row.keyword === 'type' && findRouteType(raw) !== undefined
        ? explainType(raw)
        : explain(role.row);
    case 'value':
      if (role.choice !== undefined) return entry(`${role.row.keyword} ${raw}`, role.choice);
      return role.row.keyword === 'action' ? explainType(raw) : explainName(role.row, raw);
    default:
      return undefined;
  }
}

interface Entry {
  readonly doc: string;
  readonly since?: string;
}

function entry(title: string, { doc, since }: Entry): string {
  return [`**${title}**`, doc, ...(since === undefined ? [] : [`Since ${since}.`])].join('\n\n');
}

/** `default`, `main`, `link`: names that `ip` itself knows. */
function explainName({ keyword, argument }: GrammarRow, word: string): string | undefined {
  const doc = docOfName(argument, keyword, word);
  return doc === undefined ? undefined : entry(word, { doc });
}

/** Types of routes stand without a keyword. */
function explainType(word: string): string | undefined {
  const name = findRouteType(word);
  const doc = routeTypes.find(({ type }) => type === name)?.doc;
  return name === undefined || doc === undefined ? undefined : entry(name, { doc });
}

function explain({ keyword, aliases = [], argument, doc, since }: GrammarRow): string {
  const value = describeArgument(argument);
  return [
    `**${keyword}**${value === '' ? '' : ` ${value}`}`,
    doc,
    ...(aliases.length === 0
      ? []
      : [`Also written ${aliases.map((alias) => codeSpan(alias)).join(', ')}.`]),
    ...(since === undefined ? [] : [`Since ${since}.`]),
  ].join('\n\n');
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
