/** Names in texts that the parser leaves alone: calculations without brackets, and commands that `eval` and `trap` get as text. */

export interface TextName {
  readonly name: string;
  /** Where the name begins in the text. */
  readonly start: number;
  /** `word`: it may be the name of a function. */
  readonly role: 'definition' | 'reference' | 'word';
}

/** `n + 1`, `$n`, `x[i]`; digits of a base (`16#ff`, `0xff`) are no names. */
export function namesInCalculation(text: string): readonly TextName[] {
  return [...text.matchAll(/(?<![\w#])[A-Za-z_]\w*/g)].map(({ 0: name, index }): TextName => ({
    name,
    start: index,
    role: 'reference',
  }));
}

const inCode =
  /\$\{?([A-Za-z_]\w*)|(?<![\w$.{/-])([A-Za-z_]\w*)(?=\+?=(?!=))|(?<![\w$.{/-])([A-Za-z_][\w-]*)(?![\w./=-])/g;

/** `ip link del $dev; rc=1; cleanup`. */
export function namesInCode(text: string): readonly TextName[] {
  return [...text.matchAll(inCode)].map(
    ({ 0: all, 1: used, 2: set, 3: word = '', index }): TextName => {
      if (used !== undefined)
        return { name: used, start: index + all.length - used.length, role: 'reference' };
      return set === undefined
        ? { name: word, start: index, role: 'word' }
        : { name: set, start: index, role: 'definition' };
    },
  );
}
