/** Types of ICMP and ICMPv6 by name or number (extensions/libxt_icmp.h, iptables 1.8.9). A name can be cut short. */
import { leadingNumber } from './cNumber.ts';
import type { ValueKind } from './value.ts';

/** Names in the order of iptables with type, or type/code. */
const icmpv4: Readonly<Record<string, string>> = {
  any: '255', 'echo-reply': '0', pong: '0', 'destination-unreachable': '3', 'network-unreachable': '3/0',
  'host-unreachable': '3/1', 'protocol-unreachable': '3/2', 'port-unreachable': '3/3', 'fragmentation-needed': '3/4',
  'source-route-failed': '3/5', 'network-unknown': '3/6', 'host-unknown': '3/7', 'network-prohibited': '3/9',
  'host-prohibited': '3/10', 'TOS-network-unreachable': '3/11', 'TOS-host-unreachable': '3/12',
  'communication-prohibited': '3/13', 'host-precedence-violation': '3/14', 'precedence-cutoff': '3/15',
  'source-quench': '4', redirect: '5', 'network-redirect': '5/0', 'host-redirect': '5/1', 'TOS-network-redirect': '5/2',
  'TOS-host-redirect': '5/3', 'echo-request': '8', ping: '8', 'router-advertisement': '9', 'router-solicitation': '10',
  'time-exceeded': '11', 'ttl-exceeded': '11', 'ttl-zero-during-transit': '11/0', 'ttl-zero-during-reassembly': '11/1',
  'parameter-problem': '12', 'ip-header-bad': '12/0', 'required-option-missing': '12/1', 'timestamp-request': '13',
  'timestamp-reply': '14', 'address-mask-request': '17', 'address-mask-reply': '18',
}; // prettier-ignore

const icmpv6: Readonly<Record<string, string>> = {
  'destination-unreachable': '1', 'no-route': '1/0', 'communication-prohibited': '1/1', 'beyond-scope': '1/2',
  'address-unreachable': '1/3', 'port-unreachable': '1/4', 'failed-policy': '1/5', 'reject-route': '1/6',
  'packet-too-big': '2', 'time-exceeded': '3', 'ttl-exceeded': '3', 'ttl-zero-during-transit': '3/0',
  'ttl-zero-during-reassembly': '3/1', 'parameter-problem': '4', 'bad-header': '4/0', 'unknown-header-type': '4/1',
  'unknown-option': '4/2', 'echo-request': '128', ping: '128', 'echo-reply': '129', pong: '129',
  'router-solicitation': '133', 'router-advertisement': '134', 'neighbour-solicitation': '135',
  'neighbor-solicitation': '135', 'neighbour-advertisement': '136', 'neighbor-advertisement': '136', redirect: '137',
}; // prettier-ignore

export const icmpv4Type = icmpType('ICMP', icmpv4);
export const icmpv6Type = icmpType('ICMPv6', icmpv6);

function icmpType(protocol: string, types: Readonly<Record<string, string>>): ValueKind {
  const names = Object.keys(types);
  const named = (text: string): readonly string[] =>
    names.filter((name) => name.toLowerCase().startsWith(text.toLowerCase()));
  return {
    placeholder: 'type[/code]',
    words: names,
    refusal: (text) => {
      const [first, second] = named(text);
      if (first !== undefined && second !== undefined)
        return `Ambiguous ${protocol} type \`${text}': \`${first}' or \`${second}'?`;
      return first === undefined ? numbersRefusal(protocol, text) : undefined;
    },
    normal: (text) => {
      const [first] = named(text);
      return first === undefined ? text : (types[first] ?? text);
    },
  };
}

function numbersRefusal(protocol: string, text: string): string | undefined {
  const type = leadingNumber(text);
  if (type === undefined || type.value > 255) return `Unknown ${protocol} type \`${text}'`;
  if (type.rest === '') return undefined;
  if (type.rest.startsWith('-')) return undefined;
  if (!type.rest.startsWith('/')) return `unknown character ${type.rest.charAt(0)}`;
  const code = leadingNumber(type.rest.slice(1));
  return code === undefined || code.value > 255 ? `Unknown ${protocol} code \`${text}'` : undefined;
}
