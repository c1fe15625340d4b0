/**
 * What is left when the script has run: functions that nothing calls, handlers of `trap`, and what never runs.
 * Every command is read at least once, so that an editor can say something about each.
 */
import { unknown } from '../base/fact.ts';
import { blankEnvironment, createEnvironment, positionals } from './environment.ts';
import type { CommandContext } from './types.ts';
import type { Scope, Session } from './session.ts';
import { uncalledEnvironment } from './variables.ts';
import { walkBody, walkNode } from './walk.ts';

/** Walks what the run of the script has not reached. */
export function walkRemaining(session: Session): void {
  walkUncalled(session);
  walkTraps(session);
  walkUncalled(session);
  walkDead(session);
  // Functions that only dead code defines.
  walkUncalled(session);
}

/** Functions that other functions call come last: the calls say more than their bodies alone. */
function walkUncalled(session: Session): void {
  const { survey, called } = session;
  const isUncalled = ({ body }: Session['defined'][number]): boolean => !called.has(body.body);
  const byOthers = new Set(
    session.defined
      .filter(isUncalled)
      .flatMap(({ body }) => [...(survey.functions.get(body.name)?.calls ?? [])]),
  );
  for (const isLast of [false, true]) {
    // The list grows while it is walked: functions can be defined inside functions.
    for (const each of session.defined) {
      const { body, scope } = each;
      if (!isUncalled(each) || byOthers.has(body.name) !== isLast) continue;
      called.add(body.body);
      walkNode(body.body, {
        ...outsideOf(scope),
        source: body.source,
        environment: uncalledEnvironment(body.name, scope),
        context: { ...plainContext, functionName: body.name, uncalled: true },
      });
    }
  }
}

const plainContext: CommandContext = {
  conditional: false,
  loop: false,
  failureIgnored: false,
  trap: false,
};

function outsideOf(scope: Scope): Scope {
  return {
    ...scope,
    loop: undefined,
    frame: undefined,
    sink: undefined,
    stdin: undefined,
    guarded: false,
    entry: false,
  };
}

function walkTraps(session: Session): void {
  for (const { body, scope } of session.traps) {
    const environment = createEnvironment(
      scope.environment,
      (name) => name.endsWith('()') || (session.survey.assignments.get(name) ?? 0) <= 1,
    );
    walkBody(body, {
      ...outsideOf(scope),
      environment,
      context: { ...scope.context, trap: true },
    });
  }
}

/** What never runs is read with everything unknown: its values say nothing about the host. */
function walkDead(session: Session): void {
  for (const { nodes, scope } of session.dead) {
    const environment = blankEnvironment(session.symbols);
    const value = unknown('it is the list of arguments');
    environment.bindings.set(positionals, { kind: 'list', value, shifted: 0 });
    const dead: Scope = {
      ...outsideOf(scope),
      environment,
      context: { ...scope.context, neverRuns: true },
    };
    for (const node of nodes) walkNode(node, dead);
  }
}
