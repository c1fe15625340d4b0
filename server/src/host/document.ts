/**
 * Reads one file into the facts of that file alone.
 * Invariant: what a document says depends on its text and on the texts that it sources only (`sourcing.ts`),
 * so that it can be kept as long as they stay.
 */
import { createMemo } from '../base/pieces.ts';
import type { Problem } from '../base/problem.ts';
import type { SourceFile } from '../base/sourceFile.ts';
import { readBatchInput, readIpBatchFile } from '../iproute/batch/read.ts';
import { readBondCommand } from '../formats/bondFiles.ts';
import { readCron } from '../formats/cron/read.ts';
import { readInterfaces } from '../formats/ifupdown/read.ts';
import { readNetToolsCommand } from '../formats/netTools.ts';
import { readNetworkd } from '../formats/networkd/read.ts';
import { readUnit } from '../formats/systemd/read.ts';
import type { FormatReading } from '../formats/types.ts';
import { readWgQuick } from '../formats/wireguard/read.ts';
import { readIpCommand } from '../iproute/read.ts';
import { readRtTablesAppend } from '../iproute/rtTables.ts';
import { readIpsetCommand } from '../netfilter/ipset/read.ts';
import {
  familyOfRuleFile,
  readIptablesRestoreFile,
  readNetfilterCommand,
  readNftFile,
  readUfwRules,
} from '../netfilter/read.ts';
import type { NetfilterReading } from '../netfilter/types.ts';
import { parseShell } from '../shell/parse.ts';
import { templateSource } from '../shell/templateSource.ts';
import type { TextSource } from '../shell/textSource.ts';
import { carriageReturnProblems, shellProblems } from '../shell/problems.ts';
import type { ShellCommand, ShellScript, SourceRequest } from '../shell/types.ts';
import { readSysctlCommand } from '../sysctl/readCommand.ts';
import { readSysctlFile } from '../sysctl/readFile.ts';
import { fileKindOf } from './fileKind.ts';
import { impliedStep } from './formatStep.ts';
import { isDownHook } from './hooks.ts';
import type { Document, ScriptStep, SettingsKind } from './model.ts';
import { readNetplanDocument } from './netplanDocument.ts';
import { createHostFiles, findSourced, sourcesTools, type HostFiles } from './sourcing.ts';
import { unitFilesOf, unitInputs } from './unitFiles.ts';

/**
 * Reads a file by its kind. Never throws; what cannot be read is in `problems`.
 * `previous` is the same file before an edit: what did not change is not read again, and `previous` is used up by that.
 * `files` are those that a script can source.
 */
export function readDocument(
  file: SourceFile,
  previous?: Document,
  files: HostFiles = noFiles,
): Document {
  const kind = fileKindOf(file.path, file.text, file.languageId);
  switch (kind) {
    case 'netplan':
      return readNetplanDocument(file, previous);
    case 'shell':
      return readScript(file, files, previous);
    case 'sysctl': {
      const sysctl = readSysctlFile(file.text, file.id);
      return { kind, file, sysctl, problems: sysctl.problems };
    }
    case 'nft':
    case 'iptables-restore': {
      const source = templateSource(file.text, holesOf(kind, file));
      const netfilter = kind === 'nft' ? readNftFile(source, file.id) : readRuleFile(file, source);
      // What blocks leave of a rule set, and how often, tells only the filled text.
      const problems = source.hasBlocks === true ? [] : netfilter.problems;
      return { kind, file, netfilter: netfilter.steps, problems };
    }
    case 'ip-batch':
      return readBatch(file);
    case 'rt_tables':
      return { kind, file, problems: [] };
    case 'other':
      return sourcesTools(file, files)
        ? readScript(file, files, previous)
        : { kind, file, problems: [] };
    default:
      return readSettings(kind, file, files);
  }
}

/** Where the tool itself looks nothing fills in `${WAN}`: it is a mistake there. */
function holesOf(
  kind: 'nft' | 'iptables-restore',
  { path }: SourceFile,
): 'none' | 'braced' | 'all' {
  if (path.startsWith('etc/')) return 'none';
  return kind === 'nft' ? 'braced' : 'all';
}

const noFiles = createHostFiles([]);

function readScript(file: SourceFile, files: HostFiles, before: Document | undefined): Document {
  const resolve = (request: SourceRequest): SourceFile | undefined =>
    findSourced(request, file, files);
  const previous = before?.kind === 'shell' ? before.script : undefined;
  const script = readHook(file, parseShell(file.text, { resolve, previous }));
  const executed = script.executed.flatMap((command) =>
    recallStep(command, command.file ?? file.id),
  );
  const steps = executed.filter(({ command }) => command.file === undefined);
  const problems: Problem[] = [...carriageReturnProblems(file.text), ...shellProblems(script)];
  return {
    kind: 'shell',
    file,
    script,
    steps,
    executed,
    problems: [...problems, ...stepProblems(steps)],
  };
}

/** A script that runs when a link goes is all teardown. */
function readHook({ path }: SourceFile, script: ShellScript): ShellScript {
  if (!isDownHook(path)) return script;
  const down = (command: ShellCommand): ShellCommand => ({
    ...command,
    context: { ...command.context, caseLabel: 'down' },
  });
  return { ...script, commands: script.commands.map(down), executed: script.executed.map(down) };
}

/** What the readers of the tools refuse. */
function stepProblems(steps: readonly ScriptStep[]): readonly Problem[] {
  const running = steps.filter(
    ({ command: { context } }) => context.neverRuns !== true && context.probe !== true,
  );
  return running.flatMap((step) => [
    ...(step.ip?.problems ?? []),
    ...(step.batchProblems ?? []),
    ...(step.netfilter?.problems ?? []),
    ...(step.sysctl?.problems ?? []),
  ]);
}

function readSettings(kind: SettingsKind, file: SourceFile, files: HostFiles): Document {
  if (kind === 'unit') return readUnitFile(file, files);
  const { steps: written, script, problems } = readFormat(kind, file);
  const steps = written.flatMap((step) => impliedStep(step) ?? readStep(step.command, file.id));
  return { kind, file, script, steps, problems: [...problems, ...stepProblems(steps)] };
}

function readUnitFile(file: SourceFile, files: HostFiles): Document {
  const around = unitFilesOf(file, files);
  const {
    steps: written,
    script,
    problems,
  } = readUnit(file.text, {
    path: file.path,
    fragments: around.fragments.map(({ text }) => text),
    index: around.fragments.findIndex(({ id }) => id === file.id),
    findFiles: (path) => around.environment.get(path)?.map(({ text }) => text),
  });
  const steps = written.flatMap(({ command }) => readStep(command, file.id));
  const all = [...problems, ...stepProblems(steps)];
  return { kind: 'unit', file, script, steps, inputs: unitInputs(around), problems: all };
}

function readFormat(
  kind: Exclude<SettingsKind, 'unit'>,
  { text, path, id }: SourceFile,
): FormatReading {
  switch (kind) {
    case 'interfaces':
      return readInterfaces(text, id);
    case 'wg-quick':
      return readWgQuick(text, path, id);
    case 'networkd':
      return readNetworkd(text, { path, file: id });
    case 'cron':
      return readCron(text, path);
  }
}

function readBatch(file: SourceFile): Document {
  const { steps, problems } = readIpBatchFile(file.text, file.id);
  const all = [...problems, ...steps.flatMap(({ ip }) => ip.problems)];
  return { kind: 'ip-batch', file, steps, problems: all };
}

const stepsOfCommand = createMemo<readonly ScriptStep[]>();

/** A command of a script that did not change since the last text says the same. */
function recallStep(command: ShellCommand, file: string): readonly ScriptStep[] {
  return stepsOfCommand.recall(command, [file], () => readStep(command, file));
}

function readStep(command: ShellCommand, file: string): readonly ScriptStep[] {
  const ip = readIpCommand(command, file);
  if (ip !== undefined) {
    const input = readBatchInput(command, ip, file);
    return input === undefined
      ? [{ command, ip }]
      : [{ command, ip, batchProblems: input.problems }, ...input.steps];
  }
  const netfilter = readNetfilterCommand(command, file);
  if (netfilter !== undefined) return [{ command, netfilter }];
  const ipset = readIpsetCommand(command, file);
  if (ipset !== undefined) return [{ command, ipset }];
  const sysctl = readSysctlCommand(command, file);
  if (sysctl !== undefined) return [{ command, sysctl }];
  const tableNames = readRtTablesAppend(command);
  if (tableNames !== undefined) return [{ command, tableNames }];
  const steps = readBondCommand(command, file) ?? readNetToolsCommand(command, file) ?? [];
  return steps.flatMap((step) => impliedStep(step) ?? []);
}

function readRuleFile({ path, id }: SourceFile, source: TextSource): NetfilterReading {
  const family = familyOfRuleFile(path, source.text);
  return /(?:^|\/)ufw\/[^/]+$/.test(path)
    ? readUfwRules(source, id, family)
    : readIptablesRestoreFile(source, id, family);
}
