/** `nft -j list ruleset` in the words of our comparison (libnftables-json(5)). */

export interface Marks {
  readonly mark: number;
  readonly ctMark: number;
}

export interface MarkWrite {
  readonly key: 'mark' | 'ctMark';
  /** What is written to a packet with these marks; undefined where it is computed from something else. */
  readonly value: (marks: Marks) => number | undefined;
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

/** By `family table chain`. */
export function listedChains(json: string): ReadonlyMap<string, ListedChain> {
  const chains = new Map<string, ListedChain>();
  const parsed = JSON.parse(json) as { readonly nftables: readonly JsonObject[] };
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
    if (rule !== undefined)
      chains
        .get(keyText(rule['family'], rule['table'], rule['chain']))
        ?.rules.push(...rulesOf(rule['expr'] as readonly JsonObject[]));
  }
  return chains;
}

/** A map on a link gives one rule for each entry, as ours does. */
function rulesOf(expressions: readonly JsonObject[]): readonly ListedRule[] {
  const match: Record<string, string> = {};
  const actions: (string | MarkWrite)[] = [];
  let variants: readonly {
    readonly name: string;
    readonly value: number;
    readonly key: MarkWrite['key'];
  }[] = [];
  for (const expression of expressions) {
    const [kind = '', body] = Object.entries(expression)[0] ?? [];
    if (kind === 'match') readMatch(match, body as JsonObject);
    else if (kind === 'mangle') {
      const mangle = body as JsonObject;
      const key = keyOf(mangle['key'] as Json);
      const found = linkMap(mangle['value'] as Json);
      if (key !== undefined && found !== undefined)
        variants = found.map((one) => ({ ...one, key }));
      else if (key !== undefined)
        actions.push({ key, value: (marks) => evaluate(mangle['value'] as Json, marks) });
    } else actions.push(...actionOf(kind, body as JsonObject | null));
  }
  if (variants.length === 0) return [{ match, actions }];
  return variants.map(({ name, value, key }) => ({
    match: { ...match, iif: name },
    actions: [{ key, value: () => value }, ...actions],
  }));
}

function linkMap(
  value: Json,
): readonly { readonly name: string; readonly value: number }[] | undefined {
  const map = (value as JsonObject | null)?.['map'] as JsonObject | undefined;
  const key = ((map?.['key'] as JsonObject | undefined)?.['meta'] as JsonObject | undefined)?.[
    'key'
  ];
  if (key !== 'iifname') return undefined;
  const data = map?.['data'] as JsonObject | undefined;
  const set = (data?.['set'] ?? []) as readonly (readonly [string, number])[];
  return set.map(([name, mark]) => ({ name, value: mark }));
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
    case 'vmap':
      return ['accept', 'drop', 'unmodelled'];
    default:
      return [];
  }
}

function addressText(value: Json): string {
  if (typeof value === 'string') return value;
  const range = (value as JsonObject | null)?.['range'] as readonly Json[] | undefined;
  return text(range?.[0]);
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
