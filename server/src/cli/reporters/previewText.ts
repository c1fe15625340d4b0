/** `preview --format text`: a bar for each member, a table of flows, and what cannot be known. */
import { flowsOf } from '../../ide/preview.ts';
import { formatAddress } from '../../net/address.ts';
import type { Flow } from '../../net/flow.ts';
import { protocolName } from '../../net/protocol.ts';
import { deciderText } from '../../simulate/policyText.ts';
import type { Distribution, Group, MemberShare } from '../../simulate/types.ts';
import type { Paint } from '../paint.ts';
import type { PreviewReport } from '../preview.ts';

const barWidth = 40;
/** A table for people to look at; `--format json` has them all. */
const maxFlows = 20;

export function reportPreviewText(report: PreviewReport, paint: Paint): string {
  const blocks = [
    ...report.distributions.map((distribution) => block(report, distribution, paint)),
    ...report.refusals.map(
      ({ group, reason }) => `${heading(report, group, paint)}\n  not previewed: ${reason}\n`,
    ),
  ];
  return blocks.length === 0
    ? `${report.file}: no multipath route or balancing rule here\n`
    : blocks.join('\n');
}

function block(report: PreviewReport, distribution: Distribution, paint: Paint): string {
  const { group, members, notes } = distribution;
  const flows = flowsOf(distribution, report.flows);
  return [
    `${heading(report, group, paint)} ${decidedBy(distribution)}`,
    '',
    ...memberTable(members, paint),
    '',
    `  ${flows.length} flows (${distribution.profile})`,
    ...flowTable(distribution, flows, paint),
    ...notes.map((note) => `  ${paint.yellow('note')} ${note}`),
    '',
  ].join('\n');
}

function heading({ fileOf, rangeOf }: PreviewReport, group: Group, paint: Paint): string {
  const family = group.kind === 'bond' ? '' : ` (IPv${group.family})`;
  return `${paint.bold(`${fileOf(group)}:${rangeOf(group).start.line}`)} ${group.name}${family}`;
}

function decidedBy({ group, policy, seed, exact, members }: Distribution): string {
  if (group.kind === 'bond') return deciderText(group, policy);
  if (group.kind === 'balance') {
    const text = deciderText(group, policy);
    return seed === null ? text : `${text}, seed ${seed}`;
  }
  // Kernels before 4.4 hash nothing: there is neither an answer nor a range, and the notes say why.
  const isHashed = exact || members.some(({ low }) => low !== undefined);
  if (!isHashed) return 'by weight, without a hash';
  const key = seed === null ? 'random seed at each boot' : `seed ${seed}`;
  return `${deciderText(group, policy)} (policy ${policy}), ${key}`;
}

function memberTable(members: readonly MemberShare[], paint: Paint): string[] {
  const names = members.map(nameOf);
  const width = Math.max(...names.map((name) => name.length));
  return members.map((member, i) => {
    const { predicted, configured, low, high, flows } = member;
    const spread =
      low === undefined || high === undefined
        ? ''
        : `, ${percent(low)} to ${percent(high)} with 9 of 10 seeds`;
    const bar = paint.cyan(drawBar(predicted).padEnd(barWidth));
    return `  ${(names[i] ?? '').padEnd(width)} ${bar} ${percent(predicted).padStart(7)}  ${paint.dim(`configured ${percent(configured)}, ${flows} flows${spread}`)}`;
  });
}

function nameOf({
  device,
  gateway,
  label,
}: Pick<MemberShare, 'device' | 'gateway' | 'label'>): string {
  if (label !== undefined) return device === undefined ? label : `${label} (${device})`;
  if (device === undefined) return gateway ?? '?';
  return gateway === undefined ? device : `${device} via ${gateway}`;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Blocks of an eighth of a character. */
function drawBar(share: number): string {
  const n = Math.round(Math.max(0, Math.min(1, share)) * barWidth * 8);
  return '█'.repeat(n >> 3) + (eighths[n & 7] ?? '');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function flowTable(
  { flows: decisions, members, exact }: Distribution,
  flows: readonly Flow[],
  paint: Paint,
): string[] {
  // Without a known key no flow has an answer, so a table would say the same in every row.
  if (!exact && decisions.every(({ member }) => member === null)) return [];
  const rows = flows.slice(0, maxFlows).map((flow, i) => {
    const { member = null, why } = decisions[i] ?? {};
    const chosen = member === null ? undefined : members.find(({ index }) => index === member);
    return [...describeFlow(flow), chosen === undefined ? `unknown: ${why ?? ''}` : nameOf(chosen)];
  });
  const lines = alignColumns([['source', 'destination', 'protocol', 'nexthop'], ...rows]);
  const more =
    flows.length > maxFlows
      ? [paint.dim(`  and ${flows.length - maxFlows} more; --format json has them all`)]
      : [];
  return [...lines.map((line, i) => (i === 0 ? paint.dim(`  ${line}`) : `  ${line}`)), ...more];
}

function describeFlow({ src, dst, proto, sport, dport }: Flow): string[] {
  const end = (address: string, port: number): string => {
    const shown = address.includes(':') ? `[${address}]` : address;
    return port === 0 ? address : `${shown}:${port}`;
  };
  return [end(formatAddress(src), sport), end(formatAddress(dst), dport), protocolName(proto)];
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
