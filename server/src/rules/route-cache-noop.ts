/** `ip route flush cache` since the IPv4 routing cache is gone (89aef8921bfb, Linux 3.6). */
import { isUnknown } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import { ipCommands } from '../host/commands.ts';
import { defineRule } from './define.ts';
import { removeLines } from './fixes/lines.ts';

export const routeCacheNoop = defineRule({
  id: 'route-cache-noop',
  severity: 'information',
  summary: '`ip route flush cache` has nothing to flush since Linux 3.6',
  fix: 'suggestion',
  check(host, report) {
    if (host.kernel.ipv4Multipath === 'route-cache') return;
    for (const { command, file } of ipCommands(host)) {
      if (command.object !== 'route' || !command.flushCache) continue;
      if (command.family === 6 || isUnknown(command.family)) continue;
      const origin = { file, span: command.span };
      const edit = removeLines(host, origin);
      report(origin, {
        what: `${codeSpan('ip route flush cache')} does not make new routes take effect: kernel ${host.kernel.version} has no IPv4 route cache`,
        why: 'the cache was removed in Linux 3.6, and changes of routes and rules count from the next packet on; the command only forgets learned path MTUs and redirects',
        todo: 'delete the line, unless forgetting path MTUs is what you want',
        tags: ['unnecessary'],
        fixes: edit === undefined ? [] : [{ title: 'Delete the line', safe: false, edits: [edit] }],
      });
    }
  },
});
