/** What can stand at the cursor. Nothing is offered where the place is not understood. */
import type { Span } from '../base/span.ts';
import { completeIpCommand } from './completion/ipCommand.ts';
import { completeIptables } from './completion/iptables.ts';
import { completeIptablesRestore } from './completion/iptablesRestore.ts';
import { completeNetplan } from './completion/netplan.ts';
import { completeNft } from './completion/nft.ts';
import { completeSysctl } from './completion/sysctl.ts';
import type { Place } from './types.ts';

export interface Completion {
  readonly label: string;
  readonly kind: 'keyword' | 'link' | 'key' | 'value' | 'block';
  readonly detail?: string;
  readonly doc?: string;
  /** What is replaced: the word that was begun. */
  readonly span: Span;
  /** What is written instead of the label. */
  readonly insert?: string;
  /** The same with places to fill in (`${1:name}`, `$0`), for editors that know them. */
  readonly snippet?: string;
  /** Old, or without effect here: offered behind the others. */
  readonly rank?: 'last';
  readonly isDeprecated?: boolean;
}

/** Candidates for the word at the cursor; the editor filters them by what was typed. */
export function completions(place: Place): readonly Completion[] {
  if (place.document.kind === 'netplan') return completeNetplan(place);
  return [
    ...completeIpCommand(place),
    ...completeIptables(place),
    ...completeIptablesRestore(place),
    ...completeNft(place),
    ...completeSysctl(place),
  ];
}
