/** The same sequence on the machine model, through the shell and `ip` readers. */
import { readIpCommand } from '../../../server/src/iproute/read.ts';
import { applyCommand } from '../../../server/src/host/machine/apply.ts';
import { readMachineCommand } from '../../../server/src/host/machine/read/read.ts';
import { freshMachine } from '../../../server/src/host/machine/state.ts';
import type { Machine } from '../../../server/src/host/machine/types.ts';
import { parseShell } from '../../../server/src/shell/parse.ts';
import type { Line } from './generate.ts';

const names = new Map([
  ['default', 253],
  ['main', 254],
  ['local', 255],
]);

export interface Modelled {
  /** Undefined: it cannot be known what the command does, and much of what follows. */
  readonly answers: readonly (string | undefined)[];
  readonly machine: Machine;
}

/** What the model answers to each line, and its state at the end. */
export function modelOf(lines: readonly Line[]): Modelled {
  const script = parseShell(
    lines.map(({ family, text }) => `ip ${family === '' ? '' : `-${family} `}${text}\n`).join(''),
  );
  const machine = freshMachine();
  const answers = script.commands.map((shell) => {
    const ip = readIpCommand(shell, 'lines');
    if (ip === undefined) return 'not read';
    const [problem] = ip.problems;
    if (problem !== undefined) return `ip: ${problem.what}`;
    const origin = { file: 'lines', span: ip.span };
    const command = readMachineCommand(ip, {
      shell,
      names,
      sure: true,
      inBatch: true,
      origin,
    });
    const refusal = applyCommand(machine, command);
    // What the other end of a moved link does is not seen.
    const leaves =
      (command.kind === 'link-set' && command.request.netns !== undefined) ||
      (command.kind === 'link-add' &&
        (command.request.peerNetns !== undefined || command.request.netns !== undefined));
    if (leaves && refusal === undefined) return undefined;
    return command.kind === 'unknown' ? undefined : (refusal?.says ?? '');
  });
  return { answers, machine };
}
