/** Words of `ip` commands, in scripts and in lines for `ip -batch`. */
import { stepsOf } from '../../host/commands.ts';
import type { Document } from '../../host/model.ts';
import type { Argument } from '../../iproute/grammar.ts';
import type { ShellWord } from '../../shell/types.ts';
import { rolesOf, type WordRole } from '../ipWords.ts';
import type { SemanticToken, TokenType } from './types.ts';

export function ipTokens(document: Document): readonly SemanticToken[] {
  return stepsOf(document).flatMap(({ command, ip }) => {
    if (ip === undefined || ip.implied === true) return [];
    const roles = rolesOf(command);
    return command.words.flatMap((word, index) => {
      const role = roles[index];
      const type = role === undefined ? undefined : typeOf(role, word);
      // The program of a line for `ip -batch` has no characters, and the parts of `"$IF"` have colours of their own.
      return type === undefined || word.raw === '' || !word.isLiteral
        ? []
        : [{ span: word.span, type }];
    });
  });
}

function typeOf(role: WordRole, { value }: ShellWord): TokenType | undefined {
  switch (role.kind) {
    case 'program':
      return 'function';
    case 'option':
      return 'parameter';
    case 'object':
      return role.object === undefined ? undefined : 'class';
    case 'verb':
      return role.verb === undefined ? undefined : 'method';
    case 'keyword':
      return 'keyword';
    case 'value':
      return typeOfValue(role.row.argument);
    case 'free':
      return typeof value === 'string' &&
        /^(?:default|any|all|[\da-f]*[.:][\da-f.:]*(?:\/\d+)?)$/i.test(value)
        ? 'number'
        : undefined;
  }
}

function typeOfValue(argument: Argument): TokenType {
  switch (argument.kind) {
    case 'device':
      return 'variable';
    case 'table':
      return 'namespace';
    case 'choice':
    case 'words':
    case 'select':
    case 'named':
      return 'enumMember';
    case 'text':
    case 'pattern':
      return 'string';
    default:
      return 'number';
  }
}
