/** `routelens check`: reads hosts and reports what is wrong with them. */
import type { SourceFile } from '../base/sourceFile.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import { createAnalyzer, type Analyzer } from '../workspace/analyzer.ts';
import { readInputs, type HostInput } from './inputs.ts';
import {
  compareFindings,
  countSeverity,
  locate,
  type CheckResult,
  type LocatedFinding,
} from './located.ts';
import { reportGithub } from './reporters/github.ts';
import { reportJson } from './reporters/json.ts';
import { reportSarif } from './reporters/sarif.ts';
import { nothingChecked, reportText } from './reporters/text.ts';
import { givenFile, isNameWithoutInput, type StandardInputOptions } from './standardInput.ts';
import { printedPath, type ExitStatus, type Terminal } from './terminal.ts';
import { version } from './version.ts';

export const checkFormats = ['text', 'json', 'sarif', 'github'] as const;
export type CheckFormat = (typeof checkFormats)[number];

export interface CheckOptions extends StandardInputOptions {
  readonly format: CheckFormat;
  readonly kernel: KernelProfile;
  /** netplan version of the hosts; undefined: the newest one. */
  readonly netplan: string | undefined;
  /** More warnings than this are a failure; undefined: any number is allowed. */
  readonly maxWarnings: number | undefined;
}

export function runCheck(
  paths: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): ExitStatus {
  if (isNameWithoutInput(paths, options, terminal)) return 2;
  const given = givenFile(paths, options, terminal);
  const { hosts, unreadable } = readInputs(
    paths.filter((path) => path !== '-'),
    terminal.directory,
    given,
  );
  for (const sentence of unreadable) terminal.complain(sentence);
  for (const path of hosts.flatMap(({ tooLarge }) => tooLarge))
    terminal.complain(`left out ${path}, which is larger than 5 MB: name it to have it read`);
  const result = checkHosts(hosts, options, terminal.directory);
  if (hosts.length > 0 || unreadable.length === 0)
    terminal.print(render(result, options.format, terminal));
  if (
    result.nFiles === 0 &&
    unreadable.length === 0 &&
    given === undefined &&
    options.format !== 'text'
  )
    terminal.complain(nothingChecked);
  return unreadable.length > 0 ? 2 : exitStatus(result, options);
}

function checkHosts(
  hosts: readonly HostInput[],
  { kernel, netplan }: CheckOptions,
  directory: string,
): CheckResult {
  const analyzer = createAnalyzer();
  const checked = hosts.map((host) => checkOne(host, { analyzer, kernel, netplan, directory }));
  return {
    nFiles: checked.reduce((sum, { nFiles }) => sum + nFiles, 0),
    findings: checked.flatMap(({ findings }) => findings).toSorted(compareFindings),
  };
}

interface CheckContext {
  readonly analyzer: Analyzer;
  readonly kernel: KernelProfile;
  readonly netplan: string | undefined;
  readonly directory: string;
}

function checkOne(
  { root, files, shown }: HostInput,
  { analyzer, kernel, netplan, directory }: CheckContext,
): CheckResult {
  const { host, findings } = analyzer.analyze(files, {
    kernel,
    ...(netplan === undefined ? {} : { netplanVersion: netplan }),
    isTree: root.isTree,
  });
  const byId = new Map<string, SourceFile>(files.map((file) => [file.id, file]));
  const names = {
    sourceOf: (id: string) => byId.get(id),
    pathOf: (id: string) => printedPath(directory, id),
  };
  const located = findings
    .filter(({ origin }) => shown.has(origin.file))
    .map((finding): LocatedFinding => locate(finding, names));
  return {
    nFiles: host.documents.filter(({ kind, file }) => kind !== 'other' && shown.has(file.id))
      .length,
    findings: located,
  };
}

function render(result: CheckResult, format: CheckFormat, { paint }: Terminal): string {
  switch (format) {
    case 'text':
      return reportText(result, paint);
    case 'json':
      return reportJson(result);
    case 'sarif':
      return reportSarif(result, version);
    case 'github':
      return reportGithub(result);
  }
}

function exitStatus(result: CheckResult, { maxWarnings }: CheckOptions): ExitStatus {
  if (countSeverity(result, 'error') > 0) return 1;
  return maxWarnings !== undefined && countSeverity(result, 'warning') > maxWarnings ? 1 : 0;
}
