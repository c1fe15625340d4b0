/** Runs sequences on both sides and tells where they differ. */
import { canonicalKernel, canonicalMachine } from './canonical.ts';
import { sequenceOf, type Line } from './generate.ts';
import { Lab, type LabOptions, type Run } from './lab.ts';
import { modelOf } from './model.ts';

export interface Difference {
  readonly seed: number;
  readonly lines: readonly Line[];
  /** Index of the command whose answers differ; undefined: the states at the end do. */
  readonly step: number | undefined;
  readonly kernel: readonly string[];
  readonly model: readonly string[];
}

export interface Compared {
  readonly sequences: number;
  readonly commands: number;
  /** Sequences that differed at first. */
  readonly askedAgain: number;
  readonly differences: readonly Difference[];
}

/** So many sequences are held in memory at a time. */
const groupSize = 500;

/** Seconds. On a busy machine the kernel is late with what follows a command: who differs is asked again, slowly. */
const patience = 0.15;

/**
 * In a batch, `ip` 7.3 flushes more by link than 6.1 does: also routes without a link, and those of which only one nexthop is on
 * the link. And the cache is flushed by a file of /proc, which the folder of the newer `ip` does not have.
 */
function isAskedOf({ lines }: Sequence, { root }: LabOptions): boolean {
  return (
    root === undefined || !lines.some(({ text }) => /^route flush (?:.*dev |cache)/.test(text))
  );
}

/** Compares the sequences of `count` seeds. */
export async function* compareSequences(
  first: number,
  count: number,
  options: LabOptions & { readonly focus?: string | undefined },
): AsyncGenerator<Compared> {
  const lab = new Lab(options);
  try {
    for (let at = first; at < first + count; at += groupSize) {
      const length = Math.min(groupSize, first + count - at);
      const made = Array.from({ length }, (_, i) => ({
        seed: at + i,
        lines: sequenceOf(at + i, options.focus),
      }));
      const all = made.filter((each) => isAskedOf(each, options));
      const found = await differencesOf(lab, all, 0);
      yield {
        sequences: all.length,
        commands: all.reduce((sum, { lines }) => sum + lines.length, 0),
        askedAgain: found.length,
        differences: await differencesOf(lab, found, patience),
      };
    }
  } finally {
    await lab.end();
  }
}

interface Sequence {
  readonly seed: number;
  readonly lines: readonly Line[];
}

async function differencesOf(
  lab: Lab,
  sequences: readonly Sequence[],
  seconds: number,
): Promise<readonly Difference[]> {
  const runs = await lab.run(
    sequences.map(({ lines }) => lines),
    seconds,
  );
  return sequences.flatMap(({ seed, lines }, i) => {
    const run = runs[i];
    return run === undefined ? [] : (differenceOf(seed, lines, run) ?? []);
  });
}

/**
 * After a command that cannot be known the model may give another reason for a refusal, but what it says is refused must be.
 * It believes what it cannot judge, so that nothing holds any more once the kernel refuses what was believed; and then the states
 * at the end are not compared.
 */
function differenceOf(seed: number, lines: readonly Line[], run: Run): Difference | undefined {
  const { answers, machine } = modelOf(lines);
  let isKnown = true;
  for (const [step, answer] of answers.entries()) {
    const kernel = run.answers[step] ?? '';
    const isRefused = answer !== undefined && answer !== '';
    const isByWords = answer?.startsWith('ip: ') === true;
    const differs = isKnown && !isByWords ? kernel !== answer : kernel === '' && isRefused;
    if (answer === undefined) isKnown = false;
    else if (differs) return { seed, lines, step, kernel: [kernel], model: [answer] };
    else if (kernel !== '' && answer === '') return undefined;
  }
  if (!isKnown) return undefined;
  const kernel = canonicalKernel(run.state);
  const model = canonicalMachine(machine);
  if (kernel.join('\n') === model.join('\n')) return undefined;
  return {
    seed,
    lines,
    step: undefined,
    kernel: without(kernel, model),
    model: without(model, kernel),
  };
}

/** The lines that the other has not, each as often as it is over. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const rest = [...others];
  return lines.filter((line) => {
    const index = rest.indexOf(line);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}

/** For people: the commands up to the difference. */
export function describeDifference({ seed, lines, step, kernel, model }: Difference): string {
  const shown = lines.slice(0, step === undefined ? lines.length : step + 1);
  return [
    `seed ${seed}`,
    ...shown.map(({ family, text }) => `  ip ${family === '' ? '' : `-${family} `}${text}`),
    ...kernel.map((line) => `  kernel: ${line}`),
    ...model.map((line) => `  model:  ${line}`),
  ].join('\n');
}
