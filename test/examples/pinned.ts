/** A script with the pinning fix applied. */
import { expect } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.ts';
import { unknown } from '../../server/src/base/fact.ts';
import type { Fact } from '../../server/src/base/fact.ts';
import { assembleNetfilter } from '../../server/src/host/assemble/netfilter.ts';
import type { Document, Host, HostNexthop, HostRoute } from '../../server/src/host/model.ts';
import { parseIprouteAddress } from '../../server/src/net/address.ts';
import { readNetfilterCommand } from '../../server/src/netfilter/read.ts';
import { pinConnectionsFix } from '../../server/src/rules/fixes/pinConnections.ts';
import { parseShell } from '../../server/src/shell/parse.ts';

export function pinned(text: string): string {
  const script = parseShell(text);
  const steps = script.commands.flatMap((command) => readNetfilterCommand(command, 'f')?.steps ?? []);
  const command = script.commands.find((one) => one.name === 'ip' && one.words.some((word) => word.value === 'nexthop'));
  if (command === undefined) throw new Error('no multipath route in the script');
  const fact = <T>(at: number, value: (text: string) => T | undefined): Fact<T> => {
    const word = command.words[at];
    const known = typeof word?.value === 'string' ? value(word.value) : undefined;
    return { value: known ?? unknown('not known'), origin: { file: 'f', span: word?.span ?? command.span } };
  };
  const origin = { file: 'f', span: command.span };
  const nexthops = command.words.flatMap((word, at): HostNexthop[] =>
    word.value === 'nexthop'
      ? [{ via: fact(at + 2, (via) => parseIprouteAddress(via)), dev: fact(at + 4, (dev) => dev), weight: { value: 1, origin }, onlink: false, origin }]
      : [],
  );
  const route: HostRoute = {
    language: 'iproute',
    family: 4,
    type: 'unicast',
    destination: { value: 'default', origin },
    table: { value: 254, origin },
    metric: undefined,
    scope: undefined,
    src: undefined,
    nexthops,
    multipath: true,
    automatic: false,
    context: command.context,
    origin,
  };
  const document: Document = { kind: 'shell', file: { id: 'f', path: 'f', text, version: 1 }, script, steps: [], problems: [] };
  const { rules } = assembleNetfilter(steps);
  const host = { documents: [document], routesEverAdded: [route], policyRules: [], tableNames: new Map(), netfilter: rules } as unknown as Host;
  const nat = rules.filter((rule) => rule.actions.some((action) => action.kind === 'masquerade'));
  const fix = pinConnectionsFix(host, route, nat);
  expect(fix).toBeDefined();
  return applyEdits(text, fix?.edits[0]?.edits ?? []);
}
