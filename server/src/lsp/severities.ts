/** Severities that the user has chosen for single rules. */
import type { Finding } from '../rules/define.ts';
import type { Settings } from './settings.ts';

/** The findings without the rules that are off, and with the chosen severities. */
export function applySeverities(
  findings: readonly Finding[],
  { rules }: Settings,
): readonly Finding[] {
  if (rules.size === 0) return findings;
  return findings.flatMap((finding) => {
    const severity = rules.get(finding.rule);
    if (severity === 'off') return [];
    return [severity === undefined ? finding : { ...finding, severity }];
  });
}
