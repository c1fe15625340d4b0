/**
 * Names that iproute2 brings for numbers (7.3, /usr/share/iproute2; until 6.4 in /etc/iproute2).
 * A host may add names and change these, so that a name that is not here is no error.
 */
import type { NameFile } from './grammar.ts';

const names: Readonly<Partial<Record<NameFile, Readonly<Record<string, number>>>>> = {
  rt_protos: {
    unspec: 0,
    redirect: 1,
    kernel: 2,
    boot: 3,
    static: 4,
    gated: 8,
    ra: 9,
    mrt: 10,
    zebra: 11,
    bird: 12,
    dnrouted: 13,
    xorp: 14,
    ntk: 15,
    dhcp: 16,
    keepalived: 18,
    babel: 42,
    ovn: 84,
    openr: 99,
    bgp: 186,
    isis: 187,
    ospf: 188,
    rip: 189,
    eigrp: 192,
  },
  rt_scopes: { global: 0, site: 200, link: 253, host: 254, nowhere: 255 },
  rt_dsfield: {
    default: 0,
    CS1: 0x20,
    AF11: 0x28,
    AF12: 0x30,
    AF13: 0x38,
    CS2: 0x40,
    AF21: 0x48,
    AF22: 0x50,
    AF23: 0x58,
    CS3: 0x60,
    AF31: 0x68,
    AF32: 0x70,
    AF33: 0x78,
    CS4: 0x80,
    AF41: 0x88,
    AF42: 0x90,
    AF43: 0x98,
    CS5: 0xa0,
    EF: 0xb8,
    CS6: 0xc0,
    CS7: 0xe0,
  },
  rt_realms: { cosmos: 0 },
  rt_addrprotos: { unspec: 0, kernel_lo: 1, kernel_ra: 2, kernel_ll: 3 },
  group: { default: 0 },
  protocols: {
    icmp: 1,
    igmp: 2,
    tcp: 6,
    udp: 17,
    gre: 47,
    esp: 50,
    ah: 51,
    'ipv6-icmp': 58,
    sctp: 132,
  },
  ethertypes: { '802.1Q': 0x8100, '802.1ad': 0x88a8 },
};

/** The names of a file with their numbers, in the order of the numbers; none for files that iproute2 does not bring. */
export function namesOf(file: NameFile): readonly (readonly [string, number])[] {
  return Object.entries(names[file] ?? {});
}
