/** What has to work once a change is live, as people write it. */
import type { Probe } from './applyChange.ts';

/** `gateway`, `ping:192.0.2.1`, `dns:example.org`, `url:https://example.org/`; undefined for anything else. */
export function parseProbe(text: string): Probe | undefined {
  if (text === 'gateway') return { kind: 'gateway' };
  const [, kind, target = ''] = /^(ping|dns|url):(.+)$/s.exec(text) ?? [];
  // What begins with a dash would be an option of the program that asks.
  if (target === '' || target.startsWith('-')) return undefined;
  return kind === 'ping' || kind === 'dns' || kind === 'url' ? { kind, target } : undefined;
}
