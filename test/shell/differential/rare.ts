/** Constructs of scripts that are rarer than those of `generate.ts`: each is a few lines with a value that the script tells. */
import { key, plainText, quoted, scalarName, word } from './words.ts';
import type { Making } from './words.ts';

/** Names of these lines are their own, so that no other statement gets in their way. */
export function rareStatement(making: Making): string {
  const { random } = making;
  if (making.unknowns && random.chance(35)) return notFollowed(making);
  const make = random.pick([
    shifting,
    matching,
    nested,
    reading,
    lists,
    falling,
    ending,
    counting,
    documents,
    names,
    groups,
    printing,
    settings,
  ]);
  return make(making);
}

/** Loops that take arguments off the front. */
function shifting(making: Making): string {
  const { random } = making;
  const list = `${word(making)} ${word(making)} ${quoted(making)}`;
  return random.pick([
    `sh1() { while [ $# -gt 0 ]; do ip t "$1" "$#"; shift; done; }\nsh1 ${list}`,
    `sh2() { until [ -z "$1" ]; do ip t "$1"; shift; done; ip t left "$#"; }\nsh2 ${list}`,
    `sh3() { while [ -n "$1" ]; do case $1 in -d) shift; ip t dev "$1" ;; --*=*) ip t "\${1%%=*}" "\${1#*=}" ;; *) ip t word "$1" ;; esac; shift; done; }\nsh3 -d ${quoted(making)} --x=1 ${list}`,
    `sh4() { shift 2; ip t "$#" "$@"; shift 5 || ip t no; ip t "$#"; }\nsh4 ${list}`,
    `sh5() { for x; do ip t "$x"; done; for x do ip t "again $x"; done; }\nsh5 ${list}`,
    `sh6() { local -a q=("$@"); set -- "\${q[@]:1}"; ip t "$#" "\${!#}" "\${@: -1}"; }\nsh6 ${list}`,
  ]);
}

/** Tests that only `[[` knows. */
function matching(making: Making): string {
  const { random } = making;
  return random.pick([
    `[[ ${quoted(making)} < b ]] && ip t less`,
    `[[ "$${scalarName(making)}" -ot /x || a == a ]] && ip t or`,
    `[[ -v a && -z \${unset_} ]] && ip t v`,
    `[[ ( -n $a || -n $b ) && ! -z x ]] && ip t group`,
    `[[ $n -eq n && 010 -eq 8 ]] && ip t numbers`,
  ]);
}

/** Functions in functions, and whose variables they see. */
function nested(making: Making): string {
  const { random } = making;
  return random.pick([
    `ne3() { local v; v=$(ne4 "$1"); ip t "$v"; }; ne4() { local v="<$1>"; echo "$v"; }\nne3 ${quoted(making)}`,
    `ne5() { local -n to=$1; to="$2"; }\nne5 a ${quoted(making)}; ip t "$a"`,
    `ne7() ( b=sub; ip t "$b" )\nne7; ip t "$b"`,
    `function ne8 { local IFS=,; ip t "$*" $1; }\nne8 ${quoted(making)} x; ip t $b`,
    `ne10() { return 3; }; ne10 || ip t "no"; ne10 && ip t yes; if ! ne10; then ip t bang; fi`,
    `ne11() { unset -v c; ip t "\${c:-gone}"; }; ne11; ip t "\${c:-gone}"; c=${quoted(making)}`,
    `unset -f ne12; ne12() { ip t one; }; ne12; ne12() { ip t two; }; ne12`,
  ]);
}

function reading(making: Making): string {
  const { random } = making;
  const text = random.pick([
    quoted(making),
    '"a:b::c"',
    '" x  y z "',
    "$'1\\t2\\n3'",
    '"a\\\\b c"',
  ]);
  return random.pick([
    `IFS=: read -r r1 r2 r3 <<< ${text}; ip t "$r1" "$r2" "$r3"`,
    `read -r r1 r2 <<< ${text}; ip t "$r1" "$r2"`,
    `read r1 <<< " $n  x "; ip t "$r1"`,
    `IFS= read -r r1 <<< ${text}; ip t "$r1"`,
    `IFS=: read -ra r4 <<< ${text}; ip t "\${#r4[@]}" "\${r4[@]}"`,
    `read -r <<< ${text}; ip t "$REPLY"`,
    `mapfile -t r5 < <(printf '%s\\n' ${text} two); ip t "\${#r5[@]}" "\${r5[@]}"`,
    `readarray -t r5 <<EOF\n$a\n${plainText(making)}\nEOF\nip t "\${r5[1]}"`,
    `while IFS=, read -r r1 r2; do ip t "$r1" "$r2"; done <<< "x,y"$'\\n'"1,2,3"`,
    `while read -r r1 || [ -n "$r1" ]; do ip t "$r1"; done < <(printf 'a\\nb')`,
    `{ read -r r1; read -r r2; } <<< "1"$'\\n'"2"; ip t "$r2" "$r1"`,
    `while read -r r1 _ r2; do case $r1 in '#'*) continue ;; esac; ip t "$r1" "$r2"; done <<'EOF'\n# no\neth0 x 10.0.0.1\n\nwan y z w\nEOF`,
  ]);
}

function lists(making: Making): string {
  const { random } = making;
  return random.pick([
    `ip t "\${l[@]/${random.pick(['a', 'e*', '?'])}/y}"`,
    `ip t "\${l[@]//[a-e]/_}"`,
    `ip t "\${l[@]#?}" "\${l[@]^^}"`,
    `ip t "\${l[@]/#/pre-}" "\${l[@]/%/-post}"`,
    `ip t "\${#l[0]}" "\${l[0]:1:2}"`,
    `ip t "\${h[@]/e/E}"`,
    `l=("\${l[@]:1}"); ip t "\${#l[@]}"`,
    `l7=(a b); l7=(${word(making)} "\${l7[@]}"); ip t "\${l7[0]}" "\${l7[-1]}"`,
    `l2=([3]=x [1]=${quoted(making)} y); ip t "\${!l2[@]}" "\${l2[@]}"; unset 'l2[1]'; ip t "\${#l2[@]}"`,
    `IFS=,; ip t "\${l[*]}"; unset IFS`,
    `for k in "\${!h[@]}"; do ip t "$k" "\${h[$k]}"; done`,
    `l6=(a b); l6+=([${random.below(6)}]=z); ip t "\${!l6[@]}" "\${l6[@]}"`,
    `[[ " \${l[*]} " == *" z "* ]] && ip t has`,
    `l3=(); ip t "\${#l3[@]}" "\${l3[@]}" end; l3+=(${quoted(making)}); ip t "\${l3[@]}"`,
    `declare -a l4=(1 2 3); s=0; for x in "\${l4[@]}"; do ((s += x)); done; ip t $s`,
    `l5=($a); ip t "\${#l5[@]}"`,
    `ip t "\${h[${key(making)}]+set}" "\${l[7]-none}"`,
  ]);
}

function falling(making: Making): string {
  const { random } = making;
  // Each label stands once: the judge looks for the next of the same words.
  const id = `-${random.below(1_000_000)}`;
  const value = random.pick([`"$${scalarName(making)}"`, quoted(making), 'eth0', 'x']);
  const end = random.pick([';&', ';;&', ';;']);
  return random.pick([
    `case ${value} in e*) ip t c1${id} ${end} [a-m]*) ip t c2${id} ${end} *) ip t c3${id} ;; esac`,
    `case ${value} in (a|b) ip t c1${id} ;; ("x y"|eth[0-9]) ip t c2${id} ;; (*) ip t c3${id}; esac`,
    `case ${value} in ?*) ip t some ;; '') ip t none ;; esac`,
    `case ${value} in [!a-z]*) ip t c1${id} ;; *[[:digit:]]) ip t c2${id} ;; \\*) ip t c3${id} ;; esac`,
    `case $n$m in *0) ip t zero ;; [1-4]*) ip t low ;; esac`,
  ]);
}

/** `trap`, `exec`, `exit`: in a subshell, so that the script goes on. */
function ending(making: Making): string {
  const { random } = making;
  return random.pick([
    `( ip t in; exit ${random.below(2)}; ip t never ); ip t after`,
    `( set -e; false; ip t never ); ip t after`,
    `( set -e; false || true; ip t on; ! true; ip t on2 )`,
    `( set -f; x='*'; ip t $x )`,
    `( true; ip t ok ) && ip t and`,
    `if ( exit 1 ); then ip t yes; else ip t no; fi`,
    `( for x in 1 2 3; do [ $x = 2 ] && exit; ip t "$x"; done; ip t never )`,
  ]);
}

function counting(making: Making): string {
  const { random } = making;
  return random.pick([
    `for ((p = ${random.below(3)}, q = 9; p < q; p += 3, q--)); do ip t $p $q; done`,
    `for ((p = 3; p; p--)); do ip t $p; done`,
    `p=0; for ((;;)); do ((++p > 2)) && break; ip t $p; done`,
    `p=3; until [ $p -le 0 ]; do ip t $p; p=$((p - 1)); done`,
    `p=3; until ((p-- == 0)); do ip t "$p"; done`,
    `let p=2+3 "q = p << 1"; ip t $p $q`,
    `let p++ q+=2 || true; let "p = n > m ? n : m"; ip t $p`,
    `p=5; ((p **= 2, p %= 7)); ip t $p`,
    `ip t $((p = 4, p * 2)) $p $((p++ + ++p)) $p`,
    `ip t $((16#1f + 2#101 + 0x10 + 010)) $((~5 & 0xff)) $((1 << 3 | 1))`,
    `p=n; ip t $((p + 1)) $(( \${#a} * 2 ))`,
    `for p in {1..9..4} {c..a} {01..03}; do [ $p = c ] && continue; ip t $p; done`,
    `p=0; while :; do p=$((p + 1)); [ $p -ge 3 ] && break; ip t $p; done`,
    `p=0; while true; do case $((p++)) in 2) break ;; 1) continue ;; esac; ip t $p; done; ip t end $p`,
    `for p in 1 2; do for q in 1 2 3; do [ $q = 2 ] && continue 2; [ $p = 2 ] && break 2; ip t $p $q; done; done`,
  ]);
}

function documents(making: Making): string {
  const { random } = making;
  return random.pick([
    `nft -f - <<-E1\n\tone $a\n\t\ttwo \\$b\n\tE1`,
    `nft -f - <<-'E1'\n\t$a \`x\`\n\tE1`,
    `nft -f - <<"E 1"\n$a\nE 1`,
    `nft -f - <<E1\n\${l[@]} \${#a} $(echo sub) \\\\ \\\njoined\nE1`,
    `nft -f - <<E1\n"$a" '\${b:-"q"}' \`echo old\`\nE1`,
    `x=$(cat <<E1\n$a\nlast\nE1\n); ip t "$x"`,
    `nft -f - < <(echo "$a"; echo two)`,
    `{ cat; } <<< "$c" | nft -f -`,
    `nft -f - <<< "$(printf '%s,' "\${l[@]}")"`,
    `nft -f - <<E1; ip t behind\n$n\nE1`,
  ]);
}

/** `${!name}`, `${!prefix@}`, `${name@Q}`: what names names. */
function names(making: Making): string {
  const { random } = making;
  const name = scalarName(making);
  return random.pick([
    `r=${name}; ip t "\${!r}"`,
    `ip t "\${${name}@U}" "\${${name}@L}"`,
    `eval "ev_$n='$m'"; eval "ip t \\"\\$ev_$n\\""`,
    `printf -v 'l[1]' '%s' ${quoted(making)}; ip t "\${l[1]}"`,
    `( declare -r ro=${quoted(making)}; ip t "$ro" )`,
    `declare -l lo=${quoted(making)}; ip t "$lo"`,
  ]);
}

function groups(making: Making): string {
  const { random } = making;
  return random.pick([
    `{ ip t g; b=group; } && ip t "$b"`,
    `true && { ip t a; false; } || ip t b`,
    `false || { ip t c; }`,
    `! { false; } && ip t d`,
    `if { false; true; }; then ip t e; fi`,
    `if true; false; then ip t f; elif [ -n "$a" ]; then ip t g; else ip t h; fi`,
    `time ip t timed`,
    `ip t 1; ip t 2 && ip t 3 || ip t 4; ip t 5`,
    `while false; do ip t never; done; until true; do ip t never; done; for x in; do ip t never; done`,
  ]);
}

function printing(making: Making): string {
  const { random } = making;
  return random.pick([
    `ip t "$(printf '%-6s|%5s' ${quoted(making)} x)"`,
    `ip t "$(printf '%s:%s ' "\${l[@]}")"`,
    `ip t "$(printf '%d %i %o %X %c' $n 7 8 255 xyz)"`,
    `ip t "$(printf '%s' )" "$(printf 'a\\x41\\101\\n')"`,
    `printf -v p1 '%s-' "\${l[@]}"; ip t "\${p1%-}"`,
    `ip t "$(echo -e 'a\\tb')" "$(echo -n "$b")" "$(echo "a\\tb")"`,
    `ip t "$(echo a b  c)" $(echo "a b  c")`,
    `ip t \`echo "$a"\` "\`echo \\"q $b\\"\`"`,
    `ip t $'a\\'b' $"loc" 'it'\\''s'`,
  ]);
}

function settings(making: Making): string {
  const { random } = making;
  return random.pick([
    `set -- $a x; ip t "$#" "$1"; set --; ip t "$#"`,
    `( set -- a b c; ip t "$@"; ( shift; ip t "$@" ); ip t "$@" )`,
    `( set -o noglob; ip t * )`,
    `bash -c "ip t \\"$c\\" \\$1" zero one`,
    `a= b=; ip t "\${a-x}" "\${a:-y}" "\${b+z}"; a=${quoted(making)} b=${quoted(making)}`,
    `IFS=:; x='a:b c'; ip t $x "$x"; unset IFS`,
    `IFS=; x='a b'; ip t $x; unset IFS`,
    `alias none=ip; ip t x`,
    `shopt -s nullglob; ip t $a; shopt -u nullglob`,
    `command ip t x; builtin echo hi > /dev/null; ip t y`,
    `: "\${n:?}" && ip t "$n"; true "$((n++))"; ip t "$n"`,
  ]);
}

/** `getopts`, with options before operands. */
function options(making: Making): string {
  const { random } = making;
  const given = random.pick(['-a 1 -b', '-ab x', '-b -a "x y" rest', 'rest -a 1', '-- -a', '']);
  const body = random.pick([
    'ip t o "$o" "$OPTARG"',
    'case $o in a) A=$OPTARG ;; b) B=1 ;; esac',
    'case $o in a) ip t "$OPTARG" ;; *) ip t other ;; esac',
  ]);
  return `og() { local OPTIND=1 o A=none B=0; while getopts "${random.pick(['a:b', ':ba:'])}" o; do ${body}; done; shift $((OPTIND - 1)); ip t "$A" "$B" "$@"; }\nog ${given}`;
}

/** What is not followed, or only in part: nothing of it may be wrong. */
function notFollowed(making: Making): string {
  const { random } = making;
  const subject = random.pick([
    quoted(making),
    `"$${scalarName(making)}"`,
    '10.0.0.1/24',
    'eth0.100',
  ]);
  const pattern = random.pick([
    '^([a-z]+)([0-9]+)',
    '^([0-9.]+)/([0-9]+)$',
    'a',
    '^$',
    '(.)\\.(.)',
    '[[:digit:]]+',
  ]);
  const text = quoted(making);
  return random.pick([
    options(making),
    `if [[ ${subject} =~ ${pattern} ]]; then ip t m "\${BASH_REMATCH[1]}" "\${BASH_REMATCH[2]}"; else ip t no; fi`,
    `re='${pattern}'; [[ ${subject} =~ $re ]] && ip t m "\${BASH_REMATCH[0]}"`,
    `[[ ! ${subject} =~ ${pattern} ]] || ip t m`,
    `ne1() { local v=$1; ne2() { local w=$v; v=inner; ip t "$v" "$w"; }; ne2; ip t "$v"; }\nne1 ${quoted(making)}; ip t "\${v-unset}"`,
    `ne6() { declare v=1; declare -g gv=$2; ip t "$v"; }\nne6 x ${quoted(making)}; ip t "$gv" "\${v-}"`,
    `ne9() { local a; ip t "\${a-unset}"; local b=$b; ip t "$b"; }\nne9; ip t "$a"`,
    `read -rd , r1 <<< ${text}; ip t "$r1"`,
    `( set -u; ip t "\${a}" "\${nobody-dflt}" )`,
    `( exec ip t exec ${quoted(making)} )`,
    `tee /dev/null <<< "$b" | nft -f -`,
    `r='l[1]'; ip t "\${!r}"`,
    `px_a=1 px_b=2; ip t "\${!px_@}"`,
    `px_a=1; for x in \${!px_*}; do ip t "$x" "\${!x}"; done`,
    `declare "dyn_$n=${plainText(making).replaceAll(/[^\w.]/g, '')}"; ip t "\${dyn_1-} \${dyn_2-}"`,
    `printf -v "pv_$n" '%02d' $m; ip t "\${pv_1-}\${pv_3-}"`,
    `x=\${nobody:=${plainText(making).replaceAll(/\W/g, '')}}; ip t "$x" "$nobody"; unset nobody`,
    `ip t bg & wait`,
    `coproc true; ip t coproc; wait`,
    `select x in 1 2; do ip t never; done < /dev/null`,
    `ip t "$(printf '%05.1f' ${random.below(50)})" "$(printf '%%')"`,
    `ip t "$(printf '%b' 'a\\tb\\n')"`,
    `ip t "$(printf '%q' 'x y')"`,
    `printf -v p1 '%(%Y)T' 0; ip t "$p1"`,
    `export X_=${quoted(making)}; bash -c 'ip t "$X_" "\${a-unset}"'`,
    `X_=1 Y_=$a bash -c 'ip t "$X_" "$Y_"'`,
    `unset -v a; ip t "\${a-unset}" "\${a:+x}"; a=${quoted(making)}`,
  ]);
}
