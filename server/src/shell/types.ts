/**
 * What a shell script says, as a list of simple commands in the order they stand in the text.
 * The adapter of this folder is the only importer of the shell parser; nothing is ever executed.
 */
import type { Unknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';

/** Characters in a file; `file` is the id of a file that the script sources, absent for the script itself. */
export interface Place {
  readonly span: Span;
  readonly file?: string;
}

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
  /** Where the value comes from if that is another place in this file: the assignment of the variable. */
  readonly definition?: Span;
  /** Where the characters of the value stand, if they stand in one piece and elsewhere: in an assignment, at a call. */
  readonly written?: Place;
  /** Known and unknown parts in order, where the value is unknown and has more than one part: `net.ipv4.conf.$IF.rp_filter`. */
  readonly pieces?: readonly HerePiece[];
  /** True where one written word may become none or several: `"$@"`, `${LIST[@]}`, `{a,b}`. */
  readonly several?: boolean;
  /**
   * True where the same holds, but is rare: an unknown value without quotes, a pattern of file names.
   * Who reads the words of a tool may take it for one word; the shell counts no words behind it.
   */
  readonly open?: boolean;
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
  /** Where the text stands if it came through a variable. */
  readonly written?: Place;
}

/** A choice of the script whose outcome the text does not tell; `outer` is the choice around it. */
export interface Condition {
  readonly kind: 'if' | 'case' | 'and' | 'or';
  /** The test, the word of the `case`, the command before `&&` or `||`. */
  readonly span: Span;
  /** One object for each time that the choice is met: commands of other arms of the same choice never run together. */
  readonly choice: object;
  readonly arm: number;
  readonly outer?: Condition;
}

/** What stands around a command; several can hold at once. */
export interface CommandContext {
  /** Inside a function body: its name. */
  readonly functionName?: string;
  /** Inside `if`, `case`, `&&` or `||`: it may not run. */
  readonly conditional: boolean;
  /** Inside a loop. */
  readonly loop: boolean;
  /** `|| true`, `|| :`, `2>/dev/null`, `out=$(… 2>&1)`: a failure is expected. */
  readonly failureIgnored: boolean;
  /** Everything that the command writes is thrown away, and its outcome is tested or it is a tool alone: it asks what the tool can do. */
  readonly probe?: boolean;
  /** Inside `trap '…'`: cleanup code. */
  readonly trap: boolean;
  /** Label of the branch of the innermost `case`, as written: `start`, `stop|restart`. */
  readonly caseLabel?: string;
  /** The innermost choice that this command depends on. */
  readonly condition?: Condition;
  /** A test with a known outcome keeps it from running, or it stands behind `exit`. */
  readonly neverRuns?: boolean;
  /** In a function that nothing in these files calls: its arguments are unknown. */
  readonly uncalled?: boolean;
  /** `set -e` holds here: a failure that is not tested ends the script. */
  readonly errexit?: boolean;
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
  /** The file that all spans of this command are in, where that is a file which the script sources. */
  readonly file?: string;
  /** Calls of functions that lead here, the innermost first. */
  readonly calls?: readonly Place[];
}

/** A part of the script whose commands are not known, or not all of them. */
export interface Unfollowed {
  /**
   * `dynamic`: made when the script runs (`… | sh`, `eval "$X"`, `xargs ip`, input through a filter);
   * `sourced`: a file that is not here; `limit`: more rounds or calls than are followed.
   */
  readonly kind: 'dynamic' | 'sourced' | 'limit';
  readonly span: Span;
  /** A short clause for people. */
  readonly reason: string;
}

/** A file as the script names it: an absolute path of the host, or a path relative to the script. */
export interface SourceRequest {
  readonly path: string;
  /** Id of the sourced file that a relative path starts from; absent: the script. */
  readonly from?: string;
}

/** A file that a script sources. */
export interface SourcedFile {
  readonly id: string;
  readonly text: string;
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

/** A file that was asked for, and what was there. */
export interface SourceAnswer {
  readonly request: SourceRequest;
  readonly file: SourcedFile | undefined;
}

export interface ShellScript {
  /** Commands that stand in this file, in text order; one that runs several times stands here as often. */
  readonly commands: readonly ShellCommand[];
  /** Commands in the order of execution, with those that stand in sourced files; then functions that nothing calls, traps, and what never runs. */
  readonly executed: readonly ShellCommand[];
  readonly unfollowed: readonly Unfollowed[];
  /** Every file that the script wanted to source, with the text that was read for it. */
  readonly sources: readonly SourceAnswer[];
  readonly variables: ReadonlyMap<string, ShellVariable>;
  readonly errors: readonly ShellError[];
  readonly comments: readonly Span[];
}
