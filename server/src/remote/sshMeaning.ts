/** What a name means to the user's `ssh`: the program itself is asked, nothing is connected to. */
import { runProcess } from './process.ts';
import type { SshTarget } from './ssh.ts';
import { text } from './utf8.ts';

export interface SshMeaning {
  readonly user: string;
  readonly hostname: string;
  readonly port: string;
  readonly jump: string | undefined;
}

const patienceMilliseconds = 10_000;

/** Undefined where ssh does not take the name, or is not there. */
export async function sshMeaning({
  program,
  options,
  destination,
  run = runProcess,
}: Pick<SshTarget, 'program' | 'options' | 'destination' | 'run'>): Promise<
  SshMeaning | undefined
> {
  const { status, output } = await run({
    command: program,
    args: [...options, '-G', '--', destination],
    timeoutMilliseconds: patienceMilliseconds,
  });
  if (status !== 0) return undefined;
  const values = new Map(
    text(output)
      .split('\n')
      .map((line): [string, string] => {
        const [key = '', ...value] = line.split(' ');
        return [key, value.join(' ')];
      }),
  );
  const jump = values.get('proxyjump');
  return {
    user: values.get('user') ?? '',
    hostname: values.get('hostname') ?? destination,
    port: values.get('port') ?? '22',
    jump: jump === 'none' ? undefined : jump,
  };
}
