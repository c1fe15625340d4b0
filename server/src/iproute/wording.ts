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

/** A word that is no address. */
export function invalidAddress(
  { span, text }: WrittenWord,
  keyword: string,
  family: Family | undefined,
): Problem {
  const valid = family === undefined ? 'any valid' : family === 4 ? 'inet' : 'inet6';
  return {
    rule: 'iproute-invalid-address',
    span,
    what: `${codeSpan(text)} is no ${familyName(family)}address`,
    why: `after ${codeSpan(keyword)} \`ip\` wants an ${familyName(family)}address. \`ip\` answers: Error: ${valid} address is expected rather than "${text}".`,
    todo: `write the address after ${codeSpan(keyword)}`,
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

/** A value that its keyword does not take. */
export function invalidValue({ span, text }: WrittenWord, row: GrammarRow, wants: string): Problem {
  const isNumber =
    row.argument.kind === 'number' ||
    row.argument.kind === 'fwmark' ||
    row.argument.kind === 'time' ||
    row.argument.kind === 'named' ||
    row.argument.kind === 'table';
  const says =
    row.refusal === undefined
      ? `Error: argument of "${row.keyword}" must be ${wants.replaceAll('`', '"')}, not "${text}"`
      : `Error: argument "${text}" is wrong: ${row.refusal}`;
  return {
    rule: isNumber ? 'iproute-invalid-number' : 'iproute-invalid-value',
    span,
    what: `${codeSpan(text)} is no value for ${codeSpan(row.keyword)}`,
    why: `${codeSpan(row.keyword)} takes ${wants}. \`ip\` answers: ${says}`,
    todo: `write ${wants} after ${codeSpan(row.keyword)}`,
  };
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
export function unknownVerb(span: Span, text: string, object: string): Problem {
  return {
    rule: 'iproute-unknown-verb',
    span,
    what: `\`ip ${object}\` has no command ${codeSpan(text)}`,
    why: `the second word says what to do: \`add\`, \`del\`, \`show\`, … \`ip\` answers: Command "${text}" is unknown, try "ip ${object} help".`,
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
