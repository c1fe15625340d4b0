/** sysctl settings from `sysctl.conf`, `sysctl.d/*.conf`, `sysctl -w` and writes to `/proc/sys`. */
import type { Fact, Unknown } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import type { Span } from '../base/span.ts';

export interface SysctlSetting {
  /** Path segments below /proc/sys: `net ipv4 conf eno4.100 rp_filter`. A segment can be `*` (glob) or unknown; one unknown segment alone may be any key. */
  readonly key: readonly (string | Unknown)[];
  readonly value: Fact<string>;
  readonly keySpan: Span;
  readonly span: Span;
  /** `-` before the key: a failure is ignored. */
  readonly optional: boolean;
  /** A key without a value: it is left out of patterns, and nothing is written. */
  readonly excludes?: true;
}

export interface SysctlReading {
  readonly settings: readonly SysctlSetting[];
  readonly problems: readonly Problem[];
  /** Files that a command reads after its own settings: paths, or `system` for those that are read at boot. */
  readonly loads?: readonly Fact<string>[];
}
