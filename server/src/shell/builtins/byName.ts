/** Functions that these files do not hold and that get the name of a variable to set: `config_get family "$1" family` of OpenWrt. */
import { forget } from '../environment.ts';
import { identifier, textOfWord } from './call.ts';
import type { BuiltinCall } from './call.ts';

/** Whatever the words may name is unknown from here on. */
export function setByName({ command, args, scope }: BuiltinCall): void {
  const { environment, session } = scope;
  const at = { environment, symbols: session.symbols };
  for (const word of args) {
    const name = textOfWord(word);
    if (name !== undefined && identifier.test(name))
      forget(at, name, `\`$${name}\` may be set by \`${command.name ?? ''}\``);
  }
}
