/**
 * IPv6 text to four u32 words, as inet_pton(3) reads it: groups of one to four hexadecimal digits, one `::` that
 * stands for at least one group, a dotted quad as the last 32 bits, no zone.
 */
type Words = readonly [number, number, number, number];

/** Undefined if the text is no IPv6 address. `parseQuad` reads the dotted quad at the end. */
export function parseIpv6(
  text: string,
  parseQuad: (text: string) => number | undefined,
): Words | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = '', tail] = halves;
  const front = readGroups(head, tail === undefined ? parseQuad : undefined);
  if (front === undefined) return undefined;
  if (tail === undefined) return front.length === 8 ? toWords(front) : undefined;
  const back = readGroups(tail, parseQuad);
  if (back === undefined || front.length + back.length > 7) return undefined;
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => 0);
  return toWords([...front, ...zeros, ...back]);
}

function readGroups(
  text: string,
  parseQuad: ((text: string) => number | undefined) | undefined,
): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const quad = i === parts.length - 1 ? parseQuad?.(part) : undefined;
    if (quad === undefined) return undefined;
    groups.push(quad >>> 16, quad & 0xffff);
  }
  return groups;
}

function toWords(groups: readonly number[]): Words {
  const word = (i: number): number =>
    (((groups[2 * i] ?? 0) << 16) | (groups[2 * i + 1] ?? 0)) >>> 0;
  return [word(0), word(1), word(2), word(3)];
}
