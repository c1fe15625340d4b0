/** `ip link`. */
import { plain, type Line, type Maker } from './maker.ts';
import { link } from './values.ts';

/** What most scripts do with links. */
export function linkCommand(m: Maker): Line {
  return plain(
    m.pick(
      `link set ${link(m)} up`,
      `link set ${link(m)} up`,
      `link set dev ${link(m)} down`,
      `link set ${m.pick('v0', 'v1')} down`,
      `link del ${m.pick('w0', 'v0', 'br0')}`,
      'link add w0 type veth peer name w1',
      'link add v0 type veth peer name v1',
      'link add br0 type bridge',
      `link set ${m.pick('v1', 'w1')} name ${m.pick('v1', 'w1', 'x1')}`,
    ),
  );
}

/** Ports of a bridge, and links of other kinds. */
export function linkMaster(m: Maker): Line {
  const port = m.pick('v0', 'v1', 'w0', 'w1', 'i0');
  return plain(
    m.pick(
      `link set ${port} master br0${m.rare(0.1, () => 'up')}`,
      `link set dev ${port} master br0`,
      `link set ${port} nomaster`,
      `link set ${m.pick('br0', 'i0', 'v0')} ${m.pick('up', 'up', 'down')}`,
      'link add i0 type ifb',
      `link set i0 up`,
      'link add w0 master br0 type veth peer name w1',
      `link set ${m.pick('br0', 'lo', port)} master ${m.pick('br0', 'v0', 'i0')}`,
    ),
  );
}

/** Settings of links, most of which change nothing that routes depend on. */
export function linkSetting(m: Maker): Line {
  return plain(
    `link set dev ${link(m)} ${m.pick(
      `mtu ${m.pick('1400', '9000', '1500')}`,
      `arp ${m.pick('off', 'on')}`,
      `address 02:00:00:00:00:0${1 + m.number(5)}`,
      'alias uplink',
      `multicast ${m.pick('off', 'on')}`,
      'allmulticast on',
      'promisc on',
      'txqueuelen 500',
      `group ${m.pick('5', '0')}`,
    )}${m.rare(0.1, () => m.pick('up', 'down'))}`,
  );
}

/** Other names, other namespaces, several links at once. */
export function linkElsewhere(m: Maker): Line {
  return plain(
    m.pick(
      `link property add dev ${link(m)} altname ${altname(m)}`,
      `link property del dev ${link(m)} altname ${altname(m)}`,
      `link set ${altname(m)} ${m.pick('up', 'down')}`,
      `addr add 10.0.3.1/24 dev ${altname(m)}`,
      `route add 10.8.0.0/16 dev ${altname(m)}`,
      `link del ${altname(m)}`,
      `link set ${m.pick('v1', 'w1', 'v0', 'br0', 'lo')} netns lab`,
      'link add w0 type veth peer name w1 netns lab',
      'link add w0 netns lab type veth peer name w1',
      `link set group 5 ${m.pick('up', 'down')}`,
      'link del group 5',
    ),
  );
}

function altname(m: Maker): string {
  return m.pick('uplink0', 'uplink1');
}
