/**
 * The only place that starts processes, and the only importer of `execa` in the product.
 * Arguments are passed as they are: no shell of this machine ever reads them.
 */
import { execa } from 'execa';

export interface ProcessResult {
  /** 127 where the program does not exist, 126 where it did not start or was ended, 124 where its time ran out. */
  readonly status: number;
  readonly output: Uint8Array;
  readonly complaint: string;
}

export interface ProcessCall {
  readonly command: string;
  readonly args: readonly string[];
  readonly input?: Uint8Array;
  readonly timeoutMilliseconds: number;
  /** On top of the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export type RunProcess = (call: ProcessCall) => Promise<ProcessResult>;

/** The most that a host may answer. */
const longestOutput = 256 * 1024 * 1024;

/** Runs a program to its end. Never rejects: what went wrong is in the result. */
export async function runProcess(call: ProcessCall): Promise<ProcessResult> {
  const { command, args, input, timeoutMilliseconds, env, signal } = call;
  const result = await execa(command, [...args], {
    input: input ?? new Uint8Array(),
    encoding: 'buffer',
    reject: false,
    timeout: timeoutMilliseconds,
    forceKillAfterDelay: 2000,
    maxBuffer: longestOutput,
    stripFinalNewline: false,
    ...(env === undefined ? {} : { env: { ...env } }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  const complaint = new TextDecoder().decode(result.stderr ?? new Uint8Array());
  // A copy: what lies in a buffer that Node shares would be read from its beginning.
  const output = new Uint8Array(result.stdout ?? []);
  if (result.timedOut)
    return { status: 124, output, complaint: `${complaint}no answer within the time` };
  if (result.code === 'ENOENT')
    return { status: 127, output, complaint: `the program \`${command}\` is not there` };
  if (result.exitCode === undefined)
    return {
      status: 126,
      output,
      complaint: complaint === '' ? (result.shortMessage ?? 'it did not start') : complaint,
    };
  return { status: result.exitCode, output, complaint };
}
