/**
 * The definitions of a host while its netplan files are folded in, in netplan's order.
 * Mutable on purpose and private to `tree/`: netplan's passes change definitions in place.
 */
import type { Origin } from '../../base/fact.ts';
import type { Span } from '../../base/span.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../../yaml/types.ts';
import type { Refusal } from '../refusal.ts';
import type { NetplanLinkKind } from '../types.ts';
import type { NetplanVersion } from '../version.ts';

/** `ovs` is Open vSwitch: nobody writes it, netplan chooses it. */
export type Backend = 'networkd' | 'NetworkManager' | 'ovs';

/** A scalar with its place. */
export interface Placed {
  readonly text: string;
  readonly origin: Origin;
}

export interface ListItem {
  readonly node: YamlNode;
  readonly file: string;
}

export interface AccessPoint {
  readonly ssid: string;
  readonly place: Origin;
  readonly scalars: ReadonlyMap<string, Placed>;
  readonly sections: ReadonlySet<string>;
}

export interface Definition {
  readonly id: string;
  /** `port`: a patch port of Open vSwitch; `placeholder`: only NetworkManager knows it. */
  kind: NetplanLinkKind | 'port' | 'placeholder';
  /** The id where it was written last. */
  place: Origin;
  backend: Backend | undefined;
  /** The entry that alone made it: the collections are shared with what `alone.ts` remembers. */
  source: YamlEntry | undefined;
  /** By path, `parameters.mode`; the last one wins. */
  scalars: Map<string, Placed>;
  /** By path; later lists append. */
  lists: Map<string, ListItem[]>;
  /** Paths of mappings that were there. */
  sections: Set<string>;
  /** List entries that are in `lists`: netplan reads a file several times. */
  seen: Set<YamlNode>;
  accessPoints: Map<string, AccessPoint>;
  bridge: Definition | undefined;
  bond: Definition | undefined;
  vrf: Definition | undefined;
  /** Of a VLAN. */
  link: Definition | undefined;
  /** The physical function of a virtual function. */
  physicalFunction: Definition | undefined;
  /** Of a virtual Ethernet link. */
  peer: Definition | undefined;
  /** Of an Open vSwitch patch port. */
  peerPort: string | undefined;
  /** Of a bond, the id of its primary; netplan marks the member with its own id too. */
  primary: string | undefined;
  pathCost: number;
  portPriority: number;
  /** True once netplan checked what the definition must have; it does not while some reference is open. */
  hasGrammar: boolean;
}

export interface TreeState {
  readonly target: NetplanVersion;
  /** In the order in which they were defined first. */
  readonly definitions: Map<string, Definition>;
  renderer: Backend | undefined;
  /** Settings of the global `openvswitch`. */
  readonly globals: Map<string, Placed>;
  /** References to what is not defined yet, by name, with the definition that asked last. */
  missing: Map<string, Missing>;
  /** Every place of an undefined reference in this pass. */
  missingPlaces: Missing[];
  /** Missing definitions that turned up in this pass (missing_ids_found of netplan). */
  found: number;
  /** The file that is being read. */
  file: string;
  /** netplan stops reading a file at the first error; what it did not read of it changes nothing. */
  isStopped: boolean;
  /** True while the rest of a refused file is read for more errors. */
  goesOn: boolean;
  /** By their first node: a list is met again in each pass. */
  readonly ignored: Map<YamlNode, IgnoredList>;
  /** `isAlone`: it follows from one definition, whatever the others are. */
  readonly report: (place: Origin, refusal: Refusal, isAlone?: boolean) => void;
}

/** Peers that netplan does not read: it takes a list for the same list when it is as long as what it has already. */
export interface IgnoredList {
  readonly id: string;
  readonly place: Origin;
  /** The first of those that count. */
  readonly earlier: Origin;
}

export interface Missing {
  readonly name: string;
  readonly definition: Definition;
  readonly place: Origin;
}

export function createDefinition(
  id: string,
  kind: Definition['kind'],
  { place, backend }: { readonly place: Origin; readonly backend: Backend | undefined },
): Definition {
  return {
    id,
    kind,
    place,
    backend,
    source: undefined,
    scalars: new Map(),
    lists: new Map(),
    sections: new Set(),
    seen: new Set(),
    accessPoints: new Map(),
    bridge: undefined,
    bond: undefined,
    vrf: undefined,
    link: undefined,
    physicalFunction: undefined,
    peer: undefined,
    peerPort: undefined,
    primary: undefined,
    pathCost: 0,
    portPriority: 0,
    hasGrammar: false,
  };
}

/** Before a definition is changed: what it shares with what is remembered becomes its own. */
export function makeOwn(definition: Definition): void {
  if (definition.source === undefined) return;
  definition.source = undefined;
  definition.scalars = new Map(definition.scalars);
  definition.lists = new Map([...definition.lists].map(([path, items]) => [path, [...items]]));
  definition.sections = new Set(definition.sections);
  definition.seen = new Set(definition.seen);
  definition.accessPoints = new Map(definition.accessPoints);
}

export function originIn(state: TreeState, span: Span): Origin {
  return { file: state.file, span };
}

/** The definition that a scalar names; if there is none, it is noted as missing. */
export function lookUp(
  state: TreeState,
  definition: Definition,
  reference: YamlScalar,
): Definition | undefined {
  const found = state.definitions.get(reference.text);
  if (found !== undefined) return found;
  const place = originIn(state, reference.span);
  const missing = { name: reference.text, definition, place };
  state.missing.set(reference.text, missing);
  state.missingPlaces.push(missing);
  return undefined;
}

/** The renderer that counts in the end. */
export function backendOf(state: TreeState, definition: Definition): Backend {
  return definition.backend ?? state.renderer ?? 'networkd';
}

export function textOf(definition: Definition, path: string): string | undefined {
  return definition.scalars.get(path)?.text;
}

const trueWords: ReadonlySet<string> = new Set(['true', 'on', 'yes', 'y']);

export function isTrue(definition: Definition, path: string): boolean {
  return trueWords.has(textOf(definition, path)?.toLowerCase() ?? '');
}

/** The place of a value, or of the id where the value is not there. */
export function placeOf(definition: Definition, path: string): Origin {
  return definition.scalars.get(path)?.origin ?? definition.place;
}
