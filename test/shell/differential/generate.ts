/** Small bash scripts that call `ip` and its kin with values that the script tells. */
import { createRandom } from './random.ts';
import { rareStatement } from './rare.ts';
import {
  arithmetic,
  key,
  numberName,
  plainText,
  quoted,
  scalarName,
  substitution,
  word,
} from './words.ts';
import type { Making } from './words.ts';

/** The n-th script. */
export function generateScript(seed: number, unknowns: boolean): string {
  const random = createRandom(seed);
  const making: Making = { random, inFunction: false, unknowns, depth: 0 };
  const body = Array.from({ length: 3 + random.below(6) }, () => statement(making));
  return `#!/bin/bash\n${preamble(making)}\n${body.join('\n')}\nip end\n`;
}

function preamble(making: Making): string {
  const inFunction = { ...making, inFunction: true, depth: 2 };
  return [
    `a=${quoted(making)}; b=${quoted(making)}; c=${key(making)}`,
    `n=${making.random.below(10)}; m=${making.random.below(100)}`,
    `l=(${quoted(making)} ${quoted(making)} z)`,
    `declare -A h=([wan]=eth1 [lan]=${quoted(making)} [k1]=v1)`,
    `f0() { ${output(inFunction)}; }`,
    `f1() { local x=$1 b=inner; ${output(inFunction)}; }`,
    `f2() {\n${block(inFunction)}\n}`,
    `run() { ${making.random.pick(['"$@"', 'local r=0; "$@" || r=1; return $r', 'ip log "$#"; "$@"', '$*', 'shift; "$@"'])}; }`,
  ].join('\n');
}

/** A body of a function that writes. */
function output(making: Making): string {
  return making.random.pick([
    'echo "$1-$2"',
    'echo "${1:-none}"; return 0',
    'if [ -n "$2" ]; then echo "$2"; return; fi; echo "only $1"',
    'printf "%s" "$@"',
    'case "$1" in a) echo A;; eth*) echo ${1#eth};; *) echo "no$#";; esac',
    'local i; for i in "$@"; do echo "+$i"; done',
    'b=changed; echo $b',
  ]);
}

function block(making: Making): string {
  const inner = { ...making, depth: making.depth + 1 };
  return Array.from({ length: 1 + making.random.below(3) }, () => statement(inner)).join('\n');
}

function tool(making: Making): string {
  const name = making.random.pick([
    'ip',
    'ip',
    'ip',
    'iptables',
    'sysctl',
    '"$IPT"',
    'env ip',
    'sudo ip',
    'command ip',
  ]);
  const count = 1 + making.random.below(3);
  const words = Array.from({ length: count }, () => word(making)).join(' ');
  return `${name === '"$IPT"' ? 'ip' : name} t ${words}`;
}

function statement(making: Making): string {
  const { random, depth } = making;
  if (random.chance(38)) return tool(making);
  if (random.chance(25)) return rareStatement(making);
  if (random.chance(45)) return assignment(making);
  if (depth > 2) return simple(making);
  return random.chance(60) ? compound(making) : simple(making);
}

function assignment(making: Making): string {
  const { random } = making;
  const scalar = scalarName(making);
  return random.pick([
    `${scalar}=${word(making)}`,
    `${scalar}+=${quoted(making)}`,
    `${scalar}="$${scalar} nexthop via ${plainText(making)}"`,
    `${scalar}+=" dev $${scalarName(making)}"`,
    `${numberName(making)}=$((${arithmetic(making)}))`,
    `((${numberName(making)} += ${random.below(4)}))`,
    `((${numberName(making)}++)) || true`,
    `let "${numberName(making)} = ${random.below(9)} + 1"`,
    `l=(${word(making)} ${word(making)})`,
    `l+=(${word(making)})`,
    `l[${random.below(4)}]=${quoted(making)}`,
    `l[n%3]+=x`,
    `h[${key(making)}]=${word(making)}`,
    `h[\${c:-k}]+=y`,
    `h=([k2]="$a" [x]=1)`,
    `unset ${random.pick([scalar, 'l', `'l[1]'`, `'h[wan]'`])}`,
    `printf -v ${scalar} '%s/%d' "$b" ${random.below(30)}`,
    `read -r ${scalar} c <<< ${quoted(making)}`,
    `IFS=, read -r a b <<< "x,y${random.pick(['', ',z', ','])}"`,
    `IFS=${random.pick([',', '.', ':', ', '].map((each) => `'${each}'`) as [string, ...string[]])}`,
    'unset IFS',
    `${scalar}=${substitution(making)}`,
    `declare -i n=${random.below(5)}+2; n+=3`,
    `declare -u up=${quoted(making)}; ip up "$up"; up=again; ip up $up`,
    `mapfile -t l <<< "$a"$'\\n'"$b"`,
    `read -r -a l <<< "$a $b"`,
    `: "\${${scalar}:=set}"`,
    `export ${scalar}=${quoted(making)}`,
    `declare -n ref=${scalar}; ref=${quoted(making)}; ip ref "$ref"; unset -n ref`,
  ]);
}

function simple(making: Making): string {
  const { random } = making;
  // No function calls itself: bash would crash where no call is the last.
  const callee = making.inFunction ? 'f1' : 'f2';
  return random.pick([
    `${callee} ${word(making)} ${word(making)}`,
    `run ${tool(making)}`,
    `run ip t ${word(making)}`,
    `eval "ip t $${scalarName(making)} ev"`,
    `eval 'ip t "$a" $b'`,
    `cmd="ip t"; cmd="$cmd $${scalarName(making)}"; $cmd`,
    `cmd=(ip t ${word(making)}); "\${cmd[@]}" last`,
    `${test(making)} && ip t and ${word(making)}`,
    `${test(making)} || ip t or ${word(making)}`,
    `${test(making)} && ip t yes ${random.below(10_000)} || ip t no ${random.below(10_000)}`,
    `! ${test(making)} && ip t not`,
    `bash -c 'ip t "$0" "$@"' ${word(making)} ${quoted(making)}`,
    `A=1 b=tmp ${callee} ${word(making)}`,
    `nft -f - <<EOF\nset $a \${b:-none} $((n+1)) \\$x\nEOF`,
    `nft -f - <<'EOF'\nset $a \${b}\nEOF`,
    `nft -f - <<-EOF\n\t\ttabs $c\n\tEOF`,
    `nft -f - <<< "here $a"`,
    `echo "piped $a" | nft -f -`,
    `printf '%s\\n' "$a" "$b" | nft -f -`,
    `{ echo one; echo "$b"; } | nft -f -`,
    `cat <<EOF | nft -f -\ncat $a\nEOF`,
    `set -- ${word(making)} ${word(making)}; ip t "$#" "$@" "$1"; shift; ip t "$1"`,
    `ip t $(${test(making)} && echo t || echo f)`,
    `case ${random.pick(['"$a"', '$c', '$n'])} in e*|w*) ip t c1-${random.below(10_000)} ;; [0-4]) ip t c2-${random.below(10_000)} ;; "a b") ip t c3-${random.below(10_000)} ;; *) ip t c4-${random.below(10_000)} ;; esac`,
  ]);
}

function test(making: Making): string {
  const { random } = making;
  const scalar = scalarName(making);
  const operand = random.pick([`"$${scalar}"`, `"\${${scalar}}"`, quoted(making)]);
  return random.pick([
    `[ ${operand} = ${quoted(making)} ]`,
    `[ -n ${operand} ]`,
    `[ -z ${operand} ]`,
    `[ $n -${random.pick(['eq', 'ne', 'lt', 'gt', 'le', 'ge'])} ${random.below(8)} ]`,
    `test "$a" != "$b"`,
    `[[ $${scalar} == ${random.pick(['e*', '*a*', '"$b"', '$b', '?????', 'w[a-b]n1'])} ]]`,
    `[[ -n $${scalar} && $n -lt 5 ]]`,
    `[[ ! $a = x || -z $b ]]`,
    `((n > ${random.below(8)}))`,
    `[ "$a" = x -o "$n" -gt 2 ]`,
    '[ "${#l[@]}" -eq 3 ]',
    '[ $# -gt 1 ]'.replace('$#', making.inFunction ? '$#' : '$n'),
    'true',
    'false',
  ]);
}

function compound(making: Making): string {
  const { random } = making;
  const inner = { ...making, depth: making.depth + 1 };
  const leave = random.chance(20)
    ? `\n${test(making)} && ${random.pick(['break', 'continue'])}`
    : '';
  // Loops in loops have variables of their own, or they would not end.
  const i = `i${making.depth}`;
  const loop = `ip t loop "$${i}"${leave}\n${block(inner)}`;
  switch (random.below(11)) {
    case 0:
      return `if ${test(making)}; then\n${block(inner)}\nfi`;
    case 1:
      return `if ${test(making)}; then\n${block(inner)}\nelif ${test(making)}; then\n${block(inner)}\nelse\n${block(inner)}\nfi`;
    case 2:
      return `case ${word(making)} in\n${random.pick(['eth0', 'e*', '"$b"', '""'])}) ${tool(making)} ;;\n*[0-9]|x) ${tool(making)} ;;\n*) ${tool(making)} ;;\nesac`;
    case 3:
      return `for ${i} in ${word(making)} ${word(making)}; do\n${loop}\ndone\nip t after "$${i}"`;
    case 4:
      return `for ${i} in ${random.pick(['{1..3}', '$(seq 2)', '"${l[@]}"', '${!h[@]}', '$a'])}; do\n${loop}\ndone`;
    case 5:
      return `${i}=0\nwhile [ $${i} -lt 3 ]; do\n${i}=$((${i}+1))\n${loop}\ndone`;
    case 6:
      return `for ((${i}=0; ${i}<3; ${i}++)); do\n${loop}\ndone`;
    case 7:
      return `while read -r i x; do\nip t "$i" "$x"\ndone <<EOF\n$a\nb $c d\nEOF`;
    case 8:
      return `(\n${block(inner)}\nip t sub\n${random.pick(['', 'exit 0', 'exit 3'])}\n)`;
    case 9:
      return `printf '%s\\n' "$a" two | while IFS= read -r i; do\nip t "[$i]"\ndone`;
    default:
      return making.inFunction && random.chance(50)
        ? `${test(making)} && return ${random.below(2)}`
        : `{\n${block(inner)}\n}`;
  }
}
