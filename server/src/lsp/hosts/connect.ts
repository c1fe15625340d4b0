/** From the name of a host to a guard on it, for as long as one piece of work goes on. */
import type { Guard } from '../../remote/guard.ts';
import type { SshTarget } from '../../remote/ssh.ts';
import type { HostSecretParams } from '../../protocol.ts';
import type { HostSetting } from '../hostSettings.ts';
import type { Surroundings } from './surroundings.ts';

export interface Wanted {
  readonly host: string;
  readonly canAsk: boolean;
}

/** Somebody may have to find a passphrase first. */
const patientTimes = { look: 180_000, prepare: 300_000 };

/** The entry of the settings for a name; a name that has none is what `ssh` takes. */
export function settingOf({ session }: Surroundings, host: string): HostSetting | undefined {
  return session.files.settings().hosts.find(({ name }) => name === host);
}

export function targetOf(surroundings: Surroundings, host: string): SshTarget {
  const { sshPath, sshConfig } = surroundings.session.files.settings();
  const setting = settingOf(surroundings, host);
  return {
    destination: setting?.target ?? host,
    program: sshPath ?? 'ssh',
    options: sshConfig === undefined ? [] : ['-F', sshConfig],
    sudo: setting?.sudo ?? false,
  };
}

export async function withGuard<T>(
  surroundings: Surroundings,
  { host, canAsk }: Wanted,
  work: (guard: Guard) => Promise<T>,
): Promise<T> {
  const { createGuard, startAskpass } = surroundings.remote();
  const target = targetOf(surroundings, host);
  const askpass = canAsk ? await startAskpass(asking(surroundings, host)) : undefined;
  try {
    const guard =
      askpass === undefined
        ? createGuard(target)
        : createGuard({ ...target, askpass: askpass.env }, patientTimes);
    return await work(guard);
  } finally {
    askpass?.dispose();
  }
}

const kinds: Readonly<Record<string, HostSecretParams['kind']>> = {
  confirm: 'confirm',
  none: 'notice',
};

function asking({ session: { connection } }: Surroundings, host: string) {
  return async (question: { readonly prompt: string; readonly kind: string }) => {
    const { prompt } = question;
    const params: HostSecretParams = { host, prompt, kind: kinds[question.kind] ?? 'secret' };
    const answer: unknown = await connection.sendRequest('routelens/host/secret', params);
    return typeof answer === 'string' ? answer : undefined;
  };
}
