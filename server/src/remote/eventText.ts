/** The steps of a change in words; empty for what is no news. */
import type { ApplyEvent, Probe } from './applyChange.ts';

export function eventText(event: ApplyEvent): string {
  switch (event.kind) {
    case 'staged':
      return 'staged, and the host takes it';
    case 'armed':
      return 'armed: it rolls back by itself unless it is kept';
    case 'applied':
      return 'applied, and the host answers on a new connection';
    case 'probed':
      return `${event.works ? 'works' : 'fails'}: ${probeText(event.probe)}`;
    case 'keeping':
      return 'keeping';
    case 'rolling-back':
      return 'rolling back';
    case 'reconnecting':
    case 'unreachable':
      return '';
  }
}

export function probeText({ kind, target }: Probe): string {
  return target === undefined ? kind : `${kind} ${target}`;
}
