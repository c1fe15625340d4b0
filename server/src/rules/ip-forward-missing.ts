/**
 * Source NAT for forwarded traffic, but forwarding is switched on nowhere.
 * Silent where the NAT may serve local traffic only (marks set in the output hook) or where a file that is not here may set it.
 */
import { isUnknown, known } from '../base/fact.ts';
import { scriptOf } from '../host/commands.ts';
import type { Host, HostSysctl } from '../host/model.ts';
import { lastWrite, maybeWritten } from '../host/sysctl.ts';
import { hasAction, isSourceNat } from '../host/uplinks.ts';
import type { NetfilterRule } from '../netfilter/types.ts';
import type { ShellCommand } from '../shell/types.ts';
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
    if (host.sysctls.some((write) => switchesOn(write))) return;
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
    match.oif.names.every((name) => known(name) !== 'lo') &&
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

/** A write of any forwarding key that is not a plain 0, also in a branch and also of one link. */
function switchesOn({ key, value }: HostSysctl): boolean {
  const isForwarding = key[1] === 'ipv4' && (key[2] === 'ip_forward' || key[4] === 'forwarding');
  return isForwarding && known(value)?.trim() !== '0';
}

/** Programs that switch forwarding on for their own purposes. */
const forwardingPrograms: ReadonlySet<string> = new Set([
  'docker',
  'firewall-cmd',
  'lxc',
  'podman',
  'shorewall',
  'ufw',
  'virsh',
]);

/** A key that is a variable, a file that is not here, or words about forwarding in text that is not followed. */
function mayBeSetElsewhere(host: Host): boolean {
  if (forwardKeys.some((key) => maybeWritten(host, key))) return true;
  return host.documents.some((document) => {
    if (document.kind === 'other') return /forward/i.test(document.file.text);
    return (scriptOf(document)?.commands ?? []).some((command) =>
      mayForward(command, document.file.text),
    );
  });
}

function mayForward({ name, words, input, span }: ShellCommand, text: string): boolean {
  if (name !== undefined && forwardingPrograms.has(name)) return true;
  if (name === 'sysctl')
    return words.some((word) => /^(?:-[a-z]*p|--load|--system)/.test(word.raw));
  // `echo net.ipv4.ip_forward=1 >> /etc/sysctl.conf`, `sed -i …`, `cat > … <<EOF`.
  const isOther = name !== 'ip' && !/tables/.test(name ?? '');
  return (
    isOther && /ip_forward|forwarding/.test(text.slice(span.start, span.end) + (input?.body ?? ''))
  );
}
