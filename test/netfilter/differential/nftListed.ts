/** `nft -j list ruleset` in the words of our comparison (libnftables-json(5)). */

export interface Marks {
  readonly mark: number;
  readonly ctMark: number;
}

export interface MarkWrite {
  readonly key: 'mark' | 'ctMark';
  /** What is written to a packet with these marks; undefined where it is computed from something else. */
  readonly value: (marks: Marks) => number | undefined;
  /** A map by this mark: whatever it holds, the result depends on nothing else. */
  readonly mappedFrom?: 'mark' | 'ctMark' | undefined;
}

export interface ListedRule {
  readonly match: Readonly<Record<string, string>>;
  readonly actions: readonly (string | MarkWrite)[];
}

export interface ListedChain {
  readonly head: string;
  readonly rules: ListedRule[];
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function keyText(...parts: readonly (Json | undefined)[]): string {
  return parts.map((part) => text(part)).join(' ');
}

/** Elements of named maps, by `family table @name`. */
type Maps = ReadonlyMap<string, readonly Json[]>;

/** By `family table chain`. */
export function listedChains(json: string): ReadonlyMap<string, ListedChain> {
  const chains = new Map<string, ListedChain>();
  const parsed = JSON.parse(json) as { readonly nftables: readonly JsonObject[] };
  const maps = mapsOf(parsed.nftables);
  for (const entry of parsed.nftables) {
    const chain = entry['chain'] as JsonObject | undefined;
    const rule = entry['rule'] as JsonObject | undefined;
    if (chain !== undefined) {
      const head =
        chain['hook'] === undefined
          ? '-'
          : `${text(chain['type'])} ${text(chain['hook'])} ${text(chain['prio'])} ${text(chain['policy'])}`;
      chains.set(keyText(chain['family'], chain['table'], chain['name']), { head, rules: [] });
    }
    if (rule !== undefined) {
      const elements = (data: Json): readonly Json[] =>
        typeof data === 'string'
          ? (maps.get(keyText(rule['family'], rule['table'], data)) ?? [])
          : (((data as JsonObject | null)?.['set'] ?? []) as readonly Json[]);
      chains
        .get(keyText(rule['family'], rule['table'], rule['chain']))
        ?.rules.push(...rulesOf(rule['expr'] as readonly JsonObject[], elements));
    }
  }
  return chains;
}

function mapsOf(entries: readonly JsonObject[]): Maps {
  return new Map(
    entries.flatMap((entry) => {
      const map = entry['map'] as JsonObject | undefined;
      if (map === undefined) return [];
      const key = keyText(map['family'], map['table'], `@${text(map['name'])}`);
      return [[key, (map['elem'] ?? []) as readonly Json[]]];
    }),
  );
}

type Elements = (data: Json) => readonly Json[];

interface Variant {
  readonly side: 'iif' | 'oif' | MarkWrite['key'];
  readonly name: string;
  readonly actions: ListedRule['actions'];
}

/** A map on a link gives one rule for each entry, as ours does. */
function rulesOf(expressions: readonly JsonObject[], elements: Elements): readonly ListedRule[] {
  const match: Record<string, string> = {};
  const actions: (string | MarkWrite)[] = [];
  let variants: readonly Variant[] = [];
  let at = 0;
  for (const expression of expressions) {
    const [kind = '', body] = Object.entries(expression)[0] ?? [];
    if (kind === 'match') readMatch(match, body as JsonObject);
    else if (kind === 'mangle') {
      const mangle = body as JsonObject;
      const key = keyOf(mangle['key'] as Json);
      const found = key === undefined ? [] : markVariants(key, mangle['value'] as Json, elements);
      if (found.length > 0) [variants, at] = [found, actions.length];
      else if (key !== undefined) actions.push(writeOf(key, mangle['value'] as Json));
    } else if (kind === 'vmap') {
      const found = verdictVariants(body as JsonObject, elements);
      if (found === undefined) actions.push(...verdictsOf(body as JsonObject, elements));
      else [variants, at] = [found, actions.length];
    } else actions.push(...actionOf(kind, body as JsonObject | null));
  }
  if (variants.length === 0) return [{ match, actions }];
  return variants
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ side, name, actions: own }) => ({
      match: { ...match, [side]: name },
      actions: [...actions.slice(0, at), ...own, ...actions.slice(at)],
    }));
}

function writeOf(key: MarkWrite['key'], value: Json): MarkWrite {
  const map = (value as JsonObject | null)?.['map'] as JsonObject | undefined;
  const mappedFrom = map === undefined ? undefined : keyOf(map['key'] as Json);
  return { key, mappedFrom, value: (marks) => evaluate(value, marks) };
}

function sideOf(key: Json | undefined): Variant['side'] | undefined {
  const name = ((key as JsonObject | undefined)?.['meta'] as JsonObject | undefined)?.['key'];
  return name === 'iifname' ? 'iif' : name === 'oifname' ? 'oif' : undefined;
}

function markVariants(key: MarkWrite['key'], value: Json, elements: Elements): readonly Variant[] {
  const map = (value as JsonObject | null)?.['map'] as JsonObject | undefined;
  const side = sideOf(map?.['key']);
  if (side === undefined) return [];
  return (elements(map?.['data'] ?? null) as readonly (readonly [string, number])[]).map(
    ([name, mark]) => ({ side, name, actions: [{ key, value: () => mark }] }),
  );
}

type Verdict = readonly [key: Json, verdict: JsonObject];

/** Undefined: not on a link. */
function verdictVariants(body: JsonObject, elements: Elements): readonly Variant[] | undefined {
  const side = sideOf(body['key']) ?? keyOf(body['key'] ?? null);
  const verdicts = elements(body['data'] ?? null) as readonly Verdict[];
  const isMark = side === 'mark' || side === 'ctMark';
  if (side === undefined || (isMark && verdicts.some(([key]) => typeof key !== 'number')))
    return undefined;
  if (isMark && verdicts.length === 0) return undefined;
  return verdicts.map(([name, verdict]) => ({
    side,
    name: isMark ? `${text(name)}/${0xffff_ffff}` : text(name),
    actions: verdictText(verdict),
  }));
}

/** Drawn by a balancer: one of several. By anything else: any of them. */
function verdictsOf(body: JsonObject, elements: Elements): readonly string[] {
  const [kind = ''] = Object.keys(body['key'] as JsonObject);
  if (['numgen', 'jhash', 'symhash'].includes(kind)) return ['choose'];
  const verdicts = elements(body['data'] ?? null) as readonly Verdict[];
  return [vmapText(verdicts.flatMap(([, verdict]) => verdictText(verdict)))];
}

/** In one order, since the kernel has its own. */
export function vmapText(verdicts: readonly string[]): string {
  return `vmap ${verdicts.toSorted().join(', ')}`;
}

function verdictText(verdict: JsonObject): readonly string[] {
  const [kind = '', target] = Object.entries(verdict)[0] ?? [];
  return actionOf(kind, target as JsonObject | null);
}

function actionOf(kind: string, body: JsonObject | null): readonly string[] {
  switch (kind) {
    case 'accept':
    case 'drop':
    case 'return':
    case 'masquerade':
    case 'redirect':
      return [kind];
    case 'reject':
      return ['drop'];
    case 'jump':
    case 'goto':
      return [`${kind} ${text(body?.['target'])}`];
    case 'snat':
    case 'dnat':
      return [`${kind} ${addressText(body?.['addr'] ?? null)}`];
    case 'set':
      return ['unmodelled'];
    default:
      return [];
  }
}

function addressText(value: Json): string {
  if (typeof value === 'string') return value;
  const range = (value as JsonObject | null)?.['range'] as readonly Json[] | undefined;
  // An address by map is left out.
  return range === undefined ? '' : text(range[0]);
}

function keyOf(left: Json): MarkWrite['key'] | undefined {
  const object = left as JsonObject;
  const meta = (object['meta'] as JsonObject | undefined)?.['key'];
  const connection = (object['ct'] as JsonObject | undefined)?.['key'];
  if (meta === 'mark') return 'mark';
  return connection === 'mark' ? 'ctMark' : undefined;
}

function readMatch(match: Record<string, string>, { op, left, right }: JsonObject): void {
  const sign = op === '!=' ? '!' : '';
  const object = left as JsonObject;
  const meta = (object['meta'] as JsonObject | undefined)?.['key'];
  if (meta === 'iifname' || meta === 'oifname')
    match[meta === 'iifname' ? 'iif' : 'oif'] =
      sign +
      textsOf(right ?? null)
        .toSorted()
        .join();
  const payload = object['payload'] as JsonObject | undefined;
  if (
    payload?.['protocol'] === 'ip' &&
    (payload['field'] === 'saddr' || payload['field'] === 'daddr')
  )
    match[payload['field'] === 'saddr' ? 'source' : 'destination'] =
      sign +
      textsOf(right ?? null)
        .map((text) => (/[/@?]/.test(text) ? text : `${text}/32`))
        .toSorted()
        .join();
  if (payload?.['protocol'] === 'ip6' && payload['field'] === 'saddr')
    match['source'] = textsOf(right ?? null)
      .map((text) => `${text}/128`)
      .join();
  readMark(match, { sign, left: object, right: right ?? null });
  if ((object['ct'] as JsonObject | undefined)?.['key'] === 'state') {
    const all = ['invalid', 'new', 'established', 'related', 'untracked'];
    const texts = textsOf(right ?? null);
    match['states'] = all
      .filter((state) => texts.includes(state) !== (sign === '!'))
      .toSorted()
      .join();
  }
}

function readMark(
  match: Record<string, string>,
  { sign, left, right }: { readonly sign: string; readonly left: JsonObject; readonly right: Json },
): void {
  const masked = left['&'] as readonly Json[] | undefined;
  const key = keyOf(masked === undefined ? left : (masked[0] ?? null));
  const mask = masked === undefined ? 0xffff_ffff : Number(masked[1]);
  if (key !== undefined) match[key] = `${sign}${text(right)}/${mask}`;
}

function textsOf(right: Json): readonly string[] {
  if (typeof right === 'string' || typeof right === 'number') return [String(right)];
  if (Array.isArray(right)) return (right as readonly Json[]).flatMap((one) => textsOf(one));
  const object = right as JsonObject | null;
  const set = object?.['set'];
  if (set !== undefined) return textsOf(set);
  const prefix = object?.['prefix'] as JsonObject | undefined;
  return [prefix === undefined ? '?' : `${text(prefix['addr'])}/${text(prefix['len'])}`];
}

/** Arithmetic on marks; undefined for anything else. */
function evaluate(value: Json, marks: Marks): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const key = keyOf(value);
  if (key !== undefined) return marks[key];
  const [operator = '', operands] = Object.entries(value)[0] ?? [];
  if (!Array.isArray(operands)) return undefined;
  const [a, b] = (operands as readonly Json[]).map((one) => evaluate(one, marks));
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case '&':
      return (a & b) >>> 0;
    case '|':
      return (a | b) >>> 0;
    case '^':
      return (a ^ b) >>> 0;
    default:
      return undefined;
  }
}
