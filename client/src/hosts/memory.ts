/** What the workspace remembers of hosts: their names, and which folder belongs to which. No secret, no answer of a host. */
import type * as vscode from 'vscode';

const key = 'routelens.hosts';

export interface HostMemory {
  /** Names of hosts that were used here, in the order of their first use. */
  readonly names: () => readonly string[];
  /** URI of the folder of a host. */
  readonly folderOf: (host: string) => string | undefined;
  readonly remember: (host: string, folder: string | undefined) => void;
  readonly forget: (host: string) => void;
}

export function createMemory(state: vscode.Memento): HostMemory {
  const read = (): Readonly<Record<string, string | null>> => {
    const kept: unknown = state.get(key);
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter(
        (entry): entry is [string, string | null] =>
          entry[1] === null || typeof entry[1] === 'string',
      ),
    );
  };
  return {
    names: () => Object.keys(read()),
    folderOf: (host) => read()[host] ?? undefined,
    remember: (host, folder) =>
      void state.update(key, { ...read(), [host]: folder ?? read()[host] ?? null }),
    forget: (host) => {
      const { [host]: _, ...others } = read();
      void state.update(key, others);
    },
  };
}
