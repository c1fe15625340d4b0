/** `[Network]` and `[Address]`: addresses, gateways, DHCP and the master of a link. */
import { isUnknown, unknown } from '../../base/fact.ts';
import { impliedIp, impliedSteps, impliedSysctl, type PlacedValue } from '../implied.ts';
import type { SysctlSetting } from '../../sysctl/types.ts';
import type { FormatStep } from '../types.ts';
import { familyOption, isYes, settingOf, settingsOf, spanOf, type Section } from './section.ts';

export interface MatchedLinks {
  readonly link: PlacedValue;
  /** One by one, where the file names several. */
  readonly links: readonly PlacedValue[];
}

export function networkSteps(
  section: Section,
  { link, links }: MatchedLinks,
): readonly FormatStep[] {
  const { file } = section;
  const masters = ['VRF', 'Bond', 'Bridge']
    .map((key) => settingOf(section, key))
    .filter((value) => value !== undefined);
  return impliedSteps([
    ...settingsOf(section, 'Address').map((value) =>
      impliedIp([...familyOption(value), 'address', 'replace', 'dev', link, 'local', value], {
        file,
        span: value.span,
      }),
    ),
    ...settingsOf(section, 'Gateway').map((value) => gatewayStep(value, link, file)),
    ...masters.flatMap((master) =>
      links.map((one) =>
        impliedIp(['link', 'set', 'dev', one, 'master', master], { file, span: master.span }),
      ),
    ),
    ...primaryStep(section, links),
    ...dhcpSteps(section, link),
    ...forwardingSteps(section, link),
  ]);
}

/** `PrimarySlave=yes`: the bond prefers this member. */
function primaryStep(
  section: Section,
  links: readonly PlacedValue[],
): readonly (FormatStep | undefined)[] {
  const bond = settingOf(section, 'Bond');
  const primary = settingOf(section, 'PrimarySlave');
  const [link] = links;
  if (bond === undefined || link === undefined || !isYes(primary)) return [];
  return [
    impliedIp(['link', 'set', 'dev', bond, 'type', 'bond', 'primary', link], {
      file: section.file,
      span: primary?.span ?? bond.span,
    }),
  ];
}

/** `_dhcp4` and `_ipv6ra` are gateways that nobody wrote. */
function gatewayStep(
  gateway: PlacedValue,
  link: PlacedValue,
  file: string,
): FormatStep | undefined {
  const isOther = typeof gateway.value === 'string' && gateway.value.startsWith('_');
  const via = isOther ? { ...gateway, value: unknown('it comes from the network') } : gateway;
  const family = gateway.value === '_ipv6ra' ? ['-6'] : familyOption(gateway);
  return impliedIp([...family, 'route', 'append', 'to', 'default', 'via', via, 'dev', link], {
    file,
    span: gateway.span,
  });
}

/** networkd gives routes from DHCP the metric 1024 where no file says another. */
function dhcpSteps(section: Section, link: PlacedValue): readonly (FormatStep | undefined)[] {
  const dhcp = settingOf(section, 'DHCP');
  if (
    dhcp === undefined ||
    isUnknown(dhcp.value) ||
    !/^(?:yes|true|on|1|ipv4|both)$/i.test(dhcp.value)
  )
    return [];
  const place = { file: section.file, span: dhcp.span };
  const value = { value: unknown('it comes from the DHCP server'), span: dhcp.span };
  const metric = { value: unknown('the section [DHCPv4] may change it'), span: dhcp.span };
  return [
    impliedIp(['-4', 'address', 'replace', 'dev', link, 'local', value], place),
    impliedIp(
      ['-4', 'route', 'append', 'to', 'default', 'via', value, 'dev', link, 'metric', metric],
      place,
    ),
  ];
}

export function addressSteps(section: Section, link: PlacedValue): readonly FormatStep[] {
  const address = settingOf(section, 'Address');
  if (address === undefined) return [];
  const peer = settingOf(section, 'Peer');
  return impliedSteps([
    impliedIp(
      [
        ...familyOption(address),
        'address',
        'replace',
        'dev',
        link,
        'local',
        address,
        ...(peer === undefined ? [] : ['peer', peer]),
      ],
      { file: section.file, span: spanOf(section) },
    ),
  ]);
}

/**
 * `IPForward=` (until v255) switches the whole host, `IPv4Forwarding=` (since v256) one link; `IPMasquerade=` implies them.
 * link_set_ipv4_forwarding() and its kin, src/network/networkd-sysctl.c.
 */
function forwardingSteps(section: Section, link: PlacedValue): readonly FormatStep[] {
  const step = (key: string, path: SysctlSetting['key'], on: RegExp): readonly FormatStep[] => {
    const value = settingOf(section, key);
    if (value === undefined || (typeof value.value === 'string' && !on.test(value.value)))
      return [];
    const written = typeof value.value === 'string' ? { ...value, value: '1' } : value;
    return [impliedSysctl(path, written, { file: section.file, span: value.span })];
  };
  const host = ['net', 'ipv4', 'ip_forward'];
  return [
    ...step('IPForward', host, /^(?:yes|true|on|1|ipv4|both)$/i),
    ...step('IPMasquerade', host, /^(?:yes|true|on|1|ipv4|both)$/i),
    ...step(
      'IPv4Forwarding',
      ['net', 'ipv4', 'conf', link.value, 'forwarding'],
      /^(?:yes|true|on|1)$/i,
    ),
  ];
}
