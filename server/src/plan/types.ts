/** What would be done to a host, before anything is done: plain data that a person reads and a digest covers. */

/** What a host says of itself. Texts as its programs print them; JSON of `ip -j` parsed. */
export interface HostFacts {
  readonly name: string;
  /** PRETTY_NAME of os-release, `Ubuntu 24.04.3 LTS`. */
  readonly release: string;
  readonly kernel: string;
  /** Version of the package netplan.io, or undefined where there is none. */
  readonly netplan: string | undefined;
  /** Undefined: systemd does not run there. */
  readonly systemd: number | undefined;
  readonly iproute2: string | undefined;
  /** The addresses of the SSH connection that asked. */
  readonly connection: SshConnection | undefined;
  readonly isRoot: boolean;
  readonly links: readonly FactLink[];
  readonly addresses: readonly FactAddress[];
  readonly routes: readonly FactRoute[];
  readonly rules: readonly FactRule[];
  /** Path below /proc/sys and value. */
  readonly sysctls: ReadonlyMap<string, string>;
  readonly nft: string;
  readonly bonds: readonly FactBond[];
  /** Ids of changes that wait for a confirmation. */
  readonly armed: readonly string[];
}

export interface SshConnection {
  readonly client: string;
  readonly server: string;
}

export interface FactLink {
  readonly name: string;
  readonly kind: string | undefined;
  readonly isUp: boolean;
  /** What systemd-networkd does with it: `configured`, `unmanaged`, …; undefined where it does not run. */
  readonly setup: string | undefined;
}

/** A bond as the driver has it: options of /sys/class/net/NAME/bonding. */
export interface FactBond {
  readonly name: string;
  readonly options: ReadonlyMap<string, string>;
}

export interface FactAddress {
  readonly link: string;
  readonly address: string;
  readonly length: number;
  /** From DHCP or a router advertisement. */
  readonly isDynamic: boolean;
}

export interface FactRoute {
  readonly family: 4 | 6;
  readonly destination: string;
  readonly table: string;
  readonly protocol: string;
  /** One nexthop, or those of a multipath route; none for `blackhole` and its like. */
  readonly nexthops: readonly FactNexthop[];
  readonly metric: number | undefined;
}

export interface FactNexthop {
  readonly via: string | undefined;
  readonly link: string | undefined;
  readonly weight: number;
}

export interface FactRule {
  readonly family: 4 | 6;
  readonly priority: number;
  readonly protocol: string;
  /** As `ip rule` would write it, without the priority. */
  readonly text: string;
}

/** A file of the host, absolute path. */
export interface RemoteFile {
  readonly path: string;
  readonly content: Uint8Array;
}

export interface PlannedFile {
  /** Absolute, on the host. */
  readonly path: string;
  /** Octal, `600`. */
  readonly mode: string;
  /** Undefined: the file is removed. */
  readonly content: Uint8Array | undefined;
  readonly before: Uint8Array | undefined;
}

/** What runs on the host once the files are there, in this order. */
export interface PlannedRun {
  readonly kind: 'netplan' | 'sysctl' | 'nft' | 'batch' | 'script';
  /** The file that it reads; netplan reads its folders. */
  readonly path: string;
}

export interface PlanWarning {
  readonly kind:
    | 'connection-lost'
    | 'no-systemd'
    | 'not-root'
    | 'foreign-routes'
    | 'bond-anew'
    | 'sessions'
    | 'netplan'
    | 'renderer'
    | 'armed'
    | 'finding'
    | 'nothing-runs'
    | 'unsendable';
  /** An error stops the apply unless the user forces it. */
  readonly severity: 'error' | 'warning' | 'information';
  readonly text: string;
  /** Single things that the text speaks of. */
  readonly details?: readonly string[];
}

export interface ChangePlan {
  readonly host: string;
  readonly files: readonly PlannedFile[];
  readonly runs: readonly PlannedRun[];
  /** Bonds that are made anew, because networkd cannot change their parameters. */
  readonly bonds: readonly string[];
  readonly warnings: readonly PlanWarning[];
}
