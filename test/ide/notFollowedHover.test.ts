/** The hover on what of a script is known only when it runs. */
import { test } from 'vitest';
import { checkHover } from '../support/checkIde.ts';

test('a file that is not here', () => {
  checkHover(
    '. "$SITE/upl<|>inks.conf"\nip route add 10.0.0.0/8 dev eth0\n',
    '**Not evaluated further.** It sources a file that is not among the files of the host.',
  );
});

test('commands that another program makes', () => {
  checkHover(
    'ip route | awk \'{print "ip route add " $1}\' | s<|>h\nip route add 10.0.0.0/8 dev eth0\n',
    '**Not evaluated further.** A shell runs commands that are made when the script runs.',
  );
});

test('rounds of a loop beyond the limit', () => {
  checkHover(
    'add() {\n  ip route add "10.$1.0.0/16" dev eth0\n  ad<|>d $(($1 + 1))\n}\nadd 1\n',
    '**Not evaluated further.** Calls of `add` are not followed any further here.',
  );
});

test('nothing where everything is known', () => {
  checkHover('ec<|>ho up\nip route add 10.0.0.0/8 dev eth0\n');
});
