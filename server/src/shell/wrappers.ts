/**
 * Finds the command behind `sudo`, `env`, `exec`, … and `ip netns exec NAME`.
 * Options are those of sudo 1.9, doas, coreutils 9 and util-linux 2.38; a wrapper with an option that is not known here stays as it is.
 */
import { unknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import { isRoutingTool, namedWrapper } from './namedWrappers.ts';
import { toolNameOf } from './toolNames.ts';
import type { ShellWord } from './types.ts';

export interface Peeled {
  readonly words: readonly ShellWord[];
  readonly name: string | undefined;
  readonly netns: string | Unknown | undefined;
  /** The wrapper is named after what it does with a failure: `try ip …`. */
  readonly ignoresFailure?: boolean;
}

interface Wrapper {
  /** Letters of options that take a value. */
  readonly valued: string;
  /** Letters of options without a value. */
  readonly flags: string;
  /** `A=b` words before the command. */
  readonly assignments?: boolean;
  /** Words before the command that are not options: `timeout 5 ip …`. */
  readonly operands?: number;
}

const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: { valued: 'ugpCrtThRDUac', flags: 'AbEHknPSBNi', assignments: true },
  doas: { valued: 'uCa', flags: 'n' },
  env: { valued: 'uC', flags: 'i0v', assignments: true },
  exec: { valued: 'a', flags: 'cl' },
  command: { valued: '', flags: 'p' },
  builtin: { valued: '', flags: '' },
  nice: { valued: 'n', flags: '0123456789' },
  ionice: { valued: 'cn', flags: 't' },
  nohup: { valued: '', flags: '' },
  setsid: { valued: '', flags: 'cfw' },
  timeout: { valued: 'ks', flags: 'fpv', operands: 1 },
  stdbuf: { valued: 'ioe', flags: '' },
  busybox: { valued: '', flags: '' },
  chroot: { valued: '', flags: '', operands: 1 },
  flock: { valued: 'wE', flags: 'senuxoF', operands: 1 },
  chrt: { valued: 'TPD', flags: 'abdfiormpRv', operands: 1 },
  taskset: { valued: '', flags: 'ac', operands: 1 },
  chronic: { valued: '', flags: 've' },
  runuser: { valued: 'ugG', flags: '' },
  unshare: { valued: 'RwSG', flags: 'muinpUCTfrc' },
  nsenter: { valued: 'tSG', flags: 'muinpUCTrwFea' },
};

/** The innermost command of a list of words. */
export function peel(words: readonly ShellWord[], netns?: string | Unknown): Peeled {
  const first = words[0];
  const name = first === undefined ? undefined : toolNameOf(first);
  const wrapper = name === undefined ? undefined : lookupWrapper(name);
  const inner = wrapper === undefined ? undefined : skipWrapper(words, wrapper);
  if (inner !== undefined && inner.length > 0)
    return peel(inner, enteredNetns(name, words.slice(1, words.length - inner.length)) ?? netns);
  if (name === 'ip') {
    const exec = netnsExec(words) ?? vrfExec(words);
    if (exec !== undefined) return peel(exec.words, exec.netns ?? netns);
  }
  return peelByName(words, netns) ?? { words, name, netns };
}

/** The tool behind a wrapper that is known by its name alone. */
function peelByName(
  [first, ...rest]: readonly ShellWord[],
  netns: string | Unknown | undefined,
): Peeled | undefined {
  const wrapper = first === undefined || rest.length === 0 ? undefined : namedWrapper(first);
  if (wrapper === undefined) return undefined;
  const inner = peel(
    rest,
    wrapper.isElsewhere ? unknown('a variable may lead into another network namespace') : netns,
  );
  if (!isRoutingTool(inner.name)) return undefined;
  return wrapper.ignoresFailure ? { ...inner, ignoresFailure: true } : inner;
}

/** The network namespace that `unshare` makes or `nsenter` enters. */
function enteredNetns(
  name: string | undefined,
  options: readonly ShellWord[],
): string | Unknown | undefined {
  if (name !== 'unshare' && name !== 'nsenter') return undefined;
  for (const { value } of options) {
    if (typeof value !== 'string') continue;
    const given = /^(?:--net|--all|-[a-zA-Z]*[na][a-zA-Z]*)(?:=(.*))?$/s.exec(value);
    if (given === null) continue;
    const named = /^\/(?:var\/)?run\/netns\/([^/]+)$/.exec(given[1] ?? '')?.[1];
    return named ?? unknown('it is the network namespace of a process');
  }
  return undefined;
}

/** `ip vrf exec NAME command …`: the same namespace. */
function vrfExec(
  words: readonly ShellWord[],
): { readonly words: readonly ShellWord[]; readonly netns: undefined } | undefined {
  const isExec = /^vrf?$/.test(textAt(words, 1)) && /^ex?e?c?$/.test(textAt(words, 2));
  return isExec && words.length > 4 ? { words: words.slice(4), netns: undefined } : undefined;
}

function lookupWrapper(name: string): Wrapper | undefined {
  return Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
}

function skipWrapper(
  words: readonly ShellWord[],
  wrapper: Wrapper,
): readonly ShellWord[] | undefined {
  let at = 1;
  let operands = wrapper.operands ?? 0;
  for (; at < words.length; at++) {
    const value = words[at]?.value;
    if (typeof value !== 'string') {
      if (operands === 0) break;
      operands--;
    } else if (value === '--') {
      return words.slice(at + 1 + operands);
    } else if (value.startsWith('-') && value.length > 1) {
      const taken = optionLength(value, wrapper);
      if (taken === undefined) return undefined;
      at += taken - 1;
    } else if (wrapper.assignments === true && /^[A-Za-z_]\w*=/.test(value)) {
      continue;
    } else if (operands > 0) {
      operands--;
    } else {
      break;
    }
  }
  return words.slice(at);
}

/** How many words an option takes, or undefined if it is not one that we know. */
function optionLength(option: string, wrapper: Wrapper): 1 | 2 | undefined {
  if (option.startsWith('--'))
    return option.includes('=') ||
      /^--(?:preserve-env|non-interactive|set-home|ignore-environment|foreground|preserve-status|stdin|background|net|mount|uts|ipc|pid|user|all|fork|login)$/.test(
        option,
      )
      ? 1
      : undefined;
  for (let at = 1; at < option.length; at++) {
    const letter = option[at] ?? '';
    if (wrapper.valued.includes(letter)) return at === option.length - 1 ? 2 : 1;
    if (!wrapper.flags.includes(letter)) return undefined;
  }
  return 1;
}

/** `ip [options] netns exec NAME command …`. */
function netnsExec(
  words: readonly ShellWord[],
): { words: readonly ShellWord[]; netns: string | Unknown } | undefined {
  let at = 1;
  // Every `ip` command comes here.
  if (/^[^-n]/.test(textAt(words, 1))) return undefined;
  while (/^-[46]$|^-(?:br|o|j|s|d)/.test(textAt(words, at))) at++;
  if (!/^nets?n?s?$/.test(textAt(words, at)) || !/^ex?e?c?$/.test(textAt(words, at + 1)))
    return undefined;
  const name = words[at + 2];
  return name === undefined || words.length <= at + 3
    ? undefined
    : { words: words.slice(at + 3), netns: name.value };
}

function textAt(words: readonly ShellWord[], at: number): string {
  const value = words[at]?.value;
  return typeof value === 'string' ? value : '';
}
