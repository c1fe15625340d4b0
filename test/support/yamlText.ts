/** Random texts for property tests: netplan files with random damage, and soups of YAML's special words. */
import fc from 'fast-check';

const wholeFile = `network:
  version: 2
  renderer: networkd
  ethernets:
    lan: &shared
      match: {macaddress: "02:00:00:00:00:01"}
      set-name: lan0
      addresses:
        - 192.0.2.1/24
        - "2001:db8::1/64": {label: "lan0:1"}
    eno4:
      dhcp4: true  # from the provider
      dhcp4-overrides: {use-routes: false, route-metric: 200}
    eno3:
      addresses: [198.51.100.2/24]
      routes:
        - to: default
          via: 198.51.100.1
          metric: 100
        - {to: 203.0.113.0/24, via: 198.51.100.3, on-link: true, table: 101}
      routing-policy:
        - from: 198.51.100.0/24
          table: 101
          priority: 1000
      nameservers: {addresses: [192.0.2.53]}
`;

const pieces = [
  ' ',
  '  ',
  '\t',
  '\n',
  '\r\n',
  '\r',
  '-',
  '- ',
  ':',
  ': ',
  ',',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  ' #',
  '&a ',
  '*a',
  '!',
  '|\n',
  '>\n',
  '%',
  '@',
  '`',
  '\\',
  '?',
  '? ',
  '---\n',
  '...\n',
  '<<: *a',
  'network:',
  'ethernets:',
  'eno3:',
  'routes:',
  'to: default',
  'via: ',
  'addresses: ',
  '192.0.2.1/24',
  '192.0.2.1',
  '2001:db8::/32',
  'yes',
  '0',
  '\0',
  '\u0085',
  '\u2028',
  '\uFEFF',
  'é',
  '😀',
];

const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));

const damage = fc.record({
  at: fc.nat({ max: wholeFile.length }),
  deleted: fc.nat({ max: 12 }),
  inserted: fc.oneof(fc.constantFrom('', ...pieces), fc.string({ maxLength: 4, unit: 'binary' })),
});

const damaged = fc
  .array(damage, { minLength: 1, maxLength: 4 })
  .map((damages) =>
    damages.reduce(
      (text, { at, deleted, inserted }) => text.slice(0, at) + inserted + text.slice(at + deleted),
      wholeFile,
    ),
  );

const truncated = fc.nat({ max: wholeFile.length }).map((end) => wholeFile.slice(0, end));

/** Any of them. */
export const yamlText: fc.Arbitrary<string> = fc.oneof(
  damaged,
  soup,
  truncated,
  fc.string({ maxLength: 80, unit: 'binary' }),
);
