/**
 * The settings of the server: one table, from which the manifest and `docs/settings.md` are generated.
 * Invariant: a value of the wrong type counts as not set; nothing a user writes stops the server.
 */
import { hostSettingSchema, readHostSettings, type HostSetting } from './hostSettings.ts';
import type { Severity } from '../rules/define.ts';

export type SettingType =
  | { readonly kind: 'text'; readonly pattern?: string; readonly examples: readonly string[] }
  | {
      readonly kind: 'enum';
      readonly values: readonly { readonly value: string; readonly doc: string }[];
    }
  /** A list of entries, with the JSON schema of one. */
  | { readonly kind: 'list'; readonly items: object; readonly example: object }
  /** A mapping from rule ids to one of these values. */
  | { readonly kind: 'by-rule'; readonly values: readonly string[] };

export interface SettingRow {
  /** Full name, `routelens.kernel`. */
  readonly name: string;
  readonly type: SettingType;
  readonly default: string | Readonly<Record<string, never>> | readonly never[];
  readonly scope: 'resource' | 'window' | 'machine';
  /** Markdown, one or two sentences. */
  readonly doc: string;
}

export const settingsTable: readonly SettingRow[] = [
  {
    name: 'routelens.kernel',
    type: {
      kind: 'text',
      pattern: '^$|^[0-9]+\\.[0-9]+|^(ubuntu|debian)-[0-9.]+$',
      examples: ['4.15', '6.18', 'ubuntu-18.04'],
    },
    default: '',
    scope: 'window',
    doc: 'Linux version of the hosts that the files are for, or the name of a release. Hovers, findings and the preview answer for this kernel. Empty: the newest one that RouteLens knows.',
  },
  {
    name: 'routelens.netplan',
    type: { kind: 'text', pattern: '^$|^[0-9]+\\.[0-9]+', examples: ['0.106', '1.1', '1.2'] },
    default: '',
    scope: 'window',
    doc: 'netplan version of the hosts that the files are for. Empty: the newest one that RouteLens knows.',
  },
  {
    name: 'routelens.rules',
    type: { kind: 'by-rule', values: ['off', 'hint', 'information', 'warning', 'error'] },
    default: {},
    scope: 'window',
    doc: 'Severity of single rules, by rule id, for example `{ "route-cache-noop": "off" }`.',
  },
  {
    name: 'routelens.inlayHints',
    type: {
      kind: 'enum',
      values: [
        { value: 'on', doc: 'Shown where the value surprises.' },
        { value: 'off', doc: 'Not shown.' },
      ],
    },
    default: 'on',
    scope: 'window',
    doc: 'Values in netplan files that count although nobody wrote them: the hash policy of a bond, the metric of routes by DHCP.',
  },
  {
    name: 'routelens.hosts',
    type: {
      kind: 'list',
      items: hostSettingSchema,
      example: {
        name: 'edge1',
        target: 'root@192.0.2.1',
        folder: 'edge1',
        timeout: 60,
        probes: ['gateway'],
      },
    },
    default: [],
    scope: 'window',
    doc: 'Hosts that the files of the workspace are for. Hosts of your SSH configuration need no entry. Taken from a workspace only if you trust it.',
  },
  {
    name: 'routelens.ssh.path',
    type: { kind: 'text', examples: ['ssh', '/usr/local/bin/ssh'] },
    default: '',
    scope: 'machine',
    doc: 'The `ssh` program that connects to hosts. Empty: the one that the system finds.',
  },
  {
    name: 'routelens.ssh.config',
    type: { kind: 'text', examples: ['/etc/ssh/ssh_config'] },
    default: '',
    scope: 'machine',
    doc: 'A configuration file of OpenSSH instead of your own one. It may name programs that ssh starts.',
  },
  {
    name: 'routelens.trace.server',
    type: {
      kind: 'enum',
      values: [
        { value: 'off', doc: 'No trace.' },
        { value: 'messages', doc: 'Names of the messages.' },
        { value: 'verbose', doc: 'Whole messages.' },
      ],
    },
    default: 'off',
    scope: 'window',
    doc: 'Writes the messages between editor and server to the output channel.',
  },
];

export type RuleSetting = Severity | 'off';

export interface Settings {
  /** Undefined: the newest kernel that is known. */
  readonly kernel: string | undefined;
  readonly netplan: string | undefined;
  readonly rules: ReadonlyMap<string, RuleSetting>;
  readonly inlayHints: boolean;
  readonly hosts: readonly HostSetting[];
  /** Undefined: the `ssh` of the system. */
  readonly sshPath: string | undefined;
  /** Undefined: the user's own. */
  readonly sshConfig: string | undefined;
}

export const defaultSettings: Settings = {
  kernel: undefined,
  netplan: undefined,
  rules: new Map(),
  inlayHints: true,
  hosts: [],
  sshPath: undefined,
  sshConfig: undefined,
};

/** Reads the `routelens` section as a client sends it: any JSON value. */
export function readSettings(section: unknown): Settings {
  if (!isRecord(section)) return defaultSettings;
  const ssh = isRecord(section['ssh']) ? section['ssh'] : {};
  const rules = isRecord(section['rules']) ? Object.entries(section['rules']) : [];
  return {
    kernel: textOf(section['kernel']),
    netplan: textOf(section['netplan']),
    rules: new Map(
      rules.filter((entry): entry is [string, RuleSetting] => isRuleSetting(entry[1])),
    ),
    inlayHints: section['inlayHints'] !== 'off',
    hosts: readHostSettings(section['hosts']),
    sshPath: textOf(ssh['path']),
    sshConfig: textOf(ssh['config']),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function isRuleSetting(value: unknown): value is RuleSetting {
  return (
    value === 'off' ||
    value === 'hint' ||
    value === 'information' ||
    value === 'warning' ||
    value === 'error'
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
