/** `check --format sarif`: SARIF 2.1.0, for code scanning. */
import { rulePage } from '../../ide/ruleDocs.ts';
import { rules } from '../../rules/index.ts';
import type { Severity } from '../../rules/define.ts';
import type { CheckResult, LocatedFinding, LocatedPlace } from '../located.ts';

export function reportSarif({ findings }: CheckResult, version: string): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'routelens',
            version,
            informationUri: 'https://github.com/routelens/routelens',
            rules: rules.map(({ id, summary, severity }) => ({
              id,
              shortDescription: { text: summary },
              helpUri: rulePage(id),
              defaultConfiguration: { level: level(severity) },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map(toResult),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function toResult({ finding, place, related }: LocatedFinding): unknown {
  return {
    ruleId: finding.rule,
    level: level(finding.severity),
    message: { text: `${finding.what}\n${finding.why}\n${finding.todo}` },
    locations: [{ physicalLocation: physical(place) }],
    relatedLocations: related.map((other, id) => ({
      id,
      physicalLocation: physical(other),
      message: { text: other.message },
    })),
  };
}

function physical({ file, range: { start, end } }: LocatedPlace): unknown {
  return {
    artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
    region: {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
    },
  };
}

function level(severity: Severity): string {
  return severity === 'error' || severity === 'warning' ? severity : 'note';
}
