/** What ssh asks while one piece of work goes on, from the program that ssh runs to the user and back. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startAskpass, type Askpass } from '../../server/src/remote/askpass.ts';
import { runProcess } from '../../server/src/remote/process.ts';
import { createSecrets } from '../../server/src/remote/secrets.ts';

async function started(answers: readonly (string | undefined)[]) {
  const asked: string[] = [];
  const askpass = await startAskpass(async ({ prompt, kind }) => {
    asked.push(`${kind}|${prompt}`);
    return answers[asked.length - 1];
  });
  if (askpass === undefined) throw new Error('no askpass here');
  return { askpass, asked };
}

/** As ssh does it: the program with the prompt as its one argument. */
async function ask({ env }: Askpass, prompt: string, more: Readonly<Record<string, string>> = {}) {
  const { status, output } = await runProcess({
    command: env['SSH_ASKPASS'] ?? '',
    args: [prompt],
    env: { ...env, ...more },
    timeoutMilliseconds: 20_000,
  });
  return { status, text: new TextDecoder().decode(output) };
}

test('an answer comes back as it was typed, and nobody else can ask', async () => {
  const { askpass, asked } = await started(['pa ss"\'$(id)ü']);
  const prompt = "Enter passphrase for key '/keys/x y/id': ";
  expect(await ask(askpass, prompt)).toEqual({ status: 0, text: 'pa ss"\'$(id)ü\n' });
  expect(asked).toEqual([`|${prompt}`]);
  const folder = path.dirname(askpass.env['SSH_ASKPASS'] ?? '');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(await ask(askpass, prompt, { ROUTELENS_ASKPASS_TOKEN: 'guessed' })).toMatchObject({
    status: 1,
  });
  askpass.dispose();
  expect(statSync(folder, { throwIfNoEntry: false })).toBeUndefined();
});

test('no answer is a failure, and it is not asked again', async () => {
  const { askpass, asked } = await started([undefined, 'late']);
  expect(await ask(askpass, 'Password: ')).toMatchObject({ status: 1 });
  expect(await ask(askpass, 'Password: ')).toMatchObject({ status: 1 });
  expect(asked).toHaveLength(1);
  askpass.dispose();
});

test('one answer serves all steps; one that ssh does not take is asked for again', async () => {
  const given: string[] = [];
  const { answer } = createSecrets(async ({ prompt }) => {
    given.push(prompt);
    return `answer ${given.length}`;
  });
  const question = (asker: number, prompt = 'key:', kind = '') => answer({ asker, prompt, kind });
  expect(await question(1)).toBe('answer 1');
  expect(await question(2)).toBe('answer 1');
  expect(await question(2)).toBe('answer 2');
  expect(await question(3)).toBe('answer 2');
  expect(await question(3, 'other:')).toBe('answer 3');
  expect(await question(4, 'Allow use?', 'confirm')).toBe('answer 4');
  expect(await question(5, 'Allow use?', 'confirm')).toBe('answer 5');
});
