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
  /** Balancing rules: what happens to the packets of this member, `mark 0x1`. */
  readonly label?: string;
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
  readonly kind: 'route' | 'nexthop-group' | 'resilient-group' | 'bond' | 'balance';
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

/** Request `routelens/tablesAfter`: routing tables, policy rules and what belongs to them after a line of a script. */
export interface TablesAfterParams {
  readonly textDocument: { readonly uri: string };
  /** 0-based. */
  readonly line: number;
}

export interface TablesAfterResult {
  /** In the form of `ip rule` and `ip route show table all`; each line ends with the file and line that it came from. */
  readonly text: string;
}

/**
 * Requests about hosts. `host` is a name of the setting `routelens.hosts`, or what `ssh` takes.
 * What could not be done is answered with the reason.
 */
export interface HostFailure {
  readonly failure: string;
}

/** Request `routelens/hosts`: who could be connected to, and which folders hold the files of a host. Connects to nobody. */
export interface HostsResult {
  readonly hosts: readonly HostEntry[];
  /** URIs of the folders of host trees in the workspace. */
  readonly folders: readonly string[];
}

export interface HostEntry {
  readonly name: string;
  readonly origin: 'settings' | 'ssh';
  /** What `ssh` makes of it, `root@192.0.2.1`; empty where ssh does not say. */
  readonly meaning: string;
  /** URI, where the settings name one. */
  readonly folder: string | null;
}

export interface HostParams {
  readonly host: string;
  /** URI of the folder with the files of the host. */
  readonly folder?: string;
  /** The client answers `routelens/host/secret`. Otherwise nothing is asked. */
  readonly canAsk?: boolean;
}

/** Request `routelens/host/look`: reads only. */
export interface HostLookResult {
  readonly facts: HostSummary;
  /** Files that differ between the folder and the host; null without a folder. */
  readonly drift: readonly HostFile[] | null;
  /** What the files say and the host does not run, a sentence each. */
  readonly missing: readonly string[];
  /** Changes that were made there, the newest first. */
  readonly history: readonly HostChange[];
}

export interface HostSummary {
  readonly name: string;
  readonly release: string;
  readonly kernel: string;
  readonly netplan: string | null;
  readonly systemd: number | null;
  readonly iproute2: string | null;
  readonly isRoot: boolean;
  readonly links: readonly {
    readonly name: string;
    readonly isUp: boolean;
    readonly setup: string | null;
    readonly addresses: readonly string[];
  }[];
  /** As `ip` writes them, without those that the kernel makes by itself. */
  readonly routes: readonly string[];
  readonly rules: readonly string[];
  /** Ids of changes that wait for a confirmation. */
  readonly armed: readonly string[];
}

export interface HostFile {
  /** Absolute, on the host. */
  readonly path: string;
  /** What a change would do to it. */
  readonly change: 'create' | 'change' | 'remove';
  readonly before: string | null;
  readonly after: string | null;
  /** The file of the workspace. */
  readonly uri: string | null;
}

export interface HostChange {
  readonly id: string;
  readonly state: string;
  readonly keptAt: string | null;
}

/** Request `routelens/host/plan`: what would be done. Nothing is written. */
export interface HostPlanParams extends HostParams {
  /** Id of a kept change that is to be taken back. */
  readonly undo?: string;
}

export interface HostPlanResult {
  /** SHA-256 of what would be written and run. Whoever confirms a plan names it. */
  readonly digest: string;
  readonly host: string;
  readonly facts: HostSummary;
  readonly files: readonly HostFile[];
  /** Command lines, in their order. */
  readonly runs: readonly string[];
  /** Bonds that are made anew. */
  readonly bonds: readonly string[];
  readonly warnings: readonly {
    readonly severity: 'error' | 'warning' | 'information';
    readonly text: string;
    readonly details: readonly string[];
  }[];
  /** Seconds from arming to the rollback. */
  readonly seconds: number;
  /** What is tried before it asks to keep the change. */
  readonly probes: readonly string[];
}

/** Request `routelens/host/apply`: answered when the host has decided. */
export interface HostApplyParams {
  /** Digest of the plan that the user saw and confirmed. */
  readonly digest: string;
  readonly canAsk?: boolean;
}

export interface HostApplyResult {
  readonly outcome: 'kept' | 'rolled-back' | 'not-started' | 'unknown';
  readonly why: string;
  /** Files whose bytes on the host are not as they should be. */
  readonly differing: readonly string[];
  /** What the files say and the host does not run. */
  readonly missing: readonly string[];
  readonly log: readonly string[];
}

/** Notification `routelens/host/progress` from the server while a change is applied. */
export interface HostProgress {
  readonly digest: string;
  readonly kind:
    | 'staged'
    | 'armed'
    | 'applied'
    | 'probed'
    | 'asking'
    | 'keeping'
    | 'rolling-back'
    | 'unreachable';
  readonly text: string;
  /** Seconds until the rollback, as of now. */
  readonly left: number | null;
}

/** Request `routelens/host/decide`: keep the change that is asked about, or roll it back now. */
export interface HostDecideParams {
  readonly digest: string;
  readonly keep: boolean;
}

/** Request `routelens/host/settle`: the same for a change that was armed elsewhere, or before the window was loaded again. */
export interface HostSettleParams extends HostParams {
  readonly change: string;
  readonly keep: boolean;
}

export interface HostSettleResult {
  readonly state: string;
}

/** Request `routelens/host/secret` from the server: what `ssh` asks. The answer is a text, or null for none. */
export interface HostSecretParams {
  readonly host: string;
  /** In the words of ssh. */
  readonly prompt: string;
  readonly kind: 'secret' | 'confirm' | 'notice';
}
