/** Commands behind wrappers: those of the system by their options, those of a project by their names. */
import { describe, expect, test } from 'vitest';
import { isUnknown } from '../../server/src/base/fact.ts';
import { parseShell } from '../../server/src/shell/parse.ts';

/** The words of the last command, and its network namespace. */
function last(text: string): string {
  const command = parseShell(text).executed.at(-1);
  const words = command?.words.map(({ value, raw }) => (isUnknown(value) ? raw : value)).join(' ');
  const { netns, failureIgnored } = command?.context ?? {};
  const place = netns === undefined ? '' : ` @${isUnknown(netns) ? '?' : netns}`;
  return `${words}${place}${failureIgnored === true ? ' (may fail)' : ''}`;
}

describe('wrappers of the system', () => {
  test.each([
    'nice -n 5 ip route',
    'timeout -k 3 10 ip route',
    'timeout --preserve-status 5s ip route',
    'flock -w 5 /run/lock/x ip route',
    'taskset -c 1 ip route'.replace('-c 1', '-a 0x1'),
    'chrt -f 10 ip route',
    'chroot /mnt ip route',
    'chronic ip route',
    'runuser -u root -- ip route',
    'ip vrf exec blue ip route',
    'sudo -n env A=1 nohup ip route',
    'su -c "ip route" root',
    'nsenter -t 1 -m ip route',
    'unshare --mount ip route',
  ])('%s', (text) => {
    expect(last(text)).toBe('ip route');
  });

  test.each([
    ['nsenter -t 5 -n ip route', 'ip route @?'],
    ['nsenter --net=/run/netns/blue ip route', 'ip route @blue'],
    ['unshare -rn ip route', 'ip route @?'],
    ['ip netns exec blue nice ip route', 'ip route @blue'],
  ])('%s enters a namespace', (text, expected) => {
    expect(last(text)).toBe(expected);
  });

  test('an option that is not known leaves the command as it is', () => {
    expect(last('timeout --unheard 5 ip route')).toBe('timeout --unheard 5 ip route');
  });
});

describe('wrappers that are not defined here', () => {
  test.each([
    'run ip route',
    'cmd ip route',
    'do_cmd ip route',
    'run_as_root ip route',
    'run sudo ip route',
    '$SUDO ip route',
    '"${SUDO}" ip route',
    '${SUDO:-} ip route',
    '$DRY_RUN ip route',
  ])('%s', (text) => {
    expect(last(text)).toBe('ip route');
  });

  test('what goes on after a failure by its name may fail', () => {
    expect(last('try ip route')).toBe('ip route (may fail)');
  });

  test('a variable may lead to another place', () => {
    expect(last('$NS_EXEC ip route')).toBe('ip route @?');
  });

  test.each(['logger ip route', 'run things ip route', '$X ip route', 'echo ip route'])(
    '%s is no wrapper',
    (text) => {
      expect(last(text)).toBe(text);
    },
  );

  test('a function of the script runs as it is written', () => {
    expect(last('run() { echo "$@"; }\nrun ip route')).toBe('echo ip route');
  });
});
