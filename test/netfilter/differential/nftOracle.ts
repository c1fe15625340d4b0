/** What the real nft answers to texts, each in an empty namespace. */
import { askJudge } from './judge.ts';
import type { NftCase } from './nftGenerator.ts';

export interface NftOutcome {
  readonly isTaken: boolean;
  /** The text before it was taken. */
  readonly isLoaded: boolean;
  /** The first line of what it says. */
  readonly words: string;
  /** `nft -j list ruleset` afterwards; empty where the text is refused. */
  readonly json: string;
}

interface Answer {
  readonly loaded?: boolean;
  readonly status: number;
  readonly words: string;
  readonly json: string;
}

export async function askNft(cases: readonly NftCase[]): Promise<readonly NftOutcome[]> {
  const answers = await askJudge<Answer>(
    cases.map(({ text, before }) => ({ nft: text, ...(before === undefined ? {} : { before }) })),
  );
  return answers.map(({ status, words, json, loaded }) => ({
    isLoaded: loaded === true,
    isTaken: status === 0,
    words: (words.split('\n')[0] ?? '').replace(/^\S+:\d+:[\d-]+: Error: /, ''),
    json,
  }));
}
