/**
 * Definitions that stand alone: written once, naming no other. What netplan makes of one follows from its text, so it is
 * made once and taken again until somebody edits the definition.
 * Invariant: `readAlone` and `checkAlone` do what the passes do without them. What looked at other definitions, or was
 * refused while it was read, is not remembered.
 */
import { createMemo } from '../../base/pieces.ts';
import type { Origin } from '../../base/fact.ts';
import type { YamlEntry } from '../../yaml/types.ts';
import type { Refusal } from '../refusal.ts';
import type { NetplanLinkKind } from '../types.ts';
import { applyDefinition } from './apply.ts';
import { createDefinition, originIn } from './state.ts';
import type { Backend, Definition, TreeState } from './state.ts';

interface Writing {
  readonly kind: NetplanLinkKind;
  readonly entry: YamlEntry;
  readonly renderer: Backend | undefined;
}

/** Kinds that change with what others say of them. */
const entangledKinds: ReadonlySet<NetplanLinkKind> = new Set(['nm-devices', 'virtual-ethernets']);

const readings = createMemo<Definition | undefined>();

/** A definition that no other file or line has named so far, as its entry makes it; undefined if it does not stand alone. */
export function readAlone(state: TreeState, writing: Writing): Definition | undefined {
  const { entry, kind, renderer } = writing;
  if (entangledKinds.has(kind)) return undefined;
  // netplan 0.106 refuses networks that an earlier pass has defined.
  if (kind === 'wifis' && state.target === '0.106') return undefined;
  const inputs = [kind, renderer, state.file, state.target];
  const made = readings.recall(entry, inputs, () => readOnItsOwn(state, writing));
  return made === undefined ? undefined : { ...made };
}

function readOnItsOwn(
  { target, file }: TreeState,
  { kind, entry, renderer }: Writing,
): Definition | undefined {
  if (entry.value?.kind !== 'mapping') return undefined;
  let isRefused = false;
  const state: TreeState = {
    target,
    file,
    definitions: new Map(),
    renderer: undefined,
    globals: new Map(),
    missing: new Map(),
    missingPlaces: [],
    found: 0,
    isStopped: false,
    goesOn: false,
    ignored: new Map(),
    report: () => {
      isRefused = true;
    },
  };
  const place = originIn(state, entry.key.span);
  const definition = createDefinition(entry.key.text, kind, { place, backend: renderer });
  applyDefinition(state, definition, entry.value);
  definition.source = entry;
  return isRefused || state.missing.size + state.ignored.size > 0 ? undefined : definition;
}

interface Said {
  readonly place: Origin;
  readonly refusal: Refusal;
}

type Check = (state: TreeState, definition: Definition) => void;

/** A check that is run once for each definition that stands alone, and another for those that do not. */
export function checkedAlone(check: Check, checkOther: Check = check): Check {
  const outcomes = createMemo<readonly Said[] | undefined>();
  return (state, definition) => {
    const { source, backend, kind, hasGrammar } = definition;
    if (source === undefined || !isFree(definition)) return checkOther(state, definition);
    const { file, renderer, target, isStopped, goesOn } = state;
    const inputs = [kind, backend, renderer, target, file, isStopped, goesOn, hasGrammar];
    const said = outcomes.recall(source, inputs, () => listen(check, state, definition));
    if (said === undefined) return checkOther(state, definition);
    for (const { place, refusal } of said) state.report(place, refusal, true);
  };
}

/** No other definition has it as a member, peer or the like. */
function isFree(definition: Definition): boolean {
  const { bridge, bond, vrf, link, physicalFunction, peer, peerPort, primary } = definition;
  return (
    [bridge, bond, vrf, link, physicalFunction, peer, peerPort, primary].every(
      (other) => other === undefined,
    ) &&
    definition.pathCost === 0 &&
    definition.portPriority === 0
  );
}

/** What a check reports, or undefined if it looked at more than the definition. */
function listen(
  check: Check,
  state: TreeState,
  definition: Definition,
): readonly Said[] | undefined {
  const said: Said[] = [];
  let isAlone = true;
  const watch = <T>(value: T): T => {
    isAlone = false;
    return value;
  };
  check(
    {
      target: state.target,
      renderer: state.renderer,
      file: state.file,
      isStopped: state.isStopped,
      goesOn: state.goesOn,
      report: (place, refusal) => said.push({ place, refusal }),
      get definitions() {
        return watch(state.definitions);
      },
      get globals() {
        return watch(state.globals);
      },
      get ignored() {
        return watch(state.ignored);
      },
      get missing() {
        return watch(state.missing);
      },
      get missingPlaces() {
        return watch(state.missingPlaces);
      },
      get found() {
        return watch(state.found);
      },
    },
    definition,
  );
  return isAlone ? said : undefined;
}
