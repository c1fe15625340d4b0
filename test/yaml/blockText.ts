/** Random netplan-like texts with many links, laid out in all ways that people use, and edits of them. */
import fc from 'fast-check';

const words = ['true', '192.0.2.1/24', '"2001:db8::1/64"', "'lan #1'", '0755', 'a&b', '"x\\ty"'];
const scalar = fc.constantFrom(...words);
const comment = fc.constantFrom('', '', '', '  # provider', ' # [x', " # it's");
const lineName = fc.constantFrom('dhcp4', 'mtu', 'addresses', 'routes', 'match', '"set-name"');

/** The lines of a value below a key, indented from the key on. */
const valueLines: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 4, arbitrary: scalar.map((text) => [` ${text}`]) },
  fc.constant(['']),
  fc.array(scalar, { maxLength: 3 }).map((items) => [` [${items.join(', ')}]`]),
  fc.constant([' {use-routes: false, route-metric: 200}']),
  fc
    .array(scalar, { minLength: 1, maxLength: 3 })
    .map((items) => [' [', ...items.map((item) => `  ${item},`), ']']),
  fc.constant([' [1,', '  2]']),
  fc.constant([' |', '  first', '', '    second: [', '  third']),
  fc.constant([' >-', '  first', '  # no comment']),
  fc.constant([' "two', '  lines"']),
  fc.constant([' two', '  lines']),
  fc
    .array(scalar, { minLength: 1, maxLength: 3 })
    .map((items) => ['', ...items.map((item) => `- ${item}`)]),
  fc
    .array(scalar, { minLength: 1, maxLength: 3 })
    .map((items) => ['', ...items.flatMap((item) => [`  - to: ${item}`, '    via: 192.0.2.1'])]),
  fc.constant(['', '  peer:', '    port: 1']),
);

const between = fc.constantFrom<readonly string[]>(
  [],
  [],
  [],
  [''],
  ['# x'],
  ['', '  # y', ''],
  ['        # deep'],
);

const property = fc
  .tuple(lineName, valueLines, comment, between)
  .map(([name, [first = '', ...rest], note, after]) => [
    `${name}:${first}${rest.length === 0 ? note : ''}`,
    ...rest,
    ...after,
  ]);

const linkName = fc.constantFrom('eth0', 'eth1', 'br-lan', '"wlan0"', "'bond0'", 'vlan.7', 'wg0');

type Link = (step: number) => readonly string[];
const link: fc.Arbitrary<Link> = fc.oneof(
  {
    weight: 200,
    arbitrary: fc
      .tuple(linkName, comment, fc.array(property, { maxLength: 4 }), between)
      .map(([name, note, properties, after]): Link => (step) => [
        `${name}:${note}`,
        ...properties.flat().map((line) => indented(line, step)),
        ...after,
      ]),
  },
  {
    weight: 5,
    arbitrary: linkName.map((name): Link => () => [`${name}: {dhcp4: true}`]),
  },
  fc.constant<Link>(() => ['eth9: &shared', '  mtu: 1500', 'eth10: *shared']),
);

/** Lines of the second level that hold no block. */
const flat = fc.constantFrom(
  'renderer: networkd # x',
  'renderer: "NetworkManager"',
  'vlans: {vlan7: {id: 7, link: eth0}}',
  'vlans: {} # none',
  'wifis: [a, [b, {c: d}]]',
  'vlans: {vlan7: {id: 7}}: x',
  'vlans: {vlan7: "}"}',
  'vlans: {[a]: b, {c: d}: e}',
);

const section = fc.tuple(
  fc.constantFrom('ethernets', 'bonds', '"bridges"', 'vlans', 'wifis'),
  comment,
  fc.array(link, { minLength: 1, maxLength: 12, size: 'max' }),
  between,
);

/** Netplan-like texts, valid but for what only the reader of netplan refuses. */
export const blockText: fc.Arbitrary<string> = fc
  .record({
    start: fc.constantFrom('', '\uFEFF', '---\n', '# head\n\n', '---\n# head\n'),
    steps: fc.tuple(fc.constantFrom(2, 4, 1), fc.constantFrom(2, 4), fc.constantFrom(2, 4)),
    sections: fc.array(section, { minLength: 1, maxLength: 4, size: 'max' }),
    flat,
    lineBreak: fc.constantFrom('\n', '\n', '\n', '\r\n'),
    end: fc.constantFrom('', '\n', '\n', '\n', '\n', '\n\n# end', '\n...\n', '\n---\nb: ['),
  })
  .map(({ start, steps: [first, second, third], sections, flat: line, lineBreak, end }) => {
    const lines = sections.flatMap(([name, note, links, after]) => [
      indented(`${name}:${note}`, first),
      ...links.flatMap((make) => make(third)).map((line) => indented(line, first + second)),
      ...after,
    ]);
    const head = [
      'network:',
      indented('version: 2', first),
      ...(lines.length % 2 === 0 ? [] : [indented(line, first)]),
    ];
    if (lines.length % 4 === 0) lines.push(indented(line, first));
    return `${start}${[...head, ...lines].join('\n')}${end}`.replaceAll('\n', lineBreak);
  });

function indented(line: string, by: number): string {
  return line === '' ? '' : ' '.repeat(by) + line;
}

type Edit = (text: string) => string;
const typedCharacters = [
  ' ',
  '\n',
  ':',
  '-',
  '[',
  ']',
  '{',
  '}',
  ',',
  '"',
  "'",
  '#',
  'a',
  '&',
  '*',
  '!',
  '?',
  '|',
  '%',
  '@',
  '\t',
  '\\',
  '\r',
];

/** Without the bias of fast-check to the ends: most edits are in the middle. */
const place = fc.noBias(fc.integer({ min: 0, max: 999_999 })).map((n) => n / 1_000_000);

/** One key press, or a line that is deleted or doubled. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(place, fc.constantFrom(...typedCharacters)).map(
      ([at, typed]): Edit =>
        (text) =>
          spliced(text, { at, nDeleted: 0, typed }),
    ),
  },
  {
    weight: 3,
    arbitrary: place.map(
      (at): Edit =>
        (text) =>
          spliced(text, { at, nDeleted: 1, typed: '' }),
    ),
  },
  fc
    .tuple(place, fc.constantFrom([], ['eth7'], ['    eth7'], ['  bonds'], ['      - to: default']))
    .map(([at, typed]): Edit => (text) => {
      const lines = text.split('\n');
      return lines
        .toSpliced(Math.floor(at * lines.length), typed.length === 0 ? 1 : 0, ...typed)
        .join('\n');
    }),
);

function spliced(
  text: string,
  { at, nDeleted, typed }: { at: number; nDeleted: number; typed: string },
): string {
  const start = Math.floor(at * (text.length + 1));
  return text.slice(0, start) + typed + text.slice(start + nDeleted);
}
