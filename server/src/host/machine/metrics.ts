/** Metrics of a route (RTAX_*), as the kernel keeps them: ip_metrics_convert(), net/ipv4/metrics.c, v6.18. */
import { parseUnsignedC } from '../../net/address.ts';

/** The value of each metric that is not 0, as text; `lock` holds the names that stand behind `lock`. */
export type RouteMetrics = ReadonlyMap<string, string>;

export const noMetrics: RouteMetrics = new Map();

export interface WrittenMetric {
  readonly name: string;
  readonly value: string;
  readonly isLocked: boolean;
}

/** In the order of their numbers, in which `ip` shows them. */
const order = [
  'mtu',
  'window',
  'rtt',
  'rttvar',
  'ssthresh',
  'cwnd',
  'advmss',
  'reordering',
  'hoplimit',
  'initcwnd',
  'features',
  'rto_min',
  'initrwnd',
  'quickack',
  'congctl',
  'fastopen_no_cookie',
];

const highest: Readonly<Record<string, number>> = {
  mtu: 65_535 - 15,
  advmss: 65_535 - 40,
  hoplimit: 255,
};

/** What the kernel multiplies milliseconds by (iproute2 get_time_rtt() and its callers). */
const timeUnits: Readonly<Record<string, number>> = { rtt: 8, rttvar: 4, rto_min: 1 };

/** What is asked for, zeros included. */
export function metricsFrom(written: readonly WrittenMetric[]): RouteMetrics {
  if (written.length === 0) return noMetrics;
  const last = new Map(written.map((each) => [each.name, each]));
  const metrics = new Map<string, string>();
  for (const name of order) {
    const each = last.get(name);
    if (each !== undefined) metrics.set(name, valueOf(name, each.value));
  }
  const locked = order.filter((name) =>
    written.some((each) => each.name === name && each.isLocked),
  );
  if (locked.length > 0) metrics.set('lock', locked.join(' '));
  return metrics;
}

function valueOf(name: string, text: string): string {
  const unit = timeUnits[name];
  if (unit !== undefined) return timeOf(text, unit);
  const number = parseUnsignedC(text);
  return number === undefined ? text : String(Math.min(number, highest[name] ?? number));
}

/** A number alone counts in the kernel's units. */
function timeOf(text: string, unit: number): string {
  const [, amount = text, suffix = ''] = /^([\d.]+)([a-z]*)$/.exec(text) ?? [];
  if (suffix === '') return String(Math.ceil(Number(amount)));
  return String(Math.ceil(Number(amount) * (suffix.startsWith('s') ? 1000 : 1)) * unit);
}

/** Two routes share their metrics. */
export function sameMetrics(a: RouteMetrics, b: RouteMetrics): boolean {
  return matchesMetrics(a, b) && matchesMetrics(b, a);
}

/** fib_metrics_match(): what is not asked for agrees with any. */
export function matchesMetrics(asked: RouteMetrics, has: RouteMetrics): boolean {
  for (const [name, value] of asked) if ((has.get(name) ?? '0') !== value) return false;
  return true;
}

/** As in a command. */
export function formatMetrics(metrics: RouteMetrics): string {
  const locked = new Set(metrics.get('lock')?.split(' '));
  return [...metrics]
    .filter(([name, value]) => name !== 'lock' && (value !== '0' || locked.has(name)))
    .map(([name, value]) => `${name} ${locked.has(name) ? 'lock ' : ''}${shown(name, value)}`)
    .join(' ');
}

function shown(name: string, value: string): string {
  const unit = timeUnits[name];
  return unit === undefined ? value : `${Math.floor(Number(value) / unit)}ms`;
}

/** As `ip` writes them: that of the source before that of the destination. */
export function formatRealms(realms: number): string {
  const [from, to] = [Math.floor(realms / 65_536), realms % 65_536];
  return from === 0 ? String(to) : `${from}/${to}`;
}
