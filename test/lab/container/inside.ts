/** The test's own eye and hand in a container: its namespaces are entered, so no network and no sshd has to work for it. */
import { execFileSync, spawn } from 'node:child_process';

const env = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LC_ALL: 'C',
};

/** `pid` is that of the container's first process. */
function wordsFor(pid: string | undefined, line: string): readonly string[] {
  if (pid === undefined) throw new Error('the container has no first process');
  return ['-t', pid, '-m', '-u', '-i', '-n', '-p', '--', 'sh', '-c', `cd; ${line}`];
}

/** What the line printed. Throws where it failed. */
export function runInside(pid: string | undefined, line: string, input: string): string {
  return execFileSync('nsenter', [...wordsFor(pid, line)], {
    input,
    env,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** The same without waiting. */
export function runInsideLater(
  pid: string | undefined,
  line: string,
  input: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('nsenter', [...wordsFor(pid, line)], { env });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(out);
      else reject(new Error(`${line}: status ${status}: ${err}`));
    });
  });
}
