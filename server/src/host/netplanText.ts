/** Whether a YAML text outside of a `netplan` folder is netplan: other programs have a `network:` too. */
import { isLinkKind, network } from '../netplan/keys/network.ts';

const networkMapping = /^network:[ \t]*(?:#.*|\{.*)?$/m;
const topKey = /^(?:"([\w.-]+)"|'([\w.-]+)'|([\w.-]+))[ \t]*:(?=\s|$)/gm;
const innerKey = /^[ \t]+["']?([\w-]+)["']?[ \t]*:(?=\s|$)|[{,][ \t]*["']?([\w-]+)["']?[ \t]*:/gm;

/** At most so much of a text is looked at. */
const maxLook = 20_000;

/**
 * True for a `network:` mapping with no foreign key beside it and, unless it is still empty, a key of netplan in it.
 * A section of netplan beside it is a mistake of indentation, and netplan all the same.
 */
export function isNetplanText(text: string): boolean {
  if (!networkMapping.test(text)) return false;
  const look = text.slice(0, maxLook);
  const top = keysOf(look, topKey);
  if (top.some((key) => key !== 'network' && !isLinkKind(key))) return false;
  const inner = keysOf(look, innerKey);
  return inner.length === 0 || inner.some((key) => network.rows.has(key));
}

function keysOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((found) => found.slice(1).find(Boolean) ?? '');
}
