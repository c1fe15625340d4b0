/** A gateway that no prefix of its link covers: the kernel refuses the route. */
import { isUnknown, known } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import type { Host, Refusal } from '../host/model.ts';
import { formatAddress } from '../net/address.ts';
import { formatPrefix } from '../net/prefix.ts';
import { defineRule, type Fix } from './define.ts';
import { documentOf, indentAt } from './fixes/lines.ts';
import { listNames } from './wording.ts';

export const gatewayNotOnlink = defineRule({
  id: 'gateway-not-onlink',
  severity: 'error',
  summary: 'Gateway outside every prefix of its link',
  fix: 'suggestion',
  check(host, report) {
    for (const refusal of host.refusals) {
      const { nexthop, addresses, route } = refusal;
      const via = known(nexthop.via);
      const link = known(nexthop.dev);
      if (via === undefined || link === undefined || nexthop.via === undefined) continue;
      const prefixes = addresses
        .map((address) => known(address.prefix))
        .filter((prefix) => prefix !== undefined);
      const name = codeSpan(link);
      report(nexthop.via.origin, {
        what: `${codeSpan(formatAddress(via))} is not on any network of ${name}, which has ${listNames(prefixes.map((prefix) => formatPrefix(prefix)))}`,
        why:
          route.language === 'netplan'
            ? 'netplan accepts it, but networkd cannot set the route: the kernel says "Nexthop has invalid gateway"'
            : 'the kernel refuses the route: "Error: Nexthop has invalid gateway."',
        todo: `correct the gateway, give ${name} an address on its network, or say that it is reached directly (${route.language === 'netplan' ? codeSpan('on-link: true') : codeSpan('onlink')})`,
        related: addresses
          .filter((address) => !isUnknown(address.prefix.value))
          .map((address) => ({
            origin: address.prefix.origin,
            message: `${name} gets an address here`,
          })),
        fixes: [onLinkFix(host, refusal)].filter((fix) => fix !== undefined),
      });
    }
  },
});

function onLinkFix(host: Host, { nexthop, route }: Refusal): Fix | undefined {
  const via = nexthop.via?.origin;
  const text = via === undefined ? undefined : documentOf(host, via.file)?.file.text;
  if (via === undefined || text === undefined) return undefined;
  if (route.language === 'settings') return undefined;
  if (route.language === 'iproute') {
    const { end } =
      nexthop.dev?.origin.file === via.file && nexthop.dev.origin.span.end > via.span.end
        ? nexthop.dev.origin.span
        : via.span;
    return {
      title: 'Add onlink',
      safe: false,
      edits: [{ file: via.file, edits: [{ span: { start: end, end }, newText: ' onlink' }] }],
    };
  }
  const key = /(?:^|[\s{,-])(via["']?\s*:\s*)$/.exec(text.slice(0, via.span.start));
  if (key === null) return undefined;
  return {
    title: 'Add on-link: true',
    safe: false,
    edits: [
      {
        file: via.file,
        edits: [
          {
            span: { start: via.span.end, end: via.span.end },
            newText: onLinkText(text, via.span.start),
          },
        ],
      },
    ],
  };
}

/** On a line of its own under `via`, or behind it in a flow mapping. */
function onLinkText(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  if (before.includes('{')) return ', on-link: true';
  const dash = /^[ \t]*(?:-[ \t]+)?/.exec(before)?.[0] ?? indentAt(text, offset);
  return `\n${dash.replace('-', ' ')}on-link: true`;
}
