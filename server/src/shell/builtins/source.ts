/** `. FILE` and `source FILE`: a file of the host runs as a part of the script; its spans name that file. */
import { createFrame } from '../calls.ts';
import { limits } from '../budget.ts';
import {
  createEnvironment,
  deltaSince,
  forget,
  forgetAll,
  mergeDeltas,
  positionals,
} from '../environment.ts';
import { walkList } from '../evaluator.ts';
import { readSourced } from '../sourced.ts';
import { noteUnfollowed } from '../session.ts';
import type { Outcome, Scope } from '../session.ts';
import { addSurvey } from '../survey.ts';
import { findSource, requestOf } from '../sourceRequests.ts';
import type { SourcedFile } from '../types.ts';
import { setPositionals } from './shellState.ts';
import type { BuiltinCall } from './call.ts';

/** Runs a sourced file in this place; a file that is not here may set anything. */
export function sourceFile({ args, scope, command }: BuiltinCall): Outcome {
  const { session } = scope;
  const [word, ...given] = args;
  const request = word === undefined ? undefined : requestOf(word);
  const file = request === undefined ? undefined : findSource(request, scope);
  if (file === undefined && /^\/(?:etc|usr\/lib)\/os-release$/.test(request?.path ?? '')) {
    const at = { environment: scope.environment, symbols: session.symbols };
    for (const name of releaseNames) forget(at, name, 'it is set in os-release');
    return 'unsure';
  }
  if (file === undefined || isOpen(file, scope)) {
    noteUnfollowed(scope, 'sourced', {
      span: command.span,
      reason: 'it sources a file that is not among the files of the host',
    });
    forgetAll(scope.environment, session.symbols);
    if (scope.sink !== undefined) scope.sink.known = false;
    return 'unsure';
  }
  const { body, source, survey } = readSourced(file);
  addSurvey(session.survey, survey);
  const environment = createEnvironment(scope.environment);
  const frame = createFrame({ kind: 'source', body, command }, scope);
  if (given.length > 0) setPositionals(given, { ...scope, environment });
  const outcome = walkList(body, { ...scope, environment, frame, source, loop: undefined });
  const end = { delta: deltaSince(environment, scope.environment), outcome };
  const ways = outcome === 'gone' ? frame.returns : [...frame.returns, end];
  if (ways.length === 0) return 'gone';
  const deltas = ways.map(({ delta }) => {
    if (given.length === 0) return delta;
    const bindings = new Map(delta.bindings);
    bindings.delete(positionals);
    return { ...delta, bindings };
  });
  mergeDeltas({ environment: scope.environment, symbols: session.symbols }, deltas);
  return ways.length === 1 ? (ways[0]?.outcome ?? 'unsure') : 'unsure';
}

/** What os-release(5) of systemd 257 defines: such a file sets nothing else but names with the vendor before them. */
const releaseNames =
  'NAME ID ID_LIKE PRETTY_NAME CPE_NAME VARIANT VARIANT_ID VERSION VERSION_ID VERSION_CODENAME BUILD_ID IMAGE_ID IMAGE_VERSION RELEASE_TYPE HOME_URL DOCUMENTATION_URL SUPPORT_URL BUG_REPORT_URL PRIVACY_POLICY_URL SUPPORT_END LOGO ANSI_COLOR VENDOR_NAME VENDOR_URL EXPERIMENT EXPERIMENT_URL DEFAULT_HOSTNAME ARCHITECTURE SYSEXT_LEVEL CONFEXT_LEVEL SYSEXT_SCOPE CONFEXT_SCOPE PORTABLE_PREFIXES UBUNTU_CODENAME DEBIAN_CODENAME'.split(
    ' ',
  );

/** True if the file is being read already, or files are sourced too deep. */
function isOpen(file: SourcedFile, scope: Scope): boolean {
  if ((scope.frame?.depth ?? 0) >= limits.depth) return true;
  for (let { frame } = scope; frame !== undefined; frame = frame.outer)
    if (frame.kind === 'source' && frame.body === readSourced(file).body) return true;
  return false;
}
