/** `routelens explain RULE`: the page of a rule, which lies beside the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulePage } from '../ide/ruleDocs.ts';
import { rules } from '../rules/index.ts';
import { nearestName } from './nearestName.ts';
import type { ExitStatus, Terminal } from './terminal.ts';

export interface ExplainOptions {
  /** The folder that holds `docs/`. */
  readonly packageRoot: string;
  readonly format: 'text' | 'json';
}

/** Prints the page, or says that there is no such rule. */
export function runExplain(
  rule: string,
  { packageRoot, format }: ExplainOptions,
  terminal: Terminal,
): ExitStatus {
  const found = rules.find(({ id }) => id === rule);
  if (found === undefined) {
    const near = nearestName(
      rule,
      rules.map(({ id }) => id),
    );
    terminal.complain(
      `there is no rule ${rule}${near === undefined ? '' : `; did you mean ${near}?`}`,
    );
    return 2;
  }
  const { id, severity, summary } = found;
  const page =
    readPage(join(packageRoot, 'docs', 'rules', `${id}.md`)) ?? `${id} (${severity}): ${summary}\n`;
  terminal.print(
    format === 'text'
      ? page
      : `${JSON.stringify({ version: 1, rule: id, severity, summary, docs: rulePage(id), page }, null, 2)}\n`,
  );
  return 0;
}

function readPage(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
