/** WireGuard peers that netplan takes for those it has already (handle_wireguard_peers, src/parse.c of netplan 1.2). */
import { codeSpan } from '../base/markdown.ts';
import { defineRule } from './define.ts';
import { nameOf } from './fileName.ts';

export const npPeersIgnored = defineRule({
  id: 'np-peers-ignored',
  severity: 'warning',
  summary: 'WireGuard peers that netplan does not read',
  fix: 'none',
  check(host, report) {
    for (const { id, place, earlier } of host.netplan.ignored) {
      const isSameFile = earlier.file === place.file;
      const where = isSameFile ? 'further up' : `in ${codeSpan(nameOf(host, earlier.file))}`;
      report(place, {
        what: 'netplan does not read these peers',
        why: `${codeSpan(id)} has as many peers ${where}, and netplan takes a list of the same length for the same list`,
        todo: 'write all peers of the tunnel in one list',
        related: [{ origin: earlier, message: 'These peers count' }],
      });
    }
  },
});
