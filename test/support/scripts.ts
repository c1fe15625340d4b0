/** Scripts for tests that want many: those of the fixtures, of the rule pages and of the examples, and lines to make others of. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readRulePage } from './rulePage.ts';

const root = path.join(import.meta.dirname, '..', '..');

function filesBelow(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
    path.join(root, folder, name),
  );
}

const read = (file: string): string => readFileSync(file, 'utf8');

/** Every script of the project, comments with labels included. */
export const scripts: readonly string[] = [
  ...['test/fixtures/shell', 'examples']
    .flatMap(filesBelow)
    .filter((file) => file.endsWith('.sh'))
    .map(read),
  ...filesBelow('docs/rules')
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => readRulePage(read(file)).examples)
    .filter(({ language }) => language === 'sh')
    .map(({ text }) => text),
];

/** Lines that tie statements together: what one sets, the others read. */
export const tyingLines: readonly string[] = [
  'V1=eth0',
  'V1=eth1; V2=192.0.2.1',
  'V2="$V1.10"',
  'V3=$(cat /etc/uplink)',
  'V1=',
  'unset V1',
  'V1+=x',
  'declare -a V1=(eth0 eth1)',
  'set -e',
  'set +e',
  'set -- eth0 eth1',
  'shift',
  'ip link set $V1 up',
  'ip addr add ${V2:-192.0.2.1}/24 dev $V1',
  'ip route add default via "$GW" dev $V1',
  'ip rule add from ${V2%.*}.0/24 lookup ${TABLE:=100}',
  'echo "$V1 $V2 $TABLE $GW"',
  'if [ -n "$V1" ]; then ip link set dev $V1 down; else V1=eth2; fi',
  'if [ "$GW" = 192.0.2.1 ]; then',
  'fi',
  'for l in $V1 eth3; do ip link set $l up; V2=$l; done',
  'case "$1" in',
  'start) ip link set eth5 up ;;',
  'esac',
  'up() { ip link set "$1" up; V1=$1; }',
  'up eth4',
  '. "$SITE/uplinks.conf"',
  '. /etc/other.sh',
  'eval "$MORE"',
  'trap "ip link del $V1" EXIT',
  'ip link show $V1 && V2=found || exit 1',
  'exit 0',
  'cat <<EOF',
  'ip -batch - <<EOF',
  'EOF',
  'link set $V1 up',
  '( V1=lost; ip link set $V1 up )',
  'V1=eth7 ip link set $V1 up &',
  'read -r V1 V2',
  'while read -r V1; do ip link set $V1 up; done < /etc/links',
  '#!/bin/bash',
  '# {{ ansible_managed }}',
  "echo 'not closed",
  '',
];
