/** Nexthop weights that ip refuses: rtnh_hops is one byte holding weight - 1 (ip/iproute.c, iproute2 6.1). */
import { known } from '../base/fact.ts';
import { ipCommands } from '../host/commands.ts';
import { defineRule } from './define.ts';

const largestWeight = 256;

export const weightOutOfRange = defineRule({
  id: 'weight-out-of-range',
  severity: 'error',
  summary: 'Nexthop weight outside 1 to 256',
  fix: 'none',
  check(host, report) {
    for (const { command } of ipCommands(host)) {
      if (command.object !== 'route') continue;
      for (const { weight } of command.nexthops) {
        const value = known(weight);
        if (value === undefined || (value >= 1 && value <= largestWeight)) continue;
        report(weight.origin, {
          what: `weight ${value} is out of range`,
          why: `a nexthop of a route has a weight of 1 to ${largestWeight}; ip refuses the command: argument "${value}" is wrong: "weight" is invalid`,
          todo:
            value === 0
              ? 'leave the nexthop out to give it no traffic, or use at least 1'
              : 'divide all weights of the route by the same number: only their ratio counts',
        });
      }
    }
  },
});
