/** Names of variables and functions where the parser of the shell sees plain text. */
import { expect, test } from 'vitest';
import { places, renamed } from './nameAnswers.ts';

test('uses that the parser takes for plain text', () => {
  const source = `#- /u.sh
n=1; arr=(); declare -A map
ip rule add pref $(($n+1000)) lookup main
let n++ "n = n + 1" x=0xn
[[ n -gt 3 || -v n || n == n ]]
printf -v n '%s' n; [ -v n ]; test n
echo "\${arr[n]} \${arr[$n]} \${map[n]} \${arr:n:1}" '$n n'; map[n]=1
eval "n=\\$n" 'echo $n n'
trap 'rm -f "$n.pid"' EXIT; echo $<|>n
`
    .replaceAll('\\${', '${')
    .replaceAll('\\\\$', '\\$');
  const after = renamed(source, 'count') ?? '';
  expect(after.split('\n')).toEqual([
    'count=1; arr=(); declare -A map',
    'ip rule add pref $(($count+1000)) lookup main',
    'let count++ "count = count + 1" x=0xn',
    '[[ count -gt 3 || -v count || n == n ]]',
    "printf -v count '%s' n; [ -v count ]; test n",
    'echo "${arr[count]} ${arr[$count]} ${map[n]} ${arr:count:1}" \'$n n\'; map[n]=1',
    'eval "count=\\$count" \'echo $count n\'',
    'trap \'rm -f "$count.pid"\' EXIT; echo $count',
  ]);
});

test('a function that is passed by its name', () => {
  const source =
    "#- /u.sh\nup_one() { ip link set eno4 up; }\nconfig_foreach u<|>p_one interface\nexport -f up_one\ntype up_one\ntrap 'up_one; exit' EXIT\necho up_one\nx=up_one.log\n";
  expect(places(source)).toEqual([
    '/u.sh:1 =up_one',
    '/u.sh:2 up_one',
    '/u.sh:3 up_one',
    '/u.sh:4 up_one',
    '/u.sh:5 up_one',
  ]);
  const start =
    '#- /u.sh\nsta<|>rt() { ip link set eno4 up; }\nlog() { logger "$1"; }\nlog start\nsystemctl start x\nstart\n';
  expect(places(start)).toEqual(['/u.sh:1 =start', '/u.sh:5 start']);
});
