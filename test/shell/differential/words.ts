/** Words of generated scripts: every kind of expansion over a few variables. */
import type { Random } from './random.ts';

export interface Making {
  readonly random: Random;
  /** Positional parameters are known here. */
  readonly inFunction: boolean;
  /** Values may come from outside: `$ENV1`, `$(outside 2)`. */
  readonly unknowns: boolean;
  /** Loops and calls are this deep. */
  readonly depth: number;
}

const texts = [
  'eth0',
  'wan1',
  '192.0.2.1',
  '10.0.0.0/8',
  'a b',
  ' lead',
  'trail ',
  '',
  'x,y,,z',
  'Mixed_Case',
  'a.b.c.d',
  '0x1f',
  'key=value',
  '-n',
  '5',
] as const;
const scalars = ['a', 'b', 'c'] as const;
const numbers = ['n', 'm'] as const;
const keys = ['k1', 'k2', 'wan', 'lan', 'x'] as const;
const patterns = [
  '*.',
  'e*',
  '*a',
  '?',
  '*',
  '[0-9]*',
  '.*',
  'wan',
  'a b',
  '"*"',
  '*[.,]',
  '*$b',
] as const;

export function plainText({ random }: Making): string {
  return random.pick(texts);
}

/** A literal in one of the ways to quote it. */
export function quoted(making: Making): string {
  const { random } = making;
  const text = plainText(making);
  switch (random.below(4)) {
    case 0:
      return `'${text}'`;
    case 1:
      return `"${text}"`;
    case 2:
      return text === '' ? "''" : text.replaceAll(/[ ]/g, '\\$&');
    default:
      return `$'${text}\\x41'`;
  }
}

export function scalarName({ random }: Making): string {
  return random.pick(scalars);
}

export function numberName({ random }: Making): string {
  return random.pick(numbers);
}

export function key({ random }: Making): string {
  return random.pick(keys);
}

/** An arithmetic expression that divides by nothing unknown. */
export function arithmetic(making: Making, depth = 2): string {
  const { random } = making;
  if (depth === 0 || random.chance(30))
    return random.pick([
      String(random.below(20)),
      numberName(making),
      `$${numberName(making)}`,
      '0x1F',
      '010',
      '16#ff',
      '${#a}',
      '${#l[@]}',
      'l[9]',
    ]);
  const left = arithmetic(making, depth - 1);
  const right = arithmetic(making, depth - 1);
  const operator = random.pick([
    '+',
    '-',
    '*',
    '<<',
    '&',
    '|',
    '^',
    '==',
    '<',
    '>=',
    '&&',
    '||',
    ',',
    '%',
    '/',
    '**',
  ]);
  if (operator === '%' || operator === '/') return `(${left}) ${operator} ${random.below(7) + 1}`;
  // In brackets: a shift by a negative number is what the processor makes of it.
  if (operator === '<<' || operator === '**') return `((${left}) ${operator} ${random.below(5)})`;
  if (random.chance(10)) return `(${left}) ? (${right}) : ${random.below(9)}`;
  if (random.chance(8)) return `${random.pick(['-', '!', '~', '+'])}(${left})`;
  return random.chance(50) ? `(${left}) ${operator} (${right})` : `${left} ${operator} ${right}`;
}

/** What stands between `${` and `}`. */
function parameter(making: Making): string {
  const { random } = making;
  const name = scalarName(making);
  const pattern = random.pick(patterns);
  return random.pick([
    name,
    `#${name}`,
    `${name}:-${inner(making)}`,
    `${name}-${inner(making)}`,
    `${name}:+${inner(making)}`,
    `${name}+${inner(making)}`,
    `${name}:=${inner(making)}`,
    `${name}#${pattern}`,
    `${name}##${pattern}`,
    `${name}%${pattern}`,
    `${name}%%${pattern}`,
    `${name}/${pattern}/${random.pick(['X', '', '-', '$c'])}`,
    `${name}//${pattern}/${random.pick(['X', '', '_'])}`,
    `${name}/#${random.pick(['e', 'wan', '*t'])}/P`,
    `${name}/%${random.pick(['0', 'c.d', 't*'])}/S`,
    `${name}:${random.below(4)}`,
    `${name}:${random.below(3)}:${random.below(4)}`,
    `${name}: -${random.below(3) + 1}`,
    `${name}^`,
    `${name}^^`,
    `${name},`,
    `${name},,`,
    `l[${random.below(4)}]`,
    'l[@]',
    'l[*]',
    '#l[@]',
    '!l[@]',
    '!h[@]',
    `l[@]:${random.below(2)}:${random.below(3)}`,
    `l[@]%${pattern}`,
    'l[@]/a/_',
    `h[${key(making)}]`,
    'h[@]',
    '#h[@]',
    `h[$c]`,
    `l[n%2]`,
    'l[-1]',
    `l[1]:-none`,
    ...(making.inFunction ? ['1', '2', '#', '@', '*', '@:2', '1:-one', '2%.*', '10'] : []),
  ]);
}

function inner(making: Making): string {
  return making.random.pick(['dflt', '$b', '"x y"', '', 'p q', '${c:-deep}']);
}

/** One word. */
export function word(making: Making): string {
  const { random } = making;
  const made = part(making);
  return random.chance(15) ? made + part(making) : made;
}

function part(making: Making): string {
  const { random } = making;
  if (making.unknowns && random.chance(12))
    return random.pick([
      '$ENV1',
      '"$ENV2"',
      '${ENV3}',
      '"$(outside 1)"',
      '$(outside 2)',
      '"x$ENV1"',
      '"${ENV2%.*}"',
      '"${ENV3:-d}"',
    ]);
  switch (random.below(14)) {
    case 0:
    case 1:
    case 2:
      return quoted(making);
    case 3:
      return `\${${scalarName(making)}}`;
    case 4:
    case 5:
      return `"$${scalarName(making)}"`;
    case 6:
    case 7:
      return `"\${${parameter(making)}}"`;
    case 8:
      return `\${${parameter(making)}}`;
    case 9:
      return `$((${arithmetic(making)}))`;
    case 10:
      return `"pre-$${numberName(making)}-\${${scalarName(making)}}"`;
    case 11:
      return random.pick(['{x,y}', 'eth{0..2}', '{3..1}', 'p{a,b{1,2}}q', '{08..10}', '{a..c}']);
    case 12:
      return substitution(making);
    default:
      return making.inFunction ? random.pick(['"$@"', '$1', '"$2"', '$#', '$*', '"$*"']) : '"$a$b"';
  }
}

/** A substitution whose output the script tells. */
export function substitution(making: Making): string {
  const { random } = making;
  const quote = random.chance(60) ? '"' : '';
  const body = random.pick([
    `echo $${scalarName(making)}`,
    `echo "$${scalarName(making)}" tail`,
    `printf '%s-%03d' "$a" "$n"`,
    `printf '%x' $n`,
    `printf '%s\\n' one "$b"`,
    'f0 a b',
    'f1 "$a"',
    'echo -n x; echo y',
    'seq 1 3',
    '[ "$n" -gt 3 ] && echo big || echo small',
    'case $a in e*) echo E;; *) echo other;; esac',
    'for q in 1 2; do echo "$q"; done',
    'basename /x/y.sh .sh',
    'dirname /x/y/z',
    'cat <<< "$c"',
  ]);
  return `${quote}$(${body})${quote}`;
}
