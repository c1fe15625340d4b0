/**
 * Source NAT for forwarded traffic, but forwarding is switched on nowhere.
 * Silent where the NAT may serve local traffic only (marks set in the output hook) or where a file that is not here may set it.
 */
import { isUnknown } from '../base/fact.ts';
import type { Host } from '../host/model.ts';
import { lastWrite, maybeWritten, sysctlNumber } from '../host/sysctl.ts';
import { hasAction, isSourceNat } from '../host/uplinks.ts';
import type { NetfilterRule } from '../netfilter/types.ts';
import { defineRule } from './define.ts';
import { changeSysctlFix } from './fixes/sysctlLine.ts';

const forwardKeys = [
  ['net', 'ipv4', 'ip_forward'],
  ['net', 'ipv4', 'conf', 'all', 'forwarding'],
];

export const ipForwardMissing = defineRule({
  id: 'ip-forward-missing',
  severity: 'warning',
  summary: 'Source NAT without ip_forward',
  fix: 'suggestion',
  check(host, report) {
    const nat = host.netfilter.find((rule) => servesForwarding(rule));
    if (nat === undefined || marksLocalTraffic(host) || mayBeSetElsewhere(host)) return;
    const values = forwardKeys.map((key) => sysctlNumber(host, key));
    if (values.some((value) => value !== undefined && value !== 0) || forwardsByLink(host)) return;
    const off = forwardKeys.map((key) => lastWrite(host, key)).find((write) => write !== undefined);
    if (off !== undefined && isUnknown(off.value.value)) return;
    report(off?.origin ?? nat.origin, {
      what:
        off === undefined
          ? 'addresses are translated for other hosts, but forwarding is switched on nowhere in these files'
          : 'forwarding is switched off, but addresses are translated for other hosts',
      why: 'with net.ipv4.ip_forward 0, the kernel drops every packet that is not for the host itself',
      todo: 'set net.ipv4.ip_forward = 1 in a file of /etc/sysctl.d',
      severity: host.isTree || off !== undefined ? 'warning' : 'information',
      related:
        off === undefined
          ? []
          : [{ origin: nat.origin, message: 'source addresses are translated here' }],
      fixes:
        off === undefined ? [] : [{ ...changeSysctlFix(off, '1'), title: 'Switch forwarding on' }],
    });
  },
});

/** A plain rule on what leaves by a link; a rule on marks or owners may serve local traffic only. */
function servesForwarding(rule: NetfilterRule): boolean {
  const { match } = rule;
  return (
    rule.families.includes(4) &&
    rule.hook === 'postrouting' &&
    isSourceNat(rule) &&
    match.oif !== undefined &&
    match.mark === undefined &&
    match.other.length === 0
  );
}

function marksLocalTraffic(host: Host): boolean {
  return (
    host.netfilter.some(
      (rule) => rule.hook === 'output' && hasAction(rule, 'set-mark', 'restore-mark'),
    ) && !host.netfilter.some((rule) => rule.hook === 'prerouting')
  );
}

function forwardsByLink(host: Host): boolean {
  return host.sysctls.some(
    (write) => write.key[2] === 'conf' && write.key[4] === 'forwarding' && write.key[1] === 'ipv4',
  );
}

/** `sysctl -p FILE` of a file that is not here, or a key that is a variable. */
function mayBeSetElsewhere(host: Host): boolean {
  if (forwardKeys.some((key) => maybeWritten(host, key))) return true;
  return host.documents.some(
    (document) =>
      document.kind === 'shell' &&
      document.script.commands.some(
        (command) =>
          command.name === 'sysctl' &&
          command.words.some((word) => /^(?:-p|--load|--system)/.test(word.raw)),
      ),
  );
}
