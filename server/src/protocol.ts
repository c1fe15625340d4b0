/**
 * Types of the custom requests between client and server. The only file of the server that the client may import, as types.
 * Documented in `docs/protocol.md`.
 */

/** Request `routelens/preview`: the distribution of one group, or of all groups of a document. */
export interface PreviewParams {
  readonly textDocument: { readonly uri: string };
  /** 0-based line of the group; absent: all groups of the document. */
  readonly line?: number;
  readonly options?: PreviewRequestOptions;
}

export interface PreviewRequestOptions {
  readonly policy?: number;
  readonly seed?: number;
  /** Name of a built-in flow profile. */
  readonly profile?: string;
  /** Flows as text (CSV, JSON Lines, `conntrack -L`, `ss -tn`). */
  readonly flows?: string;
  /** Links taken as down. */
  readonly down?: readonly string[];
}

export interface PreviewMember {
  readonly index: number;
  readonly gateway: string | null;
  readonly device: string | null;
  readonly weight: number;
  readonly configured: number;
  readonly predicted: number;
  readonly low?: number;
  readonly high?: number;
  readonly flows: number;
}

export interface PreviewFlow {
  readonly src: string;
  readonly dst: string;
  readonly proto: string;
  readonly sport: number;
  readonly dport: number;
  readonly member: number | null;
  readonly why?: string;
}

export interface PreviewGroup {
  readonly kind: 'route' | 'nexthop-group' | 'resilient-group' | 'bond';
  readonly uri: string;
  /** 0-based. */
  readonly line: number;
  readonly family: 4 | 6;
  readonly name: string;
  readonly policy: number;
  /** "by source and destination". */
  readonly policyText: string;
  readonly seed: number | null;
  readonly exact: boolean;
  readonly members: readonly PreviewMember[];
  /** At most 200 flows for the table. */
  readonly flows: readonly PreviewFlow[];
  readonly nFlows: number;
  readonly profile: string;
  readonly notes: readonly string[];
}

export interface PreviewResult {
  readonly kernel: string;
  /** Policies that this kernel has, with a text for each. */
  readonly policies: readonly { readonly id: number; readonly text: string }[];
  /** True if this kernel has the seed sysctl. */
  readonly hasSeed: boolean;
  readonly profiles: readonly { readonly id: string; readonly text: string }[];
  readonly groups: readonly PreviewGroup[];
  /** Groups that cannot be previewed, with the reason. */
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
  /** A sentence about bad options or bad flow lines; empty if none. */
  readonly problems: readonly string[];
}

/** Request `routelens/effectiveNetplan`: what netplan makes of all files that it reads together with a document. */
export interface EffectiveNetplanParams {
  readonly textDocument: { readonly uri: string };
}

export interface EffectiveNetplanResult {
  /** YAML; each line ends with the file and line that it came from, as a comment. */
  readonly text: string;
}
