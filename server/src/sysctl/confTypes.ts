/** The settings of links below `net/ipv4/conf` or `net/ipv6/conf`, while writes change them. */

export interface ConfCell<W> {
  /** Undefined: not known. */
  readonly value: number | undefined;
  /** What set it last; undefined: nothing that is known. */
  readonly by: W | undefined;
}

/** One folder below `conf`: `all`, `default` or a link. */
export interface ConfFolder<W> {
  readonly cells: Map<string, ConfCell<W>>;
  /** IPv4: settings that a write to `default` does not change any more. */
  readonly pinned: Set<string>;
  /** IPv4: the link has had an address, so that `default` changes nothing of it any more. */
  isPinned: boolean;
}

export interface ConfTree<W> {
  readonly family: 4 | 6;
  readonly all: ConfFolder<W>;
  readonly default: ConfFolder<W>;
  readonly links: Map<string, ConfFolder<W>>;
}

/** One write that the kernel takes. */
export interface ConfWrite<W> extends ConfCell<W> {
  /** `all`, `default` or the name of a link. */
  readonly folder: string;
  readonly name: string;
}
