/** `[Bond]` of a `.netdev` file: systemd.netdev(5), v255. The words of modes and hash policies are those of `ip`. */
import type { PlacedValue } from '../implied.ts';
import { settingOf, type Section } from './section.ts';

const options: readonly (readonly [key: string, word: string])[] = [
  ['Mode', 'mode'],
  ['TransmitHashPolicy', 'xmit_hash_policy'],
];

export function bondSettings(sections: readonly Section[]): readonly (string | PlacedValue)[] {
  const bond = sections.find(({ name }) => name === 'Bond');
  if (bond === undefined) return [];
  return options.flatMap(([key, word]) => {
    const value = settingOf(bond, key);
    return value === undefined ? [] : [word, value];
  });
}
