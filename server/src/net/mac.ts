/** Link-layer addresses of Ethernet: six octets. */

export type MacAddress = readonly [number, number, number, number, number, number];

/** `02:00:5e:10:00:01`, also with `-`. Undefined: not six hexadecimal octets. */
export function parseMac(text: string): MacAddress | undefined {
  const match =
    /^([0-9a-f]{2})([:-])([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})$/i.exec(
      text.trim(),
    );
  if (match === null) return undefined;
  const octet = (index: number): number => Number.parseInt(match[index] ?? '', 16);
  return [octet(1), octet(3), octet(4), octet(5), octet(6), octet(7)];
}
