/** The setting `routelens.hosts`, as a client sends it: any JSON value. An entry that makes no sense is left out. */

export interface HostSetting {
  readonly name: string;
  /** What `ssh` takes. */
  readonly target: string;
  readonly folder: string | undefined;
  /** Path below the folder and absolute path on the host. */
  readonly files: ReadonlyMap<string, string>;
  readonly renderer: string | undefined;
  /** Seconds until the rollback. */
  readonly timeout: number | undefined;
  readonly sudo: boolean;
  readonly run: readonly string[];
  readonly remove: readonly string[];
  readonly probes: readonly string[];
}

export function readHostSettings(value: unknown): readonly HostSetting[] {
  return Array.isArray(value) ? value.flatMap(readHost) : [];
}

function readHost(value: unknown): readonly HostSetting[] {
  if (typeof value !== 'object' || value === null) return [];
  const entry: Readonly<Record<string, unknown>> = { ...value };
  const name = textOf(entry['name']);
  if (name === undefined) return [];
  const { timeout, files } = entry;
  return [
    {
      name,
      target: textOf(entry['target']) ?? name,
      folder: textOf(entry['folder']),
      files: new Map(
        typeof files === 'object' && files !== null
          ? Object.entries(files).filter(
              (pair): pair is [string, string] => typeof pair[1] === 'string',
            )
          : [],
      ),
      renderer: textOf(entry['renderer']),
      timeout: isSeconds(timeout) ? timeout : undefined,
      sudo: entry['sudo'] === true,
      run: textsOf(entry['run']),
      remove: textsOf(entry['remove']),
      probes: textsOf(entry['probes']),
    },
  ];
}

/** What the guard on the host takes. */
function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 5 && value <= 3600;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((each) => textOf(each) ?? []) : [];
}

/** JSON schema of one entry, for the completion of settings. */
export const hostSettingSchema = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', description: 'How you call the host.' },
    target: {
      type: 'string',
      description:
        'What ssh takes: a name of your SSH configuration, or user@host. Without it: the name.',
    },
    folder: {
      type: 'string',
      description: 'The folder with the files of the host, below the workspace folder.',
    },
    files: {
      type: 'object',
      additionalProperties: { type: 'string', pattern: '^/' },
      description:
        'Where files go that do not lie where they belong: path below the folder, and absolute path on the host.',
    },
    renderer: {
      type: 'string',
      enum: ['networkd', 'NetworkManager'],
      description: 'What netplan hands the links to. Without it: what the files say.',
    },
    timeout: {
      type: 'integer',
      minimum: 5,
      maximum: 3600,
      default: 60,
      description: 'Seconds until a change that nobody keeps rolls back.',
    },
    sudo: { type: 'boolean', default: false, description: 'Take root rights by sudo -n.' },
    run: {
      type: 'array',
      items: { type: 'string', pattern: '^/' },
      description: 'Scripts on the host that run after the change, absolute paths.',
    },
    remove: {
      type: 'array',
      items: { type: 'string', pattern: '^/' },
      description: 'Files that are removed from the host, absolute paths.',
    },
    probes: {
      type: 'array',
      items: { type: 'string', pattern: '^(gateway$|(ping|dns|url):.)' },
      description: 'What has to work: gateway, ping:ADDRESS, dns:NAME, url:URL.',
    },
  },
} as const;
