/**
 * wg-quick configurations: what wg-quick does itself for the settings, and the hooks, which bash runs.
 * cmd_up(), add_addr(), add_route() and add_default(), src/wg-quick/linux.bash of wireguard-tools 1.0.20210914: `PreUp`, then
 * the link, addresses, routes, `PostUp`; an allowed `/0` without `Table` goes by a mark into a table of its own.
 */
import { isUnknown, unknown } from '../../base/fact.ts';
import { impliedIp, impliedSteps, type PlacedValue } from '../implied.ts';
import { readIni, wordsOf, type IniEntry } from '../ini.ts';
import { placeText } from '../../base/placedText.ts';
import { joinScripts, readShellPart } from '../shellPart.ts';
import { downContext, plainContext, type FormatReading, type FormatStep } from '../types.ts';
import type { ShellScript } from '../../shell/types.ts';
import { routeSteps, type Tunnel } from './routes.ts';

/** Reads a configuration. The file's name is that of the link. */
export function readWgQuick(text: string, path: string, file: string): FormatReading {
  const { entries, comments } = readIni(text);
  const own = entries.filter(({ section }) => section.toLowerCase() === 'interface');
  const settings = (name: string): readonly IniEntry[] =>
    own.filter(({ key }) => key.toLowerCase() === name);
  const hooks = (...names: readonly string[]): readonly ShellScript[] =>
    own
      .filter(({ key }) => names.includes(key.toLowerCase()))
      .map((entry) => readHook(text, entry, linkName(path)));
  const [preUp, postUp, down] = [hooks('preup'), hooks('postup'), hooks('predown', 'postdown')];
  const tunnel: Tunnel = {
    file,
    link: { value: linkName(path), span: own[0]?.keySpan ?? { start: 0, end: 0 } },
    table: settings('table').at(-1),
    mark: settings('fwmark').at(-1),
  };
  const peers = entries.filter(
    ({ section, key }) => section.toLowerCase() === 'peer' && key.toLowerCase() === 'allowedips',
  );
  const script = joinScripts([...preUp, ...postUp, ...down]);
  return {
    steps: [
      ...stepsOf(preUp),
      ...linkSteps(tunnel),
      ...settings('address').flatMap((entry) => addressSteps(tunnel, entry)),
      ...routeSteps(
        tunnel,
        peers.flatMap((entry) => listOf(entry)),
      ),
      ...stepsOf(postUp),
      ...stepsOf(down),
    ],
    script: { ...script, comments },
    problems: [],
  };
}

function linkName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.conf$/, '');
}

/** `%i` is the name of the link. */
function readHook(text: string, { key, value, valueSpan }: IniEntry, link: string): ShellScript {
  const replacements = [...value.matchAll(/%i/g)].map(({ index }) => ({
    span: { start: valueSpan.start + index, end: valueSpan.start + index + 2 },
    text: link,
  }));
  return readShellPart({
    fileText: text,
    text: placeText(text, valueSpan, replacements),
    variables: new Map([['INTERFACE', link]]),
    context: key.toLowerCase().endsWith('down') ? downContext : plainContext,
  });
}

function stepsOf(scripts: readonly ShellScript[]): readonly FormatStep[] {
  return scripts.flatMap(({ executed }) => executed.map((command) => ({ command })));
}

function linkSteps({ file, link }: Tunnel): readonly FormatStep[] {
  const place = { file, span: link.span };
  return impliedSteps([impliedIp(['link', 'add', 'dev', link, 'type', 'wireguard'], place)]);
}

function addressSteps({ file, link }: Tunnel, entry: IniEntry): readonly FormatStep[] {
  return impliedSteps(
    listOf(entry).map((value) =>
      impliedIp([familyOf(value), 'address', 'add', 'dev', link, 'local', value], {
        file,
        span: value.span,
      }),
    ),
  );
}

/** The parts of `a, b`. */
function listOf(entry: IniEntry): readonly PlacedValue[] {
  return wordsOf(entry).flatMap(({ text, span }) => {
    const part = /^,*(.*?),*$/.exec(text)?.[1] ?? '';
    return part.split(',').map((value) => {
      const start = span.start + text.indexOf(value);
      const isHole = /\{\{|<%|@\w+@|\$/.test(value);
      return {
        value: isHole ? unknown('it is filled in by a template') : value,
        span: { start, end: start + value.length },
      };
    });
  });
}

function familyOf({ value }: PlacedValue): string {
  return !isUnknown(value) && value.includes(':') ? '-6' : '-4';
}
