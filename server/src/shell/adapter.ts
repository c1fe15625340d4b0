/**
 * The only importer of the shell parser package `unbash` (6.0.4, Bash grammar, tolerant, offsets in UTF-16 units).
 * The rest of this folder names the package's node types through this file, so that the parser can be exchanged here.
 */
import { forEachChild, parse } from 'unbash';
import type { ArithmeticExpression, ParsedScript, SyntaxNode } from 'unbash';

export type {
  AndOr,
  ArithmeticExpression,
  Assignment,
  Case,
  Command,
  CompoundList,
  HereDoc,
  If,
  ParameterExpansionPart,
  ParsedScript,
  Pipeline,
  Redirection as SyntaxRedirection,
  Script,
  SyntaxNode,
  Word,
  WordPart,
} from 'unbash';

/** Parses any text; what cannot be read is in `errors`, the rest in the tree. Never throws. */
export function parseSyntax(text: string): ParsedScript {
  try {
    return parse(text);
  } catch {
    // The parser promises not to throw; if it ever does, the file counts as unread instead of ending the server.
    return {
      type: 'Script',
      pos: 0,
      end: text.length,
      shebang: undefined,
      commands: [],
      errors: [{ message: 'the text could not be read', pos: 0 }],
    };
  }
}

/** Calls `visit` with each child of a node in text order, substitutions included. */
export function visitChildren(node: SyntaxNode, visit: (child: SyntaxNode) => void): void {
  forEachChild(node, visit);
}

/** The children of a node in text order, substitutions included. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  forEachChild(node, (child) => {
    children.push(child);
  });
  return children;
}

/** The expression of `$(( … ))` that a text makes, or undefined where it makes none. */
export function parseArithmetic(text: string): ArithmeticExpression | undefined {
  // Nothing but one calculation: no end of the brackets, no second command.
  if (/[;\n"'`]|\)\s*\)/.test(text) || text.length > 500) return undefined;
  const script = parseSyntax(`((${text}))`);
  const command = script.commands.length === 1 ? script.commands[0]?.command : undefined;
  return command?.type === 'ArithmeticCommand' && (script.errors ?? []).length === 0
    ? command.expression
    : undefined;
}
