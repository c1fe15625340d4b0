/**
 * ifupdown's `interfaces`: settings as what ifupdown does, `up` lines as the shell commands that they are.
 * interfaces(5): each line runs as `sh -c LINE` with IFACE, LOGICAL, ADDRFAM, METHOD and IF_OPTION set. Lines of one kind run in
 * their order: `pre-up` before the settings, `up` and `post-up` after them; `down`, `pre-down` and `post-down` undo.
 */
import { unknown, type Unknown } from '../../base/fact.ts';
import { placeText } from '../../base/placedText.ts';
import { joinScripts, readShellPart } from '../shellPart.ts';
import { downContext, plainContext, type FormatReading, type FormatStep } from '../types.ts';
import type { ShellScript } from '../../shell/types.ts';
import type { PlacedValue } from '../implied.ts';
import { configureStanza } from './configure.ts';
import { isHole } from './option.ts';
import { readInterfaceLines, type InterfaceOption, type InterfaceStanza } from './lines.ts';

const phases: readonly (readonly string[])[] = [
  ['pre-up'],
  ['up', 'post-up'],
  ['down', 'pre-down'],
  ['post-down'],
];

export function readInterfaces(text: string, file: string): FormatReading {
  const { stanzas, comments } = readInterfaceLines(text);
  const steps: FormatStep[] = [];
  const scripts: ShellScript[] = [];
  for (const stanza of stanzas) {
    if (stanza.isTemplate) continue;
    const options = inheritedOptions(stanza, stanzas);
    const [before = [], after = [], down = [], last = []] = phases.map((names) =>
      scriptsOf(
        text,
        stanza,
        options.filter(({ name }) => names.includes(name)),
      ),
    );
    scripts.push(...before, ...after, ...down, ...last);
    const place = { file, stanza, options, link: linkOf(stanza) };
    steps.push(
      ...stepsOf(before),
      ...configureStanza(place),
      ...stepsOf([...after, ...down, ...last]),
    );
  }
  const script = joinScripts(scripts);
  return { steps, script: { ...script, comments }, problems: [] };
}

function stepsOf(scripts: readonly ShellScript[]): readonly FormatStep[] {
  return scripts.flatMap(({ executed }) => executed.map((command) => ({ command })));
}

/** What a template says comes first; a template that is not here says nothing. */
function inheritedOptions(
  stanza: InterfaceStanza,
  stanzas: readonly InterfaceStanza[],
  depth = 0,
): readonly InterfaceOption[] {
  const parent = stanzas.find(({ name }) => name === stanza.inherits);
  if (parent === undefined || depth > 8) return stanza.options;
  return [...inheritedOptions(parent, stanzas, depth + 1), ...stanza.options];
}

function scriptsOf(
  text: string,
  stanza: InterfaceStanza,
  lines: readonly InterfaceOption[],
): readonly ShellScript[] {
  return lines.map(({ name, valueSpan }) =>
    readShellPart({
      fileText: text,
      text: placeText(text, valueSpan, []),
      variables: variablesOf(stanza),
      context: name.includes('down') ? downContext : plainContext,
    }),
  );
}

function variablesOf(stanza: InterfaceStanza): ReadonlyMap<string, string | Unknown> {
  const { family = 'inet', method = 'static', options } = stanza;
  return new Map<string, string | Unknown>([
    ['IFACE', linkOf(stanza).value],
    ['LOGICAL', stanza.name],
    ['ADDRFAM', family],
    ['METHOD', method],
    ...options.map(({ name, value }): readonly [string, string | Unknown] => [
      `IF_${name.toUpperCase().replaceAll(/[^A-Z\d]/g, '_')}`,
      isHole(value) ? unknown('it is filled in by a template') : value,
    ]),
  ]);
}

/** A pattern or a template stands for links that are not known. */
function linkOf({ name, nameSpan }: InterfaceStanza): PlacedValue {
  const value =
    /[*?[\]/=]/.test(name) || isHole(name)
      ? unknown('it is a pattern', name)
      : name.replace(/:.*/, '');
  return { value, span: nameSpan };
}
