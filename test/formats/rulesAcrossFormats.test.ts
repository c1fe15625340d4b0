/** The rules see a host, whatever the files are in which it is written. */
import { test } from 'vitest';
import { checkRules } from '../support/checkRules.ts';

test('a multipath route in interfaces, NAT in a unit', () => {
  checkRules(`
    #- /etc/network/interfaces
    iface eno3 inet static
      address 192.0.2.2/24
    iface eno4 inet static
      address 198.51.100.2/24
      up ip route add default nexthop via 192.0.2.1 dev eno3 nexthop via 198.51.100.1 dev eno4
    #                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning nat-multipath-unpinned
    #- /etc/systemd/system/nat.service
    [Service]
    ExecStart=/sbin/iptables -t nat -A POSTROUTING -o eno3 -j MASQUERADE
    ExecStart=/sbin/iptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE
    #- /etc/sysctl.d/60-router.conf
    net.ipv4.ip_forward = 1
  `);
});

test('a gateway off the networks of its link', () => {
  checkRules(`
    #- /etc/network/interfaces
    iface eno3 inet static
      address 192.0.2.2/24
      gateway 203.0.113.1
      up ip route add 10.0.0.0/8 via 203.0.113.9 dev eno3
    #                                ^^^^^^^^^^^ error gateway-not-onlink
    #- /etc/systemd/network/10-lan.network
    [Match]
    Name=eno4
    [Network]
    Address=198.51.100.2/24
    [Route]
    Destination=10.1.0.0/16
    Gateway=203.0.113.7
    #       ^^^^^^^^^^^ error gateway-not-onlink
    [Route]
    Destination=10.2.0.0/16
    Gateway=198.51.100.7
    [Route]
    Destination=10.3.0.0/16
    Gateway=203.0.113.8
    GatewayOnLink=yes
  `);
});

test('an address that nobody knows may make the gateway reachable', () => {
  checkRules(`
    #- /etc/network/interfaces
    iface eno3 inet dhcp
      up ip route add 10.0.0.0/8 via 203.0.113.9 dev eno3
    iface eno3 inet static
      address 192.0.2.2/24
    #- /etc/systemd/network/10-lan.network
    [Match]
    Name=eno*
    [Network]
    Address=198.51.100.2/24
    [Route]
    Gateway=203.0.113.7
  `);
});

test('what ip refuses in a hook, a unit and a table of cron', () => {
  checkRules(`
    #- /etc/wireguard/wg0.conf
    [Interface]
    PrivateKey = x
    PostUp = ip route add 10.0.0.0/33 dev %i
    #                     ^^^^^^^^^^^ error iproute-invalid-prefix
    #- /etc/systemd/system/a.service
    [Service]
    ExecStart=/sbin/ip route add default via 192.0.2.300
    #                                        ^^^^^^^^^^^ error iproute-invalid-address
    #- /etc/cron.d/routes
    @reboot root ip route add default via 192.0.2.300
    #                                     ^^^^^^^^^^^ error iproute-invalid-address
  `);
});

test('a masked unit counts for nothing', () => {
  checkRules(`
    #- /usr/lib/systemd/network/10-lan.network
    [Match]
    Name=eno4
    [Route]
    Gateway=203.0.113.7
    #- /etc/systemd/network/10-lan.network
    [Match]
    Name=eno4
    [Network]
    Address=198.51.100.2/24
  `);
});

test('a drop-in is about the link of its file', () => {
  checkRules(`
    #- /usr/lib/systemd/network/10-lan.network
    [Match]
    Name=eno4
    [Network]
    Address=198.51.100.2/24
    #- /etc/systemd/network/10-lan.network.d/routes.conf
    [Route]
    Destination=10.1.0.0/16
    Gateway=203.0.113.7
    #       ^^^^^^^^^^^ error gateway-not-onlink
    [Route]
    Destination=10.2.0.0/16
    Gateway=198.51.100.7
  `);
});
