/** Sentences about arguments that `ip` refuses. The last sentence of each `why` quotes `ip` itself (iproute2 6.1). */
import { codeSpan } from '../base/markdown.ts';
import type { Problem } from '../base/problem.ts';
import type { Span } from '../base/span.ts';
import type { Family } from '../net/address.ts';
import type { GrammarRow } from './grammar.ts';

/** A word and its place. */
export interface WrittenWord {
  readonly span: Span;
  readonly text: string;
}

/** A keyword with nothing after it. */
export function incomplete(span: Span, keyword: string, missing: string): Problem {
  return {
    rule: 'iproute-incomplete',
    span,
    what: `${codeSpan(keyword)} lacks its value`,
    why: `the command ends where ${missing} must follow. \`ip\` answers: Command line is not complete. Try option "help"`,
    todo: `write ${missing} after ${codeSpan(keyword)}, or remove ${codeSpan(keyword)}`,
  };
}

/** A command without a part that `ip` demands. */
export function missingPart(span: Span, missing: string, says: string): Problem {
  return {
    rule: 'iproute-incomplete',
    span,
    what: `the command lacks ${missing}`,
    why: `\`ip\` does nothing without it. \`ip\` answers: ${says}`,
    todo: `add ${missing}`,
  };
}

/** A word that must be followed by another. */
export function incompleteAfter(span: Span, word: string, about: string): Problem {
  return {
    rule: 'iproute-incomplete',
    span,
    what: `${codeSpan(word)} is the last word`,
    why: `something must follow: ${about.replace(/\.$/, '')}. \`ip\` answers: Command line is not complete. Try option "help"`,
    todo: `write on after ${codeSpan(word)}`,
  };
}

/** Words that do not go together. */
export function conflict(span: Span, words: readonly string[], says: string): Problem {
  const both = words.map((word) => codeSpan(word)).join(' and ');
  return {
    rule: 'iproute-invalid-value',
    span,
    what: `${both} do not go together`,
    why: `\`ip\` refuses the command. \`ip\` answers: ${says}`,
    todo: 'remove one of them',
  };
}

/** A second value where one can stand. */
export function garbage(keyword: string, word: string): string {
  return `Error: either "${keyword}" is duplicate, or "${word}" is a garbage.`;
}

/** A keyword that stands twice. */
export function duplicate(keyword: string, value: string): string {
  return `Error: duplicate "${keyword}": "${value}" is the second value.`;
}

/** A word after \`nexthop\` that means nothing at all. */
export function misplacedGarbage(word: string): string {
  return `Error: "nexthop" or end of line is expected instead of "${word}"`;
}

/** A word that is no address. */
export function invalidAddress(
  { span, text }: WrittenWord,
  keyword: string | undefined,
  family: Family | undefined,
): Problem {
  const valid = family === undefined ? 'any valid' : family === 4 ? 'inet' : 'inet6';
  return {
    rule: 'iproute-invalid-address',
    span,
    what: `${codeSpan(text)} is no ${familyName(family)}address`,
    why: `${keyword === undefined ? 'here' : `after ${codeSpan(keyword)}`} \`ip\` wants an ${familyName(family)}address. \`ip\` answers: Error: ${valid} address is expected rather than "${text}".`,
    todo:
      keyword === undefined
        ? 'correct the address'
        : `write the address after ${codeSpan(keyword)}`,
  };
}

/** `dev eno3 via inet6 fe80::1`: what stands before it has already made it the other family. */
export function otherFamily({ span, text }: WrittenWord, family: Family): Problem {
  const other = family === 4 ? 'IPv6' : 'IPv4';
  return {
    rule: 'iproute-invalid-address',
    span,
    what: `${codeSpan(text)} is no ${other} address`,
    why: `the words before it make this an ${other} nexthop: a family option, or \`dev\` and \`blackhole\` without one, which stand for IPv4. \`ip\` answers: Error: argument "${text}" is wrong: address family mismatch`,
    todo: `write \`via\` before the other words, or \`ip ${family === 4 ? '-4' : '-6'} nexthop\``,
  };
}

/** `via dev eno4`: the address was lost, often by a web page that dropped what stood in angle brackets. */
export function missingGateway(span: Span, next: string, device: string | undefined): Problem {
  const uplink = device === undefined ? 'that uplink' : codeSpan(device);
  return {
    rule: 'iproute-invalid-address',
    span,
    what: `the gateway address between \`via\` and ${codeSpan(next)} is missing`,
    why: `web pages often lose it, because they drop what stands in angle brackets. \`ip\` answers: Error: any valid address is expected rather than "${next}".`,
    todo: `put the router's address of ${uplink} between \`via\` and ${codeSpan(next)}, or remove \`via\` if the link has no router (point-to-point)`,
  };
}

/** A word that is no prefix. */
export function invalidPrefix(span: Span, text: string, family: Family | undefined): Problem {
  const valid = family === undefined ? 'any valid' : family === 4 ? 'inet' : 'inet6';
  return {
    rule: 'iproute-invalid-prefix',
    span,
    what: `${codeSpan(text)} is no ${familyName(family)}prefix`,
    why: `here \`ip\` wants an address, with \`/\` and a length, or the word \`default\`. \`ip\` answers: Error: ${valid} prefix is expected rather than "${text}".`,
    todo: 'correct the address or its length',
  };
}

/** A network where one address must stand. */
export function notOneAddress(span: Span, text: string): Problem {
  return {
    rule: 'iproute-invalid-prefix',
    span,
    what: `${codeSpan(text)} is not one address`,
    why: `here \`ip\` wants an address, not a network. \`ip\` answers: Error: a specific IP address is expected rather than "${text}"`,
    todo: 'write one address',
  };
}

/** A value that its keyword does not take. */
export function invalidValue({ span, text }: WrittenWord, row: GrammarRow, wants: string): Problem {
  const isNumber = numberKinds.has(row.argument.kind);
  return {
    rule: isNumber ? 'iproute-invalid-number' : 'iproute-invalid-value',
    span,
    what: `${codeSpan(text)} is no value for ${codeSpan(row.keyword)}`,
    why: `${codeSpan(row.keyword)} takes ${wants}. \`ip\` answers: ${answerTo(text, row, wants)}`,
    todo: `write ${wants} after ${codeSpan(row.keyword)}`,
  };
}

const numberKinds: ReadonlySet<string> = new Set(['number', 'fwmark', 'time', 'named', 'table']);

function answerTo(text: string, row: GrammarRow, wants: string): string {
  if (row.answer !== undefined) return row.answer.replaceAll('%s', text);
  if (row.argument.kind === 'key')
    return text.includes('.')
      ? `Error: an IP address is expected rather than "${text}"`
      : `invalid value for "${row.keyword}": "${text}"; it should be an unsigned integer`;
  if (row.argument.kind === 'lladdr') return `"${text}" is invalid lladdr.`;
  if (row.refusal !== undefined) return `Error: argument "${text}" is wrong: ${row.refusal}`;
  return row.argument.kind === 'choice'
    ? `Error: argument of "${row.keyword}" must be one of ${row.argument.words.map((word) => `"${word}", `).join('')}not "${text}"`
    : `Error: argument of "${row.keyword}" must be ${wants.replaceAll('`', '"')}, not "${text}"`;
}

/** `ip foo`. */
export function unknownObject(span: Span, text: string): Problem {
  return {
    rule: 'iproute-unknown-object',
    span,
    what: `\`ip\` has no object ${codeSpan(text)}`,
    why: `the first word says what the command is about: \`route\`, \`rule\`, \`address\`, \`link\`, … \`ip\` answers: Object "${text}" is unknown, try "ip help".`,
    todo: 'correct the word',
  };
}

/** `ip route foo`. */
export function unknownVerb(
  span: Span,
  text: string,
  { object, answer }: { readonly object: string; readonly answer?: string | undefined },
): Problem {
  const says =
    answer?.replaceAll('%s', text) ?? `Command "${text}" is unknown, try "ip ${object} help".`;
  return {
    rule: 'iproute-unknown-verb',
    span,
    what: `\`ip ${object}\` has no command ${codeSpan(text)}`,
    why: `the second word says what to do: \`add\`, \`del\`, \`show\`, … \`ip\` answers: ${says}`,
    todo: 'correct the word',
  };
}

/** `ip -x route`. */
export function unknownOption(span: Span, text: string): Problem {
  return {
    rule: 'iproute-unknown-option',
    span,
    what: `\`ip\` has no option ${codeSpan(text)}`,
    why: `options stand before the object. \`ip\` answers: Option "${text}" is unknown, try "ip -help".`,
    todo: 'remove or correct the option',
  };
}

/** A word of the route after the first `nexthop`. */
export function afterNexthop(span: Span, text: string): Problem {
  return {
    rule: 'iproute-after-nexthop',
    span,
    what: `${codeSpan(text)} belongs to the route, so it must stand before the first \`nexthop\``,
    why: `after \`nexthop\` only words of that path can stand: \`via\`, \`dev\`, \`weight\`, \`onlink\`. \`ip\` answers: Error: "nexthop" or end of line is expected instead of "${text}"`,
    todo: `move ${codeSpan(text)} and its value before the first \`nexthop\``,
  };
}

function familyName(family: Family | undefined): string {
  return family === undefined ? '' : `IPv${family} `;
}
