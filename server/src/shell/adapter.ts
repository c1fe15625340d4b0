/**
 * The only importer of the shell parser package `unbash` (6.0.4, Bash grammar, tolerant, offsets in UTF-16 units).
 * The rest of this folder names the package's node types through this file, so that the parser can be exchanged here.
 */
import { forEachChild, parse } from 'unbash';
import type { ParsedScript, SyntaxNode } from 'unbash';

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

/** The children of a node in text order, substitutions included. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  forEachChild(node, (child) => {
    children.push(child);
  });
  return children;
}
