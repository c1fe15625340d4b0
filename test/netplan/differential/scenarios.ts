/** Hosts around what definitions say about each other: where damage finds the checks across definitions. */

const texts: readonly string[] = [
  `
  ethernets: {e1: {}, e2: {}, e3: {}}
  bonds:
    b0: {interfaces: [e1, e2], openvswitch: {lacp: active}, parameters: {mode: balance-tcp}}
  bridges:
    br0:
      interfaces: [b0, e3]
      openvswitch:
        fail-mode: secure
        protocols: [OpenFlow10, OpenFlow13, OpenFlow16]
        controller: {addresses: ["tcp:192.0.2.1:6653", "ssl:192.0.2.2"], connection-mode: in-band}
  openvswitch:
    protocols: [OpenFlow15, OpenFlow16]
    external-ids: {a: b}
    ssl: {ca-cert: /ca, certificate: /cert, private-key: /key}`,
  `
  openvswitch: {ports: [[p0, p1], [p2, p3]]}
  bridges:
    br0: {interfaces: [p0, p2], openvswitch: {}}
    br1: {interfaces: [p1, p3], openvswitch: {rstp: true, mcast-snooping: false}}
  vlans:
    v1: {id: 7, link: br0}`,
  `
  ethernets: {e1: {openvswitch: {external-ids: {iface-id: x}, other-config: {a: b}}}, e2: {}}
  bridges:
    br0: {interfaces: [e1, e2], openvswitch: {}}`,
  `
  virtual-ethernets: {v1: {peer: v2}, v2: {peer: v1}, v3: {peer: v4}, v4: {peer: v3}}
  ethernets: {e1: {}}`,
  `
  renderer: NetworkManager
  virtual-ethernets: {v1: {peer: v2}, v2: {peer: v1}, v3: {peer: elsewhere}}
  vlans: {vl: {id: 5, link: outside}}`,
  `
  ethernets: {e1: {}, e2: {}, e3: {}}
  bonds:
    b0: {interfaces: [e1, e2], parameters: {mode: active-backup, primary: e1, lacp-rate: fast, arp-ip-targets: [192.0.2.1]}}
    b1: {interfaces: [e3], parameters: {mode: active-backup, primary: e3}}`,
  `
  ethernets: {e1: {}, e2: {}}
  bridges:
    br0: {interfaces: [e1], parameters: {path-cost: {e1: 100}, port-priority: {e1: 14}, stp: false}}
    br1: {interfaces: [e2], parameters: {path-cost: {e2: 100}, port-priority: {e2: 14}}}`,
  `
  ethernets: {e1: {addresses: [192.0.2.2/24]}, e2: {}}
  vrfs:
    r1:
      table: 101
      interfaces: [e1]
      routes: [{to: default, via: 192.0.2.1}, {to: 198.51.100.0/24, via: 192.0.2.3, table: 101}]
      routing-policy: [{from: 192.0.2.0/24, priority: 99}, {to: 198.51.100.1, table: 101, priority: 7}]
    r2: {table: 102, interfaces: [e2]}`,
  `
  tunnels:
    t1: {mode: gre, local: 192.0.2.1, remote: 192.0.2.2, keys: {input: 7, output: 8}, ttl: 64}
    t2: {mode: ip6gre, local: "2001:db8::1", remote: "2001:db8::2", key: 192.0.2.3}
    t3: {mode: sit, local: 192.0.2.1, remote: 192.0.2.2}
    t4: {mode: isatap, local: 192.0.2.1, remote: 192.0.2.2, renderer: NetworkManager}`,
  `
  ethernets: {e1: {}}
  tunnels:
    x1:
      mode: vxlan
      id: 7
      link: e1
      local: 192.0.2.1
      remote: 192.0.2.2
      flow-label: 3
      port-range: [4000, 5000]
      checksums: [udp]
      extensions: [group-policy]
      notifications: [l2-miss]`,
  `
  tunnels:
    w1:
      mode: wireguard
      port: 51820
      key: M9nt4YujIOmNrRmpIRTmYSfMdrpvE7u6WkG8FY8WjG4=
      peers:
        - endpoint: 192.0.2.1:51820
          keepalive: 25
          allowed-ips: [0.0.0.0/0, "::/0"]
          keys: {public: M9nt4YujIOmNrRmpIRTmYSfMdrpvE7u6WkG8FY8WjG4=, shared: /run/key}
        - keys: {public: M9nt4YujIOmNrRmpIRTmYSfMdrpvE7u6WkG8FY8WjG4=}
          allowed-ips: [198.51.100.0/24]`,
  `
  renderer: NetworkManager
  tunnels:
    w1:
      mode: wireguard
      keys: {private: M9nt4YujIOmNrRmpIRTmYSfMdrpvE7u6WkG8FY8WjG4=, private-key-flags: [agent-owned]}
      peers:
        - allowed-ips: [0.0.0.0/0]
          keys: {public: M9nt4YujIOmNrRmpIRTmYSfMdrpvE7u6WkG8FY8WjG4=, shared: M9nt4YujIOmNrRmpIRTmYSfMdrpvE7u6WkG8FY8WjG4=}`,
  `
  wifis:
    w0:
      access-points:
        home: {password: "secret-secret", band: 5GHz, channel: 36, bssid: "02:00:00:00:00:01", mode: infrastructure}
        work:
          auth: {key-management: eap, method: ttls, identity: me, password: "secret-secret", phase2-auth: PAP}
        raw: {password: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}
      regulatory-domain: DE
      wakeonwlan: [magic_pkt, disconnect]
    w1:
      access-points: {guest: {auth: {key-management: none}, hidden: true}}
      regulatory-domain: DE`,
  `
  renderer: NetworkManager
  modems: {m0: {apn: internet, dhcp4: true}}
  nm-devices:
    n0: {networkmanager: {name: x, passthrough: {connection.type: vpn, plain: x}}}
  wifis: {w0: {macaddress: stable-ssid, access-points: {home: {networkmanager: {passthrough: {wifi.a: b}}}}}}`,
  `
  ethernets:
    p0: {match: {macaddress: "02:00:00:00:00:01"}, set-name: pf0, virtual-function-count: 2, embedded-switch-mode: switchdev, delay-virtual-functions-rebind: true}
    f1: {link: p0}
    f2: {link: p0, infiniband-mode: connected}
  vlans: {vl: {id: 15, link: f1, renderer: sriov}}`,
  `
  ethernets:
    e1:
      match: {driver: [ixgbe, "virtio*"]}
      set-name: lan0
      dhcp4: true
      dhcp6: true
      dhcp4-overrides: {route-metric: 200, use-dns: no}
      dhcp6-overrides: {route-metric: 200, use-dns: no}
      link-local: [ipv4]
      optional-addresses: [ipv4-ll, static]
      ipv6-address-generation: eui64
      addresses: [192.0.2.9/24: {label: "e1:x", lifetime: 0}]
      nameservers: {addresses: [192.0.2.1], search: [lab]}
      activation-mode: manual
      dhcp-identifier: mac
      ra-overrides: {use-dns: false, use-domains: route, table: 7}`,
  `
  ethernets:
    e1: {gateway4: 192.0.2.1, addresses: [192.0.2.2/24], routes: [{to: default, via: 192.0.2.1, scope: global, type: unicast}]}
    e2:
      gateway6: "2001:db8::1"
      addresses: ["2001:db8::2/64"]
      routing-policy: [{from: 192.0.2.2, table: 7, mark: 3, type-of-service: 16, priority: 5}]
      routes: [{to: 0.0.0.0/0, via: 192.0.2.1, on-link: true}, {to: 203.0.113.0/24, type: blackhole}]`,
];

/** What is right in these hosts, and a mistake of the same length of thought: one for each check across values. */
const mistakes: readonly (readonly [right: string, wrong: string])[] = [
  ['[e1, e2], openvswitch', '[e1], openvswitch'],
  ['mode: balance-tcp', 'mode: balance-rr'],
  [', private-key: /key', ''],
  ['lacp: active', 'lacp: maybe'],
  ['in-band', 'inband'],
  ['"tcp:192.0.2.1:6653"', '"tcp:host"'],
  ['[p0, p1]', '[p0]'],
  ['[p0, p1]', '[p0, p0]'],
  ['[p2, p3]', '[p2, p1]'],
  ['{a: b}', '{a: b, a: c}'],
  ['peer: v4', 'peer: e1'],
  ['v3: {peer: v4}', 'v3: {peer: v2}'],
  ['v2: {peer: v1}', 'v2: {peer: elsewhere}'],
  ['{e1: 100}', '{e1: 100, e1: 7}'],
  ['{e1: 14}', '{e1: 14, e1: 7}'],
  ['{e2: 14}', '{e2: 64}'],
  ['{e2: 100}', '{e1: 100}'],
  ['primary: e1,', 'primary: e1, primary: e2,'],
  ['primary: e3', 'primary: e1'],
  ['via: 192.0.2.3, table: 101', 'via: 192.0.2.3, table: 5'],
  ['to: 198.51.100.1, table: 101', 'to: 198.51.100.1, table: 5'],
  ['interfaces: [e2]}', 'interfaces: [e1]}'],
  ['ttl: 64', 'ttl: 256'],
  ['mode: sit,', 'mode: sit, keys: {output: 7},'],
  ['mode: sit,', 'mode: sit, keys: {input: 7},'],
  ['key: 192.0.2.3', 'key: [192.0.2.3]'],
  ['remote: 192.0.2.2\n', 'remote: "2001:db8::2"\n'],
  ['id: 7\n', 'id: 16777216\n'],
  ['id: 7\n', 'id: 0\n'],
  ['flow-label: 3', 'flow-label: 1048576'],
  ['[4000, 5000]', '[4000]'],
  ['[4000, 5000]', '[5000, 4000]'],
  ['endpoint: 192.0.2.1:51820', 'endpoint: "[2001:db8::1"'],
  ['endpoint: 192.0.2.1:51820', 'endpoint: 192.0.2.1:70000'],
  ['keepalive: 25', 'keepalive: 65536'],
  ['public: M9', 'public: 9'],
  ['shared: /run/key', 'shared: key'],
  ['private: M9', 'private: /M9'],
  ['agent-owned', 'agent'],
  ['cdef"', 'cdeg"'],
  ['magic_pkt', 'tcp'],
  ['regulatory-domain: DE\n    w1', 'regulatory-domain: US\n    w1'],
  [', set-name: pf0', ''],
  [', virtual-function-count: 2, embedded-switch-mode: switchdev', ''],
  ['type-of-service: 16', 'type-of-service: 256'],
  ['infiniband-mode: connected', 'infiniband-mode: on'],
];

type Host = readonly { readonly name: string; readonly text: string }[];

/** Each as one file, and as two with the last section in the second. */
export const scenarios: readonly Host[] = texts.flatMap((text) => {
  const whole = [{ name: 'etc/netplan/10-a.yaml', text: `network:${text}\n` }];
  const cut = text.search(/\n {2}\w[\w-]*:[^\n]*(?:\n {3,}[^\n]*)*$/);
  if (cut <= 0) return [whole];
  const parts = [
    { name: 'etc/netplan/10-a.yaml', text: `network:${text.slice(0, cut)}\n` },
    { name: 'run/netplan/20-b.yaml', text: `network:${text.slice(cut)}\n` },
  ];
  return [whole, parts];
});

/** Each mistake in each host that it fits. */
export const mistakenScenarios: readonly Host[] = scenarios.flatMap((host) =>
  mistakes.flatMap(([right, wrong]) =>
    host.some(({ text }) => text.includes(right))
      ? [host.map((file) => ({ ...file, text: file.text.replace(right, () => wrong) }))]
      : [],
  ),
);
