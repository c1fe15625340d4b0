/**
 * Reads one file into the state as netplan does: again and again while definitions turn up that were missing before.
 * Follows process_document and handle_network_type of netplan 1.2 (src/parse.c).
 */
import type { YamlEntry, YamlMapping } from '../../yaml/types.ts';
import { mappingsOf } from '../entries.ts';
import { isLinkKind } from '../keys/network.ts';
import { readName } from '../names.ts';
import { refuseAssertion } from '../refusal.ts';
import type { NetplanLinkKind } from '../types.ts';
import { refuseDuplicate, refuseUndefined, warnRenderer } from './wording.ts';
import { checkedAlone, readAlone } from './alone.ts';
import { applyDefinition } from './apply.ts';
import { checkGrammar } from './grammar.ts';
import { applyGlobals } from './openvswitch.ts';
import { backendOf, createDefinition, originIn } from './state.ts';
import type { Backend, Definition, TreeState } from './state.ts';

/** A file is read at most this often; netplan stops by itself long before. */
const maxPasses = 50;

/**
 * `startPass` is called at the start of each pass: what was reported of the file before counts no longer.
 * When netplan has stopped with an error, the file is read on for the errors that it would show next.
 */
export function readFile(state: TreeState, root: YamlMapping, startPass: () => void): void {
  state.missing = new Map();
  state.goesOn = false;
  readInPasses(state, root, startPass);
  if (state.isStopped) {
    state.goesOn = true;
    state.isStopped = false;
    readInPasses(state, root, () => {});
  }
  adoptMissing(state);
  for (const { name, definition, place } of state.missingPlaces) {
    if (!state.missing.has(name)) continue;
    state.report(place, refuseUndefined(name, definition, [...state.definitions.keys()]));
  }
  checkSpared(state);
}

/** While a reference is open netplan checks no grammar, so these errors of other definitions are what it would show next. */
function checkSpared(state: TreeState): void {
  if (state.missing.size === 0) return;
  state.goesOn = true;
  const open = new Set(state.missingPlaces.map(({ definition }) => definition));
  for (const definition of state.definitions.values()) {
    const { source, place, hasGrammar } = definition;
    if (hasGrammar || place.file !== state.file) continue;
    // No renderer will fall over it: netplan refuses the file before.
    definition.hasGrammar = true;
    if (source?.value?.kind !== 'mapping') continue;
    if (!open.has(definition)) checkGrammarIfAlone(atBody(state, source.value), definition);
  }
}

function readInPasses(state: TreeState, root: YamlMapping, startPass: () => void): void {
  for (let i = 0; i < maxPasses; i++) {
    const before = state.found;
    state.found = 0;
    state.missingPlaces = [];
    state.isStopped = false;
    startPass();
    readOnce(state, root);
    const isStuck = state.missing.size > 0 && state.found === before;
    if (isStuck || (state.missing.size === 0 && state.found === 0)) return;
  }
}

function readOnce(state: TreeState, root: YamlMapping): void {
  for (const network of mappingsOf(root, 'network'))
    for (const { key, value } of network.entries) {
      if (state.isStopped) return;
      if (key.text === 'renderer' && value?.kind === 'scalar')
        state.renderer = rendererOf(value.text) ?? state.renderer;
      if (value?.kind !== 'mapping') continue;
      if (key.text === 'openvswitch') applyGlobals(state, value);
      else if (isLinkKind(key.text)) readSection(state, key.text, value);
    }
}

function rendererOf(text: string): Backend | undefined {
  return text === 'networkd' || text === 'NetworkManager' ? text : undefined;
}

function readSection(state: TreeState, kind: NetplanLinkKind, section: YamlMapping): void {
  let renderer: Backend | undefined;
  for (const entry of section.entries) {
    if (state.isStopped) return;
    const { key, value } = entry;
    if (key.text === 'renderer') {
      if (value?.kind === 'scalar') renderer = rendererOf(value.text) ?? renderer;
    } else if (value?.kind === 'mapping' && 'value' in readName(key.text)) {
      const definition = define(state, { kind, entry, renderer });
      if (definition === undefined) continue;
      // Reading it once more changes nothing.
      if (definition.source !== entry) applyDefinition(state, definition, value);
      if (kind === 'nm-devices' && state.target !== '0.106') definition.backend = 'NetworkManager';
      if (state.missing.size === 0 && !state.isStopped) {
        definition.hasGrammar = true;
        checkGrammarOnce(atBody(state, value), definition);
      } else if (!state.isStopped) checkPassthrough(state, definition);
    }
  }
}

const checkGrammarOnce = checkedAlone(checkGrammar);
const checkGrammarIfAlone = checkedAlone(checkGrammar, () => {});

/**
 * While a reference is open, netplan does not check the grammar, so the renderer falls over a device without passthrough
 * (type_str, src/nm.c, netplan 1.2).
 */
function checkPassthrough(state: TreeState, definition: Definition): void {
  const { kind, sections, place } = definition;
  if (kind !== 'nm-devices' || sections.has('networkmanager.passthrough')) return;
  const todo = 'add `networkmanager: passthrough:` with `connection.type`';
  state.report(place, refuseAssertion('the device has no connection type', todo));
}

/** netplan 0.106 names the place of a definition's keys where later versions name none. */
function atBody(state: TreeState, { span }: YamlMapping): TreeState {
  if (state.target !== '0.106') return state;
  const related = [
    {
      span: { start: span.start, end: span.start + 1 },
      message: 'netplan reports the error at the keys of the definition',
    },
  ];
  return {
    ...state,
    report: (place, refusal, isAlone) =>
      state.report(place, place.file === state.file ? { related, ...refusal } : refusal, isAlone),
  };
}

interface Occurrence {
  readonly kind: NetplanLinkKind;
  readonly entry: YamlEntry;
  readonly renderer: Backend | undefined;
}

/** The definition of an id, new or known; undefined if the id belongs to another device type. */
function define(state: TreeState, { kind, entry, renderer }: Occurrence): Definition | undefined {
  const id = entry.key.text;
  const place = originIn(state, entry.key.span);
  if (state.missing.delete(id)) state.found++;
  const old = state.definitions.get(id);
  const definition =
    old ??
    readAlone(state, { kind, entry, renderer }) ??
    createDefinition(id, kind, { place, backend: renderer });
  if (definition.kind === 'placeholder') definition.kind = kind;
  if (definition.kind !== kind) {
    state.report(place, refuseDuplicate(id, definition.kind));
    return undefined;
  }
  definition.place = place;
  state.definitions.set(id, definition);
  if (
    kind === 'nm-devices' &&
    definition.backend !== 'NetworkManager' &&
    state.target !== '0.106'
  ) {
    state.report(place, warnRenderer(id));
    definition.backend = 'NetworkManager';
  }
  return definition;
}

/** NetworkManager makes VLANs and virtual Ethernet links without knowing the other end. */
function adoptMissing(state: TreeState): void {
  if (state.target === '0.106') return;
  for (const [name, { definition, place }] of state.missing) {
    const { kind } = definition;
    if (kind !== 'vlans' && kind !== 'virtual-ethernets') continue;
    if (backendOf(state, definition) !== 'NetworkManager') continue;
    const placeholder = createDefinition(name, 'placeholder', { place, backend: 'NetworkManager' });
    state.definitions.set(name, placeholder);
    if (kind === 'vlans') definition.link = placeholder;
    else definition.peer = placeholder;
    state.missing.delete(name);
  }
}
