/**
 * Reads one file into the facts of that file alone.
 * Invariant: what a document says depends on its text only, so that it can be kept as long as the text stays.
 */
import type { Problem } from '../base/problem.ts';
import type { SourceFile } from '../base/sourceFile.ts';
import { readIpCommand } from '../iproute/read.ts';
import { readRtTablesAppend } from '../iproute/rtTables.ts';
import { readIptablesRestoreFile, readNetfilterCommand, readNftFile } from '../netfilter/read.ts';
import { readNetplan } from '../netplan/read.ts';
import { parseShell } from '../shell/parse.ts';
import { carriageReturnProblems, shellProblems } from '../shell/problems.ts';
import type { ShellCommand } from '../shell/types.ts';
import { readSysctlCommand, readSysctlFile } from '../sysctl/read.ts';
import { parseYaml } from '../yaml/parse.ts';
import { fileKindOf } from './fileKind.ts';
import type { Document, ScriptStep } from './model.ts';

/**
 * Reads a file by its kind. Never throws; what cannot be read is in `problems`.
 * `previous` is the same file before an edit: what did not change is not read again.
 */
export function readDocument(file: SourceFile, previous?: Document): Document {
  const kind = fileKindOf(file.path, file.text, file.languageId);
  switch (kind) {
    case 'netplan': {
      const yaml = parseYaml(file.text, previous?.kind === 'netplan' ? previous.yaml : undefined);
      const netplan = readNetplan(yaml, file.id);
      return { kind, file, yaml, netplan, problems: netplan.problems };
    }
    case 'shell':
      return readScript(file);
    case 'sysctl': {
      const sysctl = readSysctlFile(file.text, file.id);
      return { kind, file, sysctl, problems: sysctl.problems };
    }
    case 'nft':
    case 'iptables-restore': {
      const read = kind === 'nft' ? readNftFile : readIptablesRestoreFile;
      const netfilter = read(file.text, file.id);
      return { kind, file, netfilter: netfilter.steps, problems: netfilter.problems };
    }
    case 'ip-batch':
    case 'rt_tables':
    case 'other':
      return { kind, file, problems: [] };
  }
}

function readScript(file: SourceFile): Document {
  const script = parseShell(file.text);
  const steps = script.commands.flatMap((command) => readStep(command, file.id));
  const problems: Problem[] = [...carriageReturnProblems(file.text), ...shellProblems(script)];
  for (const step of steps) {
    problems.push(
      ...(step.ip?.problems ?? []),
      ...(step.netfilter?.problems ?? []),
      ...(step.sysctl?.problems ?? []),
    );
  }
  return { kind: 'shell', file, script, steps, problems };
}

function readStep(command: ShellCommand, file: string): ScriptStep[] {
  const ip = readIpCommand(command, file);
  if (ip !== undefined) return [{ command, ip }];
  const netfilter = readNetfilterCommand(command, file);
  if (netfilter !== undefined) return [{ command, netfilter }];
  const sysctl = readSysctlCommand(command, file);
  if (sysctl !== undefined) return [{ command, sysctl }];
  const tableNames = readRtTablesAppend(command);
  return tableNames === undefined ? [] : [{ command, tableNames }];
}
