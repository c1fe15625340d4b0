/** What the real nft answers to texts, each in an empty namespace. */
import { askJudge } from './judge.ts';

export interface NftOutcome {
  readonly isTaken: boolean;
  /** The first line of what it says. */
  readonly words: string;
  /** `nft -j list ruleset` afterwards; empty where the text is refused. */
  readonly json: string;
}

interface Answer {
  readonly status: number;
  readonly words: string;
  readonly json: string;
}

export async function askNft(texts: readonly string[]): Promise<readonly NftOutcome[]> {
  const answers = await askJudge<Answer>(texts.map((text) => ({ nft: text })));
  return answers.map(({ status, words, json }) => ({
    isTaken: status === 0,
    words: (words.split('\n')[0] ?? '').replace(/^\S+:\d+:[\d-]+: Error: /, ''),
    json,
  }));
}
