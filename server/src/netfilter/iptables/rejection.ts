/** What REJECT can answer, by long and short name; each can be cut short (libipt_REJECT.c, libip6t_REJECT.c, iptables 1.8.9). */
import type { Family } from '../../net/address.ts';
import type { ValueKind } from './value.ts';

/** In the order in which iptables looks at them. */
const answers: Readonly<Record<Family, readonly (readonly [name: string, short: string])[]>> = {
  4: [
    ['icmp-net-unreachable', 'net-unreach'],
    ['icmp-host-unreachable', 'host-unreach'],
    ['icmp-proto-unreachable', 'proto-unreach'],
    ['icmp-port-unreachable', 'port-unreach'],
    ['icmp-net-prohibited', 'net-prohib'],
    ['icmp-host-prohibited', 'host-prohib'],
    ['tcp-reset', 'tcp-rst'],
    ['icmp-admin-prohibited', 'admin-prohib'],
  ],
  6: [
    ['icmp6-no-route', 'no-route'],
    ['icmp6-adm-prohibited', 'adm-prohibited'],
    ['icmp6-addr-unreachable', 'addr-unreach'],
    ['icmp6-port-unreachable', 'port-unreach'],
    ['tcp-reset', 'tcp-reset'],
    ['icmp6-policy-fail', 'policy-fail'],
    ['icmp6-reject-route', 'reject-route'],
  ],
};

/** The long name that a text means; the text itself where it means none. */
export function rejectionOf(text: string, family: Family): string {
  const names = answers[family].find((both) =>
    both.some((name) => name.startsWith(text.toLowerCase())),
  );
  return names?.[0] ?? text;
}

export const rejection: ValueKind = {
  placeholder: 'type',
  words: [...new Set([...answers[4], ...answers[6]].map(([name]) => name))],
  refusal: (value, { family }) =>
    answers[family].some((both) => both.some((name) => name.startsWith(value.toLowerCase())))
      ? undefined
      : `unknown reject type "${value}"`,
};
