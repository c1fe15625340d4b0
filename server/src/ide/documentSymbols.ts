/** The outline: links with their routes in netplan, commands that change the host in scripts. */
import { known } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import { stepsOf } from '../host/commands.ts';
import type { Document, ScriptStep } from '../host/model.ts';
import type { NetplanLink } from '../netplan/types.ts';

export type SymbolKind = 'link' | 'route' | 'policy-rule' | 'address' | 'netfilter' | 'sysctl';

export interface DocumentSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly detail: string;
  readonly span: Span;
  readonly children: readonly DocumentSymbol[];
}

/** Symbols of one document in text order. */
export function documentSymbols(document: Document): readonly DocumentSymbol[] {
  switch (document.kind) {
    case 'netplan':
      return document.netplan.links.map(linkSymbol);
    case 'sysctl':
      return document.sysctl.settings.map((setting) =>
        leaf(
          'sysctl',
          document.file.text.slice(setting.keySpan.start, setting.keySpan.end),
          setting.span,
        ),
      );
    default:
      return inTextOrder(stepsOf(document)).flatMap((step) => stepSymbol(document.file.text, step));
  }
}

/** A command that runs several times is one symbol. */
function inTextOrder(steps: readonly ScriptStep[]): readonly ScriptStep[] {
  const byStart = new Map(steps.map((step) => [step.command.span.start, step]));
  return [...byStart.values()].toSorted((a, b) => a.command.span.start - b.command.span.start);
}

function linkSymbol(link: NetplanLink): DocumentSymbol {
  const name = known(link.id) ?? '?';
  return {
    kind: 'link',
    name,
    detail: link.kind,
    span: link.span,
    children: [
      ...link.routes.map((route) => leaf('route', 'route', route.span)),
      ...link.routingPolicy.map((rule) => leaf('policy-rule', 'routing policy', rule.span)),
    ].toSorted((a, b) => a.span.start - b.span.start),
  };
}

function stepSymbol(text: string, step: ScriptStep): readonly DocumentSymbol[] {
  const kind = kindOf(step);
  if (kind === undefined) return [];
  const { span } = step.command;
  return [leaf(kind, shorten(text.slice(span.start, span.end)), span)];
}

function kindOf({ ip, netfilter, sysctl }: ScriptStep): SymbolKind | undefined {
  if (netfilter !== undefined) return 'netfilter';
  if (sysctl !== undefined) return 'sysctl';
  switch (ip?.object) {
    case 'route':
      return 'route';
    case 'rule':
      return 'policy-rule';
    case 'address':
      return 'address';
    case 'link':
      return 'link';
    default:
      return undefined;
  }
}

const maxName = 80;

/** One line: continuations and runs of blanks become one blank. */
function shorten(command: string): string {
  const line = command.replaceAll(/(?:\\?\s)+/g, ' ').trim();
  const shown = line.length > maxName ? `${line.slice(0, maxName - 1)}…` : line;
  return shown === '' ? '?' : shown;
}

function leaf(kind: SymbolKind, name: string, span: Span): DocumentSymbol {
  return { kind, name, detail: '', span, children: [] };
}
