/** The hover on the line that makes a bond: the members, what each gets, and what decides. */
import { codeSpan } from '../../base/markdown.ts';
import { touchesSpan } from '../../base/span.ts';
import { stepsOf } from '../../host/commands.ts';
import { findBonds } from '../../simulate/bondGroups.ts';
import { deciderText } from '../../simulate/policyText.ts';
import type { Group } from '../../simulate/types.ts';
import { bondShares } from '../bondShares.ts';
import type { Hover, Place } from '../types.ts';

/** Bonds of netplan are explained key by key; here are those of commands and of other files. */
export function hoverBond({ host, document, offset }: Place): Hover | undefined {
  if (document.kind === 'netplan') return undefined;
  const group = findBonds(host).find(
    ({ origin }) => origin.file === document.file.id && touchesSpan(origin.span, offset),
  );
  if (group === undefined) return undefined;
  const step = stepsOf(document).find(({ ip }) => ip?.span.start === group.origin.span.start);
  if (step?.ip?.implied === true) return { span: group.origin.span, markdown: explain(group) };
  // In a command it stands at the name of the bond: the other words explain themselves.
  const name = step?.ip?.object === 'link' ? step.ip.dev?.origin.span : undefined;
  return name === undefined || !touchesSpan(name, offset)
    ? undefined
    : { span: name, markdown: explain(group) };
}

function explain(group: Group): string {
  const name = codeSpan(group.name);
  if (group.refusal !== undefined) return `Bond ${name}: ${group.refusal}.`;
  const text = `Bond ${name}: ${bondShares(group)}, ${deciderText(group, 0)}.`;
  const mode = group.bond?.mode;
  const isOneMember =
    (mode === 'balance-xor' || mode === '802.3ad') && group.bond?.hashPolicy === 'layer2';
  return isOneMember
    ? `${text}\n\nThe hash is over the two hardware addresses: all traffic through one gateway takes one member.`
    : text;
}
