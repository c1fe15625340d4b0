/**
 * Entry of the netfilter readers: which tool is called, and where its rules stand
 * (arguments, a here-document, a file). Nothing is executed; nothing throws on any text.
 */
import { isUnknown } from '../base/fact.ts';
import type { Family } from '../net/address.ts';
import type { CommandContext, ShellCommand, ShellWord } from '../shell/types.ts';
import { readIptables } from './iptables/command.ts';
import { readRestore } from './iptables/restore.ts';
import { readRuleset } from './nft/ruleset.ts';
import { argumentSource, fileSource, hereDocumentSource } from './source.ts';
import type { NetfilterReading, NetfilterStep } from './types.ts';

const bootContext: CommandContext = {
  conditional: false,
  loop: false,
  failureIgnored: false,
  trap: false,
};

/** What a command of a script does to the rules, or undefined if it is no netfilter tool. */
export function readNetfilterCommand(
  command: ShellCommand,
  fileId: string,
): NetfilterReading | undefined {
  const name = /^(ip6?tables|nft)(-restore)?(?:-(?:nft|legacy))?(-restore)?$/.exec(
    command.name ?? '',
  );
  if (name === null) return undefined;
  const [, tool, early, late] = name;
  if (tool === 'nft')
    return early === undefined && late === undefined ? readNftCommand(command, fileId) : undefined;
  const family: Family = tool === 'ip6tables' ? 6 : 4;
  if (early !== undefined || late !== undefined) return readRestoreCommand(command, family, fileId);
  const { span, context } = command;
  const words = command.words.slice(1);
  return {
    steps: readIptables({ words, family, table: 'filter', span, file: fileId, context }),
    problems: [],
  };
}

/** A file that iptables-restore loads at boot (`/etc/iptables/rules.v4`, `rules.v6`). */
export function readIptablesRestoreFile(text: string, fileId: string): NetfilterReading {
  const family: Family = /(?:v6|ip6tables)[^/]*$/.test(fileId) ? 6 : 4;
  const source = fileSource(text);
  return {
    steps: readRestore({ source, family, file: fileId, context: bootContext, keepsTables: false }),
    problems: [],
  };
}

/** A file of nft: `/etc/nftables.conf`, `*.nft`. Syntax errors are problems of the rule `nft-syntax`. */
export function readNftFile(text: string, fileId: string): NetfilterReading {
  return readRuleset({
    source: fileSource(text),
    file: fileId,
    context: bootContext,
    whole: undefined,
  });
}

function readRestoreCommand(command: ShellCommand, family: Family, file: string): NetfilterReading {
  const { input, context, words } = command;
  const isTest = words.some((word) => word.value === '-t' || word.value === '--test');
  if (isTest) return { steps: [], problems: [] };
  if (input === undefined) return { steps: [elsewhere(command, file)], problems: [] };
  const keepsTables = words.some((word) => word.value === '-n' || word.value === '--noflush');
  const source = hereDocumentSource(input);
  return { steps: readRestore({ source, family, file, context, keepsTables }), problems: [] };
}

/** Options of nft that take a word (nft(8)): include path, define, file. */
const nftOptionsWithWord = new Set(['-I', '--includepath', '-D', '--define', '-f', '--file']);

function readNftCommand(command: ShellCommand, file: string): NetfilterReading {
  const { words, context, span } = command;
  let at = 1;
  let rulesetFile: ShellWord | undefined;
  for (; at < words.length; at++) {
    const option = words[at]?.value;
    if (typeof option !== 'string' || !/^-\D/.test(option)) break;
    if (option === '-c' || option === '--check' || /^-[a-z]*c[a-z]*$/.test(option))
      return { steps: [], problems: [] };
    if (!nftOptionsWithWord.has(option)) continue;
    at++;
    if (option === '-f' || option === '--file') rulesetFile = words[at];
  }
  if (rulesetFile === undefined) {
    const source = argumentSource(words.slice(at));
    return readRuleset({ source, file, context, whole: span });
  }
  const isStandardInput = rulesetFile.value === '-' || rulesetFile.value === '/dev/stdin';
  if (!isStandardInput || command.input === undefined) {
    return {
      steps: [elsewhere(command, file, isStandardInput ? undefined : rulesetFile)],
      problems: [],
    };
  }
  return readRuleset({
    source: hereDocumentSource(command.input),
    file,
    context,
    whole: undefined,
  });
}

/** Rules that stand in another file, or come from a pipe. */
function elsewhere(
  command: ShellCommand,
  file: string,
  target = inputFile(command),
): NetfilterStep {
  const origin = { file, span: command.span };
  if (target === undefined || isUnknown(target.value)) {
    return { kind: 'unmodelled', origin, reason: 'the rules come from somewhere else' };
  }
  const fact = { value: target.value, origin: { file, span: target.span } };
  return {
    kind: 'unmodelled',
    origin,
    reason: `the rules stand in \`${target.value}\``,
    file: fact,
  };
}

function inputFile(command: ShellCommand): ShellWord | undefined {
  return command.redirections.find((redirection) => redirection.operator.endsWith('<'))?.target;
}
