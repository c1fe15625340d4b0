/** The model of `conf/*` against the running kernel. `ROUTELENS_SYSCTL_SEQUENCES=10000` asks for more than CI runs. */
import { describe, expect, test } from 'vitest';
import { whyNoNamespaces } from '../lab/namespaces.ts';
import { createRandom, type Random } from '../netplan/differential/random.ts';
import { compareSequences, runningKernel, settingNames, type Step } from './confLab.ts';

const nSequences = Number(process.env['ROUTELENS_SYSCTL_SEQUENCES'] ?? 1000);
const perNamespace = 20;
const why =
  whyNoNamespaces() ??
  // What the model says of older kernels differs in settings that they do not have.
  (runningKernel?.version.startsWith('6.18') === true ? undefined : 'this is no kernel 6.18');

const numbers = [
  '0',
  '1',
  '2',
  '0',
  '1',
  '3',
  '-1',
  '0x2',
  '010',
  ' 1',
  '1 2',
  'yes',
  '',
  '1x',
  '08',
];
/** Settings on which others depend are written more often. */
const busy = {
  4: ['forwarding', 'forwarding', 'rp_filter', 'accept_redirects'],
  6: ['forwarding', 'disable_ipv6', 'force_forwarding', 'ignore_routes_with_linkdown'],
} as const;

describe.skipIf(why !== undefined)(
  `conf against the kernel${why === undefined ? '' : `: ${why}`}`,
  () => {
    const names = { 4: settingNames(4), 6: settingNames(6) };

    function randomWrite(random: Random, links: readonly string[]): Step {
      if (random.below(10) === 0)
        return { kind: 'write', path: 'ipv4/ip_forward', value: random.pick(numbers) };
      const family = random.pick([4, 6] as const);
      const isBusy = random.below(2) === 0;
      const name = random.pick(isBusy ? busy[family] : names[family]);
      const folder = random.pick(['all', 'all', 'default', 'default', ...links]);
      // The ranges of the rest of IPv6 are not known to the model.
      const value = random.pick(family === 4 || isBusy ? numbers : ['0', '1']);
      return { kind: 'write', path: `ipv${family}/conf/${folder}/${name}`, value };
    }

    /** New links are few: making one takes longer than a thousand writes. */
    function randomSteps(random: Random, links: string[]): Step[] {
      return Array.from({ length: 8 + random.below(16) }, (): Step => {
        const kind = random.below(40);
        if (kind < 3 && links.length < 3) {
          const link = `v${links.length}`;
          links.push(link);
          return { kind: 'links', link };
        }
        if (kind === 3 && links.length > 0) return { kind: 'address', link: random.pick(links) };
        return randomWrite(
          random,
          links.flatMap((link) => [link, `${link}p`]),
        );
      });
    }

    test(`${nSequences} sequences`, { timeout: 3_600_000 }, () => {
      const random = createRandom(20);
      const differences: string[] = [];
      for (let done = 0; done < nSequences && differences.length === 0; done += perNamespace) {
        const links: string[] = [];
        const sequences = Array.from({ length: perNamespace }, () => ({
          steps: randomSteps(random, links),
        }));
        differences.push(...compareSequences(sequences));
      }
      expect(differences.slice(0, 3)).toEqual([]);
    });
  },
);
