/** `ip netns`: network namespaces (iproute2 6.1 to 7.3, ip/ipnetns.c; ip-netns(8)). */
import type { GrammarRow, ObjectGrammar, Scope } from '../grammar.ts';
import { anyWords, full, i32, oneOfOr, text } from '../rows.ts';
import { dated, type Versions } from '../since.ts';

const named = (
  more?: Partial<Scope>,
  row: GrammarRow = full('name', text, 'Name of the namespace.'),
): Scope => ({
  grammar: [],
  bare: { kind: 'value', row },
  hasNoHelp: true,
  atLeastOne: { missing: 'the name of the namespace', says: 'No netns name specified' },
  ...more,
});
const rest: Scope = {
  grammar: [],
  bare: { kind: 'stop' },
  hasNoHelp: true,
  atLeastOne: { missing: 'the name of the namespace', says: 'No netns name specified' },
};
const number = (keyword: string, doc: string): GrammarRow =>
  full(
    keyword,
    { ...i32, minimum: 0 },
    { doc: doc, refusal: `"${keyword}" value is invalid`, once: keyword, second: 'at-once' },
  );

const numbersVersions: Versions = [
  [{ linux: '5.0', iproute2: '5.4' }, 'target-nsid'],
  [{ iproute2: '5.4' }, 'nsid'],
];

export const netnsObject: ObjectGrammar = {
  name: 'netns',
  doc: 'Network namespaces: each has links, addresses, routes and rules of its own.',
  otherwise: 'list',
  verbs: [
    { verb: 'list', aliases: ['show', 'lst'], doc: 'Show namespaces.', scope: anyWords },
    {
      verb: 'list-id',
      doc: 'Show the numbers of namespaces.',
      since: { linux: '4.0' },
      scope: {
        grammar: dated(numbersVersions, [
          number('target-nsid', 'The numbers as this namespace has them.'),
          number('nsid', 'Only this number.'),
        ]),
        bare: { kind: 'refuse', answer: 'the usage text', isUsage: true },
      },
    },
    { verb: 'help', doc: 'How the command is used.' },
    { verb: 'add', doc: 'Make a namespace.', scope: named() },
    {
      verb: 'set',
      doc: 'Give a namespace a number.',
      since: { linux: '4.0' },
      scope: named(
        {},
        full(
          'name',
          { kind: 'list', of: [text, oneOfOr(0x7fffffff, 'auto')] },
          {
            doc: 'Name of the namespace, and its number or `auto`.',
            refusal: 'Invalid "netnsid" value',
          },
        ),
      ),
    },
    { verb: 'delete', doc: 'Remove a namespace.', scope: named() },
    {
      verb: 'identify',
      doc: 'Ask in which namespace a process is.',
      scope: { grammar: [], bare: { kind: 'stop' } },
    },
    { verb: 'pids', doc: 'Show the processes of a namespace.', scope: rest },
    { verb: 'exec', doc: 'Run a command in a namespace.', scope: rest },
    { verb: 'monitor', doc: 'Tell when namespaces come and go.', scope: anyWords },
    {
      verb: 'attach',
      doc: 'Name the namespace of a process.',
      since: { iproute2: '5.1' },
      scope: named(
        {
          atLeastOne: {
            missing: 'the name of the namespace, and a process',
            says: 'No netns name and PID specified',
          },
        },
        full(
          'name',
          { kind: 'list', of: [text, i32] },
          {
            doc: 'Name of the namespace, and the number of a process in it.',
            answer: 'Invalid PID: %s',
          },
        ),
      ),
    },
  ],
};
