/**
 * Commands and options: the only importer of `commander`.
 * A bad option never runs anything: it is explained on standard error and the exit status is 2.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { parseHashKey } from '../kernel/hashKey.ts';
import { netplanVersion } from '../netplan/version.ts';
import { kernelProfile, newestKernel, type KernelProfile } from '../kernel/profiles.ts';
import type { HashKey } from '../kernel/siphash.ts';
import { flowProfiles } from '../simulate/flowProfiles.ts';
import type { Probe } from '../remote/applyChange.ts';
import { parseProbe } from '../remote/probe.ts';
import type { ApplyFlags } from './apply/options.ts';
import type { ApplyTerminal } from './apply/run.ts';
import { checkFormats, runCheck, type CheckFormat } from './check.ts';
import { runExplain } from './explain.ts';
import { runPreview, type PreviewOptions } from './preview.ts';
import { choosePaint, type ExitStatus, type Terminal } from './terminal.ts';
import { version } from './version.ts';

export interface ProcessSurface extends Pick<
  ApplyTerminal,
  'directory' | 'print' | 'complain' | 'readStandardInput' | 'ask' | 'wait' | 'now' | 'newId'
> {
  /** The folder that holds `docs/`. */
  readonly packageRoot: string;
  readonly printError: (text: string) => void;
  readonly isTerminal: boolean;
}

/** Runs one command line (without `node` and the script) and answers its exit status. */
export async function runProgram(
  args: readonly string[],
  surface: ProcessSurface,
): Promise<ExitStatus> {
  let status: ExitStatus = 0;
  const program = createProgram(surface, (result) => {
    status = result;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    surface.complain(
      `failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return 2;
  }
  return status;
}

function createProgram(surface: ProcessSurface, finish: (status: ExitStatus) => void): Command {
  const program = new Command('routelens')
    .description(
      'Checks, explains and previews Linux routing configuration: netplan YAML and iproute2 scripts',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: surface.print,
      writeErr: surface.printError,
      outputError: (text) => surface.complain(text.replace(/^error: /, '').trimEnd()),
    });
  addCheck(program, surface, finish);
  addPreview(program, surface, finish);
  addExplain(program, surface, finish);
  addApply(program, surface, finish);
  return program;
}

interface CommonFlags {
  readonly kernel: KernelProfile;
  readonly netplan?: string;
  readonly color: boolean;
}

interface CheckFlags extends CommonFlags {
  readonly format: CheckFormat;
  readonly maxWarnings?: number;
  readonly stdinFilename?: string;
}

function addCheck(
  program: Command,
  surface: ProcessSurface,
  finish: (status: ExitStatus) => void,
): void {
  const command = program
    .command('check')
    .description('report what is wrong; a folder is a host, or a tree of hosts')
    .argument('[PATH...]', 'files or folders; `-` is standard input', ['.'])
    .addOption(
      new Option('--format <format>', 'how to report').choices(checkFormats).default('text'),
    )
    .option('--max-warnings <n>', 'exit with 1 if there are more warnings', toCount)
    .option('--stdin-filename <name>', 'the path that standard input stands for');
  addCommon(command).action((paths: string[], flags: CheckFlags) => {
    const { format, kernel, netplan, maxWarnings, stdinFilename } = flags;
    const options = { format, kernel, netplan, maxWarnings, stdinFilename };
    finish(runCheck(paths, options, terminalOf(surface, flags)));
  });
}

type PreviewFlags = Omit<PreviewOptions, 'stdinFilename'> &
  CommonFlags & { readonly stdinFilename?: string };

function addPreview(
  program: Command,
  surface: ProcessSurface,
  finish: (status: ExitStatus) => void,
): void {
  const command = program
    .command('preview')
    .description('show how flows are spread over the nexthops of each multipath route')
    .argument('<FILE>', 'a script, or `-` for standard input')
    .addOption(
      new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'),
    )
    .option(
      '--flows <file>',
      'flows to place: CSV, JSON Lines, `conntrack -L`, `ss -tn`; `-` is standard input',
    )
    .addOption(
      new Option('--profile <name>', 'a built-in set of flows').choices(
        flowProfiles.map(({ id }) => id),
      ),
    )
    .addOption(new Option('--policy <n>', 'hash policy, 0 to 3').argParser(toPolicy))
    .addOption(new Option('--fields <n>', 'fields of hash policy 3').argParser(toU32))
    .addOption(new Option('--seed <n>', 'seed of the hash').argParser(toU32))
    .addOption(
      new Option('--hash-key <k0,k1>', 'boot key, two words of 16 hexadecimal digits').argParser(
        toHashKey,
      ),
    )
    .option('--down <link>', 'a link that is down (repeatable)', collect, [])
    .option(
      '--failed-neighbour <gateway>',
      'a gateway that does not answer (repeatable)',
      collect,
      [],
    )
    .addOption(new Option('--line <n>', 'only the route on this line').argParser(toCount))
    .option('--stdin-filename <name>', 'the path that standard input stands for');
  addCommon(command).action((file: string, { stdinFilename, ...flags }: PreviewFlags) => {
    finish(runPreview(file, { ...flags, stdinFilename }, terminalOf(surface, flags)));
  });
}

function addExplain(
  program: Command,
  surface: ProcessSurface,
  finish: (status: ExitStatus) => void,
): void {
  const { packageRoot } = surface;
  const command = program
    .command('explain')
    .description('print the page of a rule')
    .argument('<RULE>', 'id of the rule')
    .addOption(
      new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'),
    );
  addCommon(command).action(
    (rule: string, { format, ...flags }: CommonFlags & { readonly format: 'text' | 'json' }) => {
      finish(runExplain(rule, { packageRoot, format }, terminalOf(surface, flags)));
    },
  );
}

function addApply(
  program: Command,
  surface: ProcessSurface,
  finish: (status: ExitStatus) => void,
): void {
  const command = program
    .command('apply')
    .description('apply a host tree over SSH; it rolls back by itself unless it is kept')
    .argument('[PATH]', 'the folder of one host, with `etc/` in it')
    .requiredOption(
      '--host <host>',
      'where to, as ssh takes it (repeatable: one after the other)',
      collect,
      [],
    )
    .option('--dry-run', 'show the plan, do nothing', false)
    .option('--plan <digest>', 'apply only the plan with this digest, as --dry-run shows it')
    .option('--yes', 'apply without a question', false)
    .option('--force', 'apply although the checks found errors', false)
    .addOption(
      new Option('--confirm-within <seconds>', 'roll back after so many seconds')
        .argParser(toSeconds)
        .default(60),
    )
    .addOption(
      new Option(
        '--probe <probe>',
        'what has to work: gateway, ping:ADDRESS, dns:NAME, url:URL (repeatable)',
      )
        .argParser(toProbes)
        .default([]),
    )
    .option('--run <path>', 'a script on the host that runs after it (repeatable)', collect, [])
    .option('--remove <path>', 'a file of the host that is removed (repeatable)', collect, [])
    .option('--undo <change>', 'take a kept change back: its id, or last')
    .option('--history', 'list the changes that were made on the host', false)
    .option('--sudo', 'take root rights by sudo', false)
    .option('--ssh <program>', 'the ssh program', 'ssh')
    .option('--ssh-config <file>', 'the configuration of ssh')
    .addOption(
      new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'),
    );
  addCommon(command).action(async (path: string | undefined, flags: ApplyFlags) => {
    // What starts processes is loaded only when it is needed.
    const { runApply } = await import('./apply/run.ts');
    finish(await runApply(path, flags, { ...surface, ...terminalOf(surface, flags) }));
  });
}

function addCommon(command: Command): Command {
  return command
    .addOption(
      new Option('--kernel <version>', 'Linux version of the hosts: 4.15, 6.18, ubuntu-18.04')
        .argParser(toKernel)
        .default(kernelProfile(newestKernel), newestKernel),
    )
    .addOption(
      new Option('--netplan <version>', 'netplan version of the hosts: 0.106, 1.1, 1.2').argParser(
        toNetplan,
      ),
    )
    .option('--no-color', 'print without colours');
}

function terminalOf(surface: ProcessSurface, { color }: { color: boolean }): Terminal {
  return { ...surface, paint: choosePaint(surface.isTerminal, color) };
}

function toKernel(text: string): KernelProfile {
  const profile = kernelProfile(text);
  if (profile === undefined)
    throw new InvalidArgumentError('Write a version such as 4.15 or 6.18.');
  return profile;
}

function toNetplan(text: string): string {
  if (netplanVersion(text) === undefined)
    throw new InvalidArgumentError('Write a version such as 0.106 or 1.2.');
  return text;
}

function toCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Write a whole number.');
  return Number(text);
}

/** Long enough for an apply and a new connection, short enough to wait for. */
function toSeconds(text: string): number {
  const seconds = toCount(text);
  if (seconds < 5 || seconds > 3600)
    throw new InvalidArgumentError('Write a number of seconds from 5 to 3600.');
  return seconds;
}

function toProbes(text: string, before: readonly Probe[]): readonly Probe[] {
  const probe = parseProbe(text);
  if (probe === undefined)
    throw new InvalidArgumentError('Write gateway, ping:ADDRESS, dns:NAME or url:URL.');
  return [...before, probe];
}

function toPolicy(text: string): number {
  if (!/^[0-3]$/.test(text)) throw new InvalidArgumentError('Write 0, 1, 2 or 3.');
  return Number(text);
}

function toU32(text: string): number {
  const value = /^(0[xX][0-9a-fA-F]{1,8}|\d{1,10})$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= 0xffff_ffff))
    throw new InvalidArgumentError('Write a whole number from 0 to 4294967295.');
  return value;
}

function toHashKey(text: string): HashKey {
  const key = parseHashKey(text);
  if (key === undefined)
    throw new InvalidArgumentError('Write two words of 16 hexadecimal digits, with a comma.');
  return key;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
