/**
 * What a shell script says, as a list of simple commands in the order they stand in the text.
 * The adapter of this folder is the only importer of the shell parser; nothing is ever executed.
 */
import type { Unknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';

/** One word of a command after quotes are removed and variables are put in. */
export interface ShellWord {
  /** The characters in the file. */
  readonly span: Span;
  /** The characters as written, quotes and `$` included. */
  readonly raw: string;
  /** The value, or unknown with `symbol` = the variable's name if the word is exactly one unresolved variable. */
  readonly value: string | Unknown;
  /** Offset of the n-th value character in the file, where the word is plain or quoted text without expansions. */
  readonly isLiteral: boolean;
  /** Where the value comes from if that is another place: the assignment of the variable. */
  readonly definition?: Span;
  /** Known and unknown parts in order, where the value is unknown and has more than one part: `net.ipv4.conf.$IF.rp_filter`. */
  readonly pieces?: readonly HerePiece[];
  /** True where one written word may become none or several: `"$@"`, `${LIST[@]}`, `{a,b}`. */
  readonly several?: boolean;
}

export interface HereDocument {
  /** The body in the file, without the delimiter lines. */
  readonly span: Span;
  readonly body: string;
  /** True for `<<'EOF'`: the shell expands nothing in it. */
  readonly quoted: boolean;
  /**
   * The body with known variables put in, in pieces that tell where each came from.
   * Concatenating `text` gives what the command reads; an unknown piece has a placeholder text that is no valid value.
   */
  readonly pieces: readonly HerePiece[];
}

export interface HerePiece {
  readonly text: string;
  readonly span: Span;
  readonly unknown?: Unknown;
}

/** What stands around a command; several can hold at once. */
export interface CommandContext {
  /** Inside a function body: its name. */
  readonly functionName?: string;
  /** Inside `if`, `case`, `&&` or `||`: it may not run. */
  readonly conditional: boolean;
  /** Inside a loop. */
  readonly loop: boolean;
  /** `|| true`, `|| :`, `2>/dev/null`: a failure is expected. */
  readonly failureIgnored: boolean;
  /** Inside `trap '…'`: cleanup code. */
  readonly trap: boolean;
  /** Label of the branch of the innermost `case`, as written: `start`, `stop|restart`. */
  readonly caseLabel?: string;
  /** Another network namespace (`ip netns exec NAME …`): the commands act on another host. */
  readonly netns?: string | Unknown;
}

export interface Redirection {
  /** `>`, `>>`, `<`, `<<`, `<<<`, `&>`, … without the number. */
  readonly operator: string;
  /** The number before the operator: 2 in `2>/dev/null`. */
  readonly descriptor?: number;
  readonly target: ShellWord | undefined;
  readonly hereDocument?: HereDocument;
  readonly span: Span;
}

export interface ShellCommand {
  /** The whole simple command, redirections without here-document bodies included. */
  readonly span: Span;
  /** The command name first (`ip`, `/sbin/ip` with its path removed in `name`), arguments after it. `sudo`, `env`, `exec`, `command`, `nice`, … are peeled off. */
  readonly words: readonly ShellWord[];
  /** Base name of the first word, or undefined where it is unknown. */
  readonly name: string | undefined;
  readonly redirections: readonly Redirection[];
  /** Here-document or here-string or a literal `echo … |` that the command reads on standard input. */
  readonly input?: HereDocument;
  readonly context: CommandContext;
}

export interface ShellVariable {
  readonly name: string;
  /** Each assignment in text order. */
  readonly assignments: readonly {
    readonly span: Span;
    readonly nameSpan: Span;
    readonly value: string | Unknown;
  }[];
}

export interface ShellError {
  /** Set where it is no syntax error: a NUL character, which the shell leaves out; the end of what is read here. */
  readonly kind?: 'nul' | 'nul-in-first-line' | 'too-long';
  readonly span: Span;
  /** The parser's own words. */
  readonly message: string;
}

export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  readonly variables: ReadonlyMap<string, ShellVariable>;
  readonly errors: readonly ShellError[];
  readonly comments: readonly Span[];
}
