/**
 * The system's own `ssh`: the user's configuration, keys, agent and jump hosts are as OpenSSH reads them.
 * Each call is a connection of its own: a shared one would outlive the path that is to be tested.
 */
import { runProcess, type ProcessResult, type RunProcess } from './process.ts';
import { shellLine } from './quote.ts';

export interface SshTarget {
  /** As `ssh` takes it: a name of the configuration, `user@host`, `ssh://user@host:port`. */
  readonly destination: string;
  /** The program; a setting of the machine, never of a workspace. */
  readonly program: string;
  /** Options in front of the destination, of the machine's settings: `-F`, `FILE`. */
  readonly options: readonly string[];
  /** Root rights by `sudo -n`. */
  readonly sudo: boolean;
  /** For `SSH_ASKPASS`; absent: a secret that is needed is a failure. */
  readonly askpass?: Readonly<Record<string, string>>;
  /** What starts `ssh`; absent: the system. */
  readonly run?: RunProcess;
}

export interface SshCall {
  /** The program on the host and its arguments. */
  readonly words: readonly string[];
  readonly input?: Uint8Array;
  readonly timeoutMilliseconds: number;
  readonly signal?: AbortSignal;
}

/** Runs a command on the host. Status 255 is that of ssh itself: no connection, or a host key that does not fit. */
export function runSsh(target: SshTarget, call: SshCall): Promise<ProcessResult> {
  const { words, ...rest } = call;
  const { run = runProcess } = target;
  const refusal = whyNotSent(target, words);
  if (refusal !== undefined) return Promise.resolve(refusal);
  return run({
    command: target.program,
    args: [
      ...target.options,
      ...fixedOptions(target),
      '--',
      target.destination,
      shellLine([...(target.sudo ? ['sudo', '-n', '--'] : []), ...words]),
    ],
    ...(target.askpass === undefined ? {} : { env: target.askpass }),
    ...rest,
  });
}

/** What cannot be an argument of a program, or would be an option of it, in the form in which the host refuses. */
function whyNotSent(
  { destination }: SshTarget,
  words: readonly string[],
): ProcessResult | undefined {
  const refusal = (status: number, complaint: string): ProcessResult => ({
    status,
    output: new Uint8Array(),
    complaint,
  });
  if (/^-|^$|[\0-\x1f\x7f]/.test(destination))
    return refusal(
      255,
      'that is no name of a host: it is empty, begins with a dash or holds a control character',
    );
  return words.some((word) => word.includes('\0'))
    ? refusal(2, 'error a NUL character cannot be sent to a host')
    : undefined;
}

function fixedOptions({ askpass }: SshTarget): readonly string[] {
  return [
    '-T',
    '-oStrictHostKeyChecking=yes',
    '-oControlMaster=no',
    '-oControlPath=none',
    '-oConnectTimeout=10',
    '-oServerAliveInterval=5',
    '-oServerAliveCountMax=3',
    '-oForwardAgent=no',
    '-oForwardX11=no',
    '-oClearAllForwardings=yes',
    '-oPermitLocalCommand=no',
    ...(askpass === undefined ? ['-oBatchMode=yes'] : []),
  ];
}

/** What an end of ssh itself means, for people. */
export function sshFailure({ complaint }: ProcessResult): string {
  const line = complaint
    .trim()
    .split(/\r?\n/)
    .findLast((each) => each.trim() !== '');
  if (/host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/i.test(complaint))
    return 'the host key is not the one that is known: compare it with that of the host, then mend known_hosts';
  if (/Permission denied/i.test(complaint))
    return 'the host took none of the keys: add the key to the agent, or to authorized_keys on the host';
  return line ?? 'the connection ended';
}
