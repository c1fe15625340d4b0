/** The hover on a keyword of an `ip` command: its row in the grammar table. */
import { codeSpan } from '../../base/markdown.ts';
import { touchesSpan } from '../../base/span.ts';
import type { Argument, GrammarRow } from '../../iproute/grammar.ts';
import { routeTypes } from '../../iproute/objects/route.ts';
import { roleAt } from '../ipWords.ts';
import type { Hover, Place } from '../types.ts';

export function hoverIpKeyword({ document, offset }: Place): Hover | undefined {
  if (document.kind !== 'shell') return undefined;
  const step = document.steps.find(
    ({ command, ip }) => ip !== undefined && touchesSpan(command.span, offset),
  );
  const word = step?.command.words.find(({ span }) => touchesSpan(span, offset));
  if (step === undefined || word === undefined) return undefined;
  const role = roleAt(step.command, word);
  if (role.kind === 'keyword') return { span: word.span, markdown: explain(role.row) };
  const doc = role.kind === 'free' ? typeDoc(step.ip?.object, word.raw) : undefined;
  return doc === undefined ? undefined : { span: word.span, markdown: `**${word.raw}**\n\n${doc}` };
}

/** Types of routes stand without a keyword. */
function typeDoc(object: string | undefined, word: string): string | undefined {
  return object === 'route' ? routeTypes.find(({ type }) => type === word)?.doc : undefined;
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
    case 'address':
    case 'prefix':
    case 'device':
    case 'table':
      return argument.kind.toUpperCase();
    case 'fwmark':
      return 'MARK[/MASK]';
    case 'number':
      return argument.minimum === 0 && argument.maximum === 0xffff_ffff
        ? 'NUMBER'
        : `${argument.minimum}..${argument.maximum}`;
    case 'time':
      return 'TIME';
    case 'named':
      return 'NAME or number';
    case 'choice':
      return argument.words.join(' | ');
    case 'pattern':
      return argument.shape;
    case 'text':
      return 'TEXT';
  }
}
