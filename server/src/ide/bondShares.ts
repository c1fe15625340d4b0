/** The members of a bond and what each gets, for one line. */
import type { Group } from '../simulate/types.ts';
import { formatShare } from './multipathCommand.ts';

/** `eno1 50.0 % · eno2 50.0 %`; of active-backup the member that it prefers, or all: one of them works at a time. */
export function bondShares({ members, bond }: Group, most = members.length): string {
  const nameOf = ({ device }: Group['members'][number]): string => device ?? '?';
  const more = members.length > most ? ['…'] : [];
  if (bond?.mode !== 'active-backup') {
    const shown = members.slice(0, most);
    return [
      ...shown.map((member) => `${nameOf(member)} ${formatShare(member.configured)}`),
      ...more,
    ].join(' · ');
  }
  const first = bond.primary === undefined ? undefined : members[bond.primary];
  if (first !== undefined) return `${nameOf(first)} 100.0 %`;
  return `one of ${[...members.slice(0, most).map(nameOf), ...more].join(', ')}`;
}
