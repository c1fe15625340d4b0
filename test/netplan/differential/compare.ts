/** The reader's verdict beside netplan's: equal, or how they differ. */
import { readNetplan } from '../../../server/src/netplan/read.ts';
import { isIgnored, readNetplanTree } from '../../../server/src/netplan/tree.ts';
import type { NetplanVersion } from '../../../server/src/netplan/version.ts';
import { parseYaml } from '../../../server/src/yaml/parse.ts';
import type { GeneratedFile } from './generate.ts';
import type { OracleVerdict } from './oracle.ts';

export type Difference = 'false error' | 'missed' | 'line';

export interface Verdict {
  readonly ok: boolean;
  /** `file:line rule why`. */
  readonly errors: readonly string[];
  /** netplan's words as our errors and warnings quote them. */
  readonly quoted: readonly string[];
  /** `file:line` of every place that an error or a related place covers. */
  readonly lines: ReadonlySet<string>;
  /** By file. */
  readonly nLines: ReadonlyMap<string, number>;
}

/** What the reader says of files. */
export function judgeFiles(files: readonly GeneratedFile[], target: NetplanVersion): Verdict {
  const documents = files.map(({ name, text }) => {
    const yaml = parseYaml(text);
    return { id: name, path: name, text, yaml, netplan: readNetplan(yaml, name) };
  });
  const tree = readNetplanTree(documents, target);
  const own = documents
    .filter(({ id }) => tree.files.includes(id))
    .flatMap(({ id, netplan }) => netplan.problems.map((problem) => ({ file: id, problem })))
    .filter(({ file, problem }) => !isIgnored(tree, { file, span: problem.span }));
  const all = [...own, ...tree.problems];
  const quoted = all.map(({ problem }) => /"(.*)"/s.exec(problem.why)?.[1] ?? problem.why);
  const errors = all.filter(({ problem }) => problem.rule !== 'netplan-warning');
  const lines = new Set<string>();
  const words = errors.map(({ file, problem }) => {
    const text = documents.find(({ id }) => id === file)?.text ?? '';
    for (const { start, end } of [problem.span, ...(problem.related ?? []).map(({ span }) => span)])
      for (let line = lineOf(text, start); line <= lineOf(text, Math.max(start, end - 1)); line++)
        lines.add(`${file}:${line}`);
    return `${file}:${lineOf(text, problem.span.start)} ${problem.rule} ${problem.why}`;
  });
  const nLines = new Map(documents.map(({ id, text }) => [id, lineOf(text, text.length)]));
  return { ok: errors.length === 0, errors: words, quoted, lines, nLines };
}

/** How two verdicts differ; undefined: they do not. */
export function differenceOf(verdict: Verdict, oracle: OracleVerdict): Difference | undefined {
  if (verdict.ok !== oracle.ok) return oracle.ok ? 'false error' : 'missed';
  const { ok, file, line } = oracle;
  if (ok || file === undefined || line === undefined) return undefined;
  // Of a text without a last line break, libyaml names the line behind the last.
  const last = verdict.nLines.get(file) ?? line;
  return verdict.lines.has(`${file}:${Math.min(line, last)}`) ? undefined : 'line';
}

/** True if some words of ours are netplan's. */
export function quotes({ quoted }: Verdict, { message }: OracleVerdict): boolean {
  return quoted.some((words) => message.includes(words));
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|[\n\r]/).length;
}
