/** `ip rule`. */
import { plain, six, type Line, type Maker } from './maker.ts';
import { table } from './values.ts';

export function rule(m: Maker): Line {
  const isSix = m.chance(0.3);
  const verb = m.pick('add', 'add', 'add', 'del');
  const net = (): string =>
    isSix
      ? m.pick('2001:db8:1::/64', '2001:db8:2::1', 'all')
      : m.pick('10.0.0.0/24', '10.0.1.1', '10.0.0.5/24', 'all');
  const selectors = [
    m.maybe(0.1, () => 'not'),
    m.maybe(0.5, () => `from ${net()}`),
    m.maybe(0.2, () => `to ${net()}`),
    m.maybe(0.2, () => `fwmark ${m.pick('1', '0x2/0xff', '0', '0/0xf')}`),
    m.maybe(0.1, () => `iif ${m.pick('v0', 'v1', 'lo')}`),
    m.maybe(0.08, () => `oif ${m.pick('v0', 'v1')}`),
    m.maybe(0.08, () => `tos ${m.pick('0x10', '0x08')}`),
    m.maybe(0.1, () => `ipproto ${m.pick('tcp', 'udp', '6')}`),
    m.maybe(0.06, () => `dport ${m.pick('22', '80-90')}`),
    m.rare(0.02, () => `sport ${m.pick('53', '1000-2000', '53-53')}`),
    m.rare(0.01, () => `tun_id ${m.pick('5', '0x5', '6')}`),
    m.rare(0.02, () => `realms ${m.pick('5', '3/5')}`),
    m.rare(0.04, () => `protocol ${m.pick('static', 'bgp', 'kernel')}`),
    m.rare(0.02, () => 'suppress_ifgroup 5'),
    m.maybe(0.06, () => `uidrange ${m.pick('0-0', '5-9')}`),
    m.maybe(0.5, () => `pref ${m.pick('100', '200', '32766', '0')}`),
  ].join('');
  const action = m.chance(0.7)
    ? ` ${m.pick('lookup', 'table')} ${table(m)}${m.maybe(0.15, () => 'suppress_prefixlength 0')}`
    : m.pick(
        '',
        ' blackhole',
        ' unreachable',
        ' prohibit',
        ' goto 300',
        ' nop',
        m.rare(0.2, () => m.pick('l3mdev', 'blackhole table 100', 'type prohibit')),
      );
  const words = `${selectors}${action}`.trim();
  if (words === '') return (isSix ? six : plain)('rule del pref 100');
  return (isSix ? six : plain)(`rule ${verb} ${words}`.replaceAll(/ +/g, ' '));
}

export function ruleFlush(m: Maker): Line {
  const filter = m.pick(
    'table 100',
    'table 101',
    'pref 100',
    'protocol static',
    'protocol kernel',
    'iif lo',
    m.pick('from 10.0.0.0/8', 'to 10.0.0.0/8', 'from 10.0.1.1'),
    'fwmark 1',
  );
  const isWhole = m.chance(0.5);
  const isSix = m.chance(0.3) && (isWhole || !filter.includes('10.'));
  return (isSix ? six : plain)(`rule flush ${isWhole ? '' : filter}`);
}
