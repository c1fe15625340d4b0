/** `routelens explain RULE`: the page of a rule, which lies beside the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../rules/index.ts';
import { nearestName } from './nearestName.ts';
import type { ExitStatus, Terminal } from './terminal.ts';

/** `packageRoot` is the folder that holds `docs/`. */
export function runExplain(rule: string, packageRoot: string, terminal: Terminal): ExitStatus {
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
  const page = readPage(join(packageRoot, 'docs', 'rules', `${found.id}.md`));
  terminal.print(page ?? `${found.id} (${found.severity}): ${found.summary}\n`);
  return 0;
}

function readPage(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
