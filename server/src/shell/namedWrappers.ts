/**
 * Wrappers that these files do not define: `run ip …`, `$SUDO ip …`. Their names tell that the rest is a command,
 * and the tool behind them that it is one of ours.
 */
import { isUnknown } from '../base/fact.ts';
import { toolNameOf } from './toolNames.ts';
import type { ShellWord } from './types.ts';

const tools = /^(?:ip|bridge|tc|ip6?tables(?:-nft|-legacy)?(?:-restore)?|nft|sysctl|ipset)$/;

/** Functions of a project that run their arguments; those of the second list go on after a failure. */
const runners =
  /^_*(?:run|cmd|do|must|check|root|log|exec|execute|verbose|debug)(?:_?(?:cmd|command|root|or_die|and_log|run|it|exec|as_root|sudo|ip|check(?:ed)?))?$/i;
const forgiving = /^_*(?:try|ignore|quiet|silent|safe|maybe|retry|attempt)(?:_?\w+)?$/i;

/** A variable that holds `sudo` or nothing, or one that decides whether commands are run. */
const sameHost = /SUDO|DOAS|AS_?ROOT|DRY_?RUN|^(?:RUN|DRY|DEBUG|ECHO|NICE|TIMEOUT)$/;
/** A variable that may lead into a namespace or to another machine. */
const elsewhere = /NETNS|^NS|NS$|NS_?EXEC|IN_?NS|CHROOT|DOCKER|SSH/;

export interface NamedWrapper {
  readonly ignoresFailure: boolean;
  /** It may lead into another network namespace or to another machine. */
  readonly isElsewhere: boolean;
}

/** What the first word of a command may be, if its name says that it runs the words behind it. */
export function namedWrapper(first: ShellWord): NamedWrapper | undefined {
  if (isUnknown(first.value)) {
    const variable = variableOf(first) ?? '';
    const isElsewhere = elsewhere.test(variable);
    return isElsewhere || sameHost.test(variable)
      ? { ignoresFailure: false, isElsewhere }
      : undefined;
  }
  const name = toolNameOf(first) ?? '';
  const ignoresFailure = forgiving.test(name);
  return ignoresFailure || runners.test(name) ? { ignoresFailure, isElsewhere: false } : undefined;
}

/** True for a tool that we read: the words behind a name alone may be anything. */
export function isRoutingTool(name: string | undefined): boolean {
  return tools.test(name ?? '');
}

function variableOf({ raw }: ShellWord): string | undefined {
  const found = /^"?\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?[-+=?][^}]*)?\})"?$/.exec(raw);
  return (found?.[1] ?? found?.[2])?.toUpperCase();
}
