/** `ip tcp_metrics`: what TCP remembers of other hosts (iproute2 6.1 to 7.3, ip/tcp_metrics.c; ip-tcp_metrics(8)). */
import type { Argument, Lead, ObjectGrammar, Scope } from '../grammar.ts';
import { flag, full } from '../rows.ts';

/** `ip` passes over every other word behind the first value, so nothing is said of them. */
const unread: Scope = { grammar: [], bare: { kind: 'stop' }, hasNoHelp: true };
const prefix: Argument = { kind: 'prefix', family: 'option' };
const host: Argument = { kind: 'prefix', family: 'option', isHost: true };
const first = (value: Argument): Argument => ({ kind: 'scope', value, scope: unread });
const addressLead: Lead = {
  row: full('address', flag, { doc: 'The address follows.', aliases: ['addr'] }),
  takes: (word) => word === 'addr' || word === 'address',
};
const scopeOf = (argument: Argument): Scope => ({
  grammar: [
    full('src', first(host), {
      doc: 'Own address.',
      aliases: ['source'],
      since: { linux: '3.14' },
    }),
  ],
  bare: {
    kind: 'value',
    row: full('destination', first(argument), 'Address of the other host.'),
    leads: [addressLead],
    once: 'address',
  },
});
const removing: Scope = {
  ...scopeOf(host),
  needs: [
    {
      anyOf: ['destination', 'src'],
      missing: 'the address of the other host',
      says: 'Error: argument "address" is required',
    },
  ],
};

export const tcpMetricsObject: ObjectGrammar = {
  name: 'tcp_metrics',
  doc: 'Round-trip times and windows that TCP remembers of other hosts.',
  otherwise: 'list',
  verbs: [
    {
      verb: 'list',
      aliases: ['lst', 'show'],
      doc: 'Show what is remembered.',
      scope: scopeOf(prefix),
    },
    { verb: 'delete', aliases: ['remove'], doc: 'Forget a host.', scope: removing },
    { verb: 'flush', doc: 'Forget all hosts that fit.', scope: scopeOf(prefix) },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
