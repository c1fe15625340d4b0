/** Rules for one kind of refusal by the chains of iptables: `host/chains/` finds it, the rule words it, iptables has the last word. */
import { codeSpan } from '../base/markdown.ts';
import { refusedChains } from '../host/chains/refusals.ts';
import type { ChainRefusalKind } from '../host/chains/run.ts';
import { defineRule } from './define.ts';
import type { Rule } from './define.ts';

interface ChainRule {
  readonly id: string;
  readonly kind: ChainRefusalKind;
  readonly summary: string;
  /** With the name of the chain. */
  readonly what: (chain: string) => string;
  readonly why: string;
  readonly todo: string;
  /** Of the command that made the state so. */
  readonly cause: string;
}

export function chainRule({ id, kind, summary, what, why, todo, cause }: ChainRule): Rule {
  return defineRule({
    id,
    severity: 'error',
    summary,
    fix: 'none',
    check(host, report) {
      for (const refused of refusedChains(host)) {
        if (refused.kind !== kind) continue;
        report(refused.origin, {
          what: what(codeSpan(refused.chain)),
          why: `${why}: ${codeSpan(refused.words)}`,
          todo,
          ...(refused.cause === undefined
            ? {}
            : { related: [{ origin: refused.cause, message: cause }] }),
        });
      }
    },
  });
}
