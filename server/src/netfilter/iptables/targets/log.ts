/** Targets that log, queue, estimate and label. */
import { exclusive, flag, needsAny, option, required, target, where } from '../extension.ts';
import { logLevel } from '../namedValue.ts';
import { number, numberRange, oneOf, text } from '../value.ts';
import type { ValueKind } from '../value.ts';

/** `first:last`, each up to 65534 (UINT16RC takes 65535, but the option limits it no further). */
const queues: ValueKind = {
  ...numberRange(16),
  placeholder: 'first:last',
  refusal: (value, place) =>
    numberRange(16).refusal(value, place) ??
    (value.includes(':') ? undefined : `Bad range "${value}"`),
};

export const logTargets = [
  target('LOG', 'Writes a line to the kernel log.', [
    option('log-level', logLevel, 'How grave it is.'),
    option('log-prefix', text('text', { min: 1 }), 'Text before the line; up to 29 characters.'),
    flag('log-tcp-sequence', 'With the sequence numbers of TCP.'),
    flag('log-tcp-options', 'With the options of TCP.'),
    flag('log-ip-options', 'With the options of IP.'),
    flag('log-uid', 'With the user who sent it.'),
    flag('log-macdecode', 'With hardware addresses.'),
  ]),
  target('NFLOG', 'Hands the packet to a logging program.', [
    option('nflog-group', number(16), 'The group of the program.'),
    option('nflog-prefix', text('text', { min: 1 }), 'Text for the program; up to 64 characters.'),
    ...exclusive([
      option('nflog-range', number(32), 'Of no effect; use `--nflog-size`.'),
      option('nflog-size', number(32), 'Octets of the packet to hand over.'),
    ]),
    option('nflog-threshold', number(16), 'Packets to collect first.'),
  ]),
  target('NFQUEUE', 'Hands the packet to a program that decides.', [
    ...exclusive([
      option('queue-num', number(16), 'The queue.'),
      option('queue-balance', queues, 'Several queues, by flow.'),
    ]),
    flag('queue-bypass', 'Without a program the packet goes on.'),
    where(flag('queue-cpu-fanout', 'By processor.'), { needs: ['queue-balance'] }),
  ]),
  target('AUDIT', 'Writes an audit record.', [
    where(
      option(
        'type',
        oneOf(['accept', 'drop', 'reject'], (value) => `Bad action type value "${value}"`, false),
        'What to write down.',
      ),
      required,
    ),
  ]),
  target('TRACE', 'Makes the kernel tell each rule that the packet meets.', []),
  target('RATEEST', 'Estimates a rate for the match of the same name.', [
    where(option('rateest-name', text('name'), 'The name of the estimator.'), required),
    where(option('rateest-interval', text('time'), 'How often to measure.'), required),
    where(option('rateest-ewmalog', text('time'), 'Over which time.'), required),
  ]),
  where(
    target('SECMARK', 'Gives the packet a security context.', [
      where(option('selctx', text('context'), 'The context.'), required),
    ]),
    { tables: ['mangle', 'security'] },
  ),
  where(
    target(
      'CONNSECMARK',
      'Copies the security context from or to the connection.',
      exclusive([flag('save', 'To the connection.'), flag('restore', 'To the packet.')]),
    ),
    {
      tables: ['mangle', 'security'],
      check: needsAny('CONNSECMARK target: parameter required'),
    },
  ),
  target('IDLETIMER', 'Tells when no packet came for a while.', [
    where(option('timeout', number(32), 'Seconds.'), required),
    where(option('label', text('name'), 'The name of the timer.'), required),
    flag('alarm', 'Also while the machine sleeps.'),
  ]),
  target('LED', 'Lights a lamp.', [
    where(option('led-trigger-id', text('name'), 'The name of the trigger.'), required),
    option('led-delay', text('milliseconds|inf'), 'How long.'),
    flag('led-always-blink', 'Blinks even if it is lit.'),
  ]),
];
