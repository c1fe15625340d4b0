/**
 * A YAML text in, our own tree with spans out.
 * Follows what netplan makes of YAML through libyaml: scalars are text (failsafe schema), duplicate keys are kept, `<<` is
 * a key like any other, aliases are resolved, and nothing behind the first document is read.
 * Invariant: never throws, whatever the text; every span lies in the text; `previous` changes the time that parsing takes,
 * not what it gives. What is taken over from it is moved to its new place, so nobody may look at `previous` afterwards.
 */
import { createBlockStore } from './blockStore.ts';
import { firstOfEach } from './errors.ts';
import type { BlockText } from './mergeBlocks.ts';
import { parseByBlocks } from './parseByBlocks.ts';
import { parseOnce } from './parseOnce.ts';
import { readablePart } from './readable.ts';
import type { YamlDocument, YamlError } from './types.ts';

/**
 * Reads the first document of a YAML text. What cannot be read is in `errors`; what can be read is in `root`.
 * The blocks of `previous`, an older version of the text, are taken over where they did not change: `previous` is used up.
 */
export function parseYaml(text: string, previous?: YamlDocument): YamlDocument {
  const store = createBlockStore(previous?.blocks);
  let source: BlockText | undefined;
  const document = parseReadable(text, (part, stop) => {
    const byBlocks = stop === undefined ? parseByBlocks(part, store) : undefined;
    source = byBlocks?.source;
    return byBlocks?.document ?? parseInOnePiece(part, stop);
  });
  const blocks = store.blocks(source);
  return blocks.all.length === 0 ? document : { ...document, blocks };
}

/** The same without blocks: what `parseYaml` is measured against. */
export function parseYamlWhole(text: string): YamlDocument {
  return parseReadable(text, parseInOnePiece);
}

type Parse = (text: string, stop: YamlError | undefined) => YamlDocument;

function parseReadable(text: string, parse: Parse): YamlDocument {
  const { text: readable, error: stop } = readablePart(text);
  return parse(readable, stop);
}

function parseInOnePiece(text: string, stop: YamlError | undefined): YamlDocument {
  const { root, errors, comments } = parseOnce(text, stop);
  return { root, errors: firstOfEach(errors), comments };
}
