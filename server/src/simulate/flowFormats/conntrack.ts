/**
 * One line of `conntrack -L` or `conntrack -L -o extended`: the original tuple, then the reply tuple.
 * The routed destination is the source of the reply tuple, because destination NAT happens before the route lookup and
 * source NAT after it: nf_nat_ipv4_in() and nf_nat_ipv4_out(), net/netfilter/nf_nat_proto.c, v6.18.
 */
import type { LineReading } from '../flows.ts';
import { flowOfRecord } from './record.ts';

export function isConntrackLine(text: string): boolean {
  return /\bsrc=\S+ +dst=\S+ .*\bsrc=\S+ +dst=\S+/.test(text);
}

export function readConntrackLine(text: string): LineReading {
  if (/^conntrack v\d/.test(text)) return undefined;
  if (!isConntrackLine(text))
    return {
      problem: 'The line is no entry of `conntrack -L`: two tuples `src=… dst=…` are missing.',
    };
  const protocol = /^(?:\[\w+\]\s+)?(?:ipv[46]\s+\d+\s+)?(\S+)\s+(\d+)\s/.exec(text)?.[2];
  const values = pairsOf(text);
  const nth = (name: string, n: number): string | undefined => values.get(name)?.[n];
  const isIcmp = values.has('type');
  return flowOfRecord({
    src: nth('src', 0),
    dst: nth('src', 1),
    proto: protocol,
    sport: isIcmp ? undefined : nth('sport', 0),
    dport: isIcmp ? undefined : nth('sport', 1),
    icmpType: nth('type', 0),
    icmpCode: nth('code', 0),
    icmpId: nth('id', 0),
    bytes: nth('bytes', 0),
    packets: nth('packets', 0),
  });
}

function pairsOf(text: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [, name = '', value = ''] of text.matchAll(/\b(\w+)=(\S+)/g)) {
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}
