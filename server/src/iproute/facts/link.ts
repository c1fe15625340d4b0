/** What an `ip link` command says. */
import { commonOf, type Cursor, type Taken } from '../cursor.ts';
import type { IpLinkCommand } from '../types.ts';
import { isThere, numberAfter, textAfter } from './values.ts';
import { wordOf } from './words.ts';

const verbs: Readonly<Record<string, IpLinkCommand['verb']>> = {
  add: 'add',
  replace: 'replace',
  set: 'set',
  delete: 'del',
  show: 'show',
  'property add': 'name',
  'property del': 'unname',
};

/** The facts of what was read after `ip link`. */
export function linkFacts(cursor: Cursor, word: string | undefined): IpLinkCommand {
  const verb = verbs[word ?? ''] ?? 'other';
  const { own, settings, peer } = split(cursor.taken);
  const name = textAfter(own, 'name');
  const dev = textAfter(
    own.filter(({ values }) => values.length > 0),
    'dev',
  );
  const isNew = verb === 'add' || verb === 'replace';
  const kind = textAfter(own, 'type');
  return {
    object: 'link',
    verb,
    dev: isNew ? (name ?? dev) : (dev ?? name),
    kind,
    state: stateOf(own),
    master: textAfter(own, 'master', 'vrf'),
    noMaster: isThere(own, 'nomaster'),
    lower: textAfter(own, 'link'),
    newName: isNew || dev === undefined ? undefined : name,
    otherNames: own.filter(({ row }) => row.keyword === 'altname').flatMap(({ values }) => values),
    mtu: numberAfter(own, 'mtu'),
    address: textAfter(own, 'address'),
    netns: textAfter(own, 'netns'),
    peer:
      textAfter(peer, 'name') ??
      textAfter(
        peer.filter(({ values }) => values.length > 0),
        'dev',
      ),
    settings: settings.map((each) => wordOf(each)),
    ...commonOf(cursor),
    // `ip link set group 1 up` acts on all links of the group.
    ...(dev === undefined && name === undefined && isThere(own, 'group')
      ? { incomplete: true }
      : {}),
  };
}

interface Parts {
  readonly own: readonly Taken[];
  /** After `type KIND`. */
  readonly settings: readonly Taken[];
  /** After `peer` of a pair. */
  readonly peer: readonly Taken[];
}

function split(taken: readonly Taken[]): Parts {
  const kind = taken.findIndex(
    ({ row }) => row.argument.kind === 'select' && row.keyword === 'type',
  );
  if (kind < 0) return { own: taken, settings: [], peer: [] };
  const after = taken.slice(kind + 1);
  const peer = after.findIndex(({ row }) => row.keyword === 'peer');
  return {
    own: taken.slice(0, kind + 1),
    settings: peer < 0 ? after : after.slice(0, peer),
    peer: peer < 0 ? [] : after.slice(peer + 1),
  };
}

function stateOf(own: readonly Taken[]): IpLinkCommand['state'] {
  const last = own.findLast(({ row }) => row.keyword === 'up' || row.keyword === 'down');
  return last === undefined ? undefined : last.row.keyword === 'up' ? 'up' : 'down';
}
