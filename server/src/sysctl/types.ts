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
}

export interface SysctlReading {
  readonly settings: readonly SysctlSetting[];
  readonly problems: readonly Problem[];
}
