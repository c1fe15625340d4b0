/**
 * A YAML text in, our own tree with spans out.
 * Follows what netplan makes of YAML through libyaml: scalars are text (failsafe schema), duplicate keys are kept, `<<` is
 * a key like any other, aliases are resolved, and nothing behind the first document is read.
 * Invariant: never throws, whatever the text; every span lies in the text; `previous` changes the time that parsing takes,
 * not what it gives.
 */
import { createBlockStore } from './blockStore.ts';
import { firstOfEach } from './errors.ts';
import { joinLines } from './joinLines.ts';
import { parseByBlocks } from './parseByBlocks.ts';
import { parseOnce } from './parseOnce.ts';
import { readablePart } from './readable.ts';
import type { YamlDocument, YamlError } from './types.ts';

/**
 * Reads the first document of a YAML text. What cannot be read is in `errors`; what can be read is in `root`.
 * The blocks of `previous`, an older version of the text, are taken over where they did not change.
 */
export function parseYaml(text: string, previous?: YamlDocument): YamlDocument {
  const store = createBlockStore(previous?.blocks);
  const document = parseReadable(text, (part, stop) =>
    stop === undefined ? (parseByBlocks(part, store) ?? parseOnce(part)) : parseOnce(part, stop),
  );
  const blocks = store.blocks();
  return blocks.size === 0 ? document : { ...document, blocks };
}

/** The same without blocks: what `parseYaml` is measured against. */
export function parseYamlWhole(text: string): YamlDocument {
  return parseReadable(text, parseOnce);
}

type Parse = (text: string, stop: YamlError | undefined) => YamlDocument;

function parseReadable(text: string, parse: Parse): YamlDocument {
  const { text: readable, error: stop } = readablePart(text);
  const { root, errors, comments } = parseRelaxed(readable, (part) => parse(part, stop));
  return { root, errors: firstOfEach(errors), comments };
}

/** Lists over several lines in one text that are indented less than their key. */
const maxJoins = 8;
/** Longer texts are not read twice. */
const maxJoinLength = 100_000;

/**
 * libyaml does not look at the indentation inside of brackets and quotes, the package does.
 * So where it finds a bracket open, the lines up to the closing one are joined; if all is well then, all is well.
 */
function parseRelaxed(text: string, parse: (text: string) => YamlDocument): YamlDocument {
  const first = parse(text);
  let document = first;
  let joined: string | undefined = text;
  for (let i = 0; i < maxJoins && document.errors.length > 0; i++) {
    joined = text.length > maxJoinLength ? undefined : joinLines(joined, document.errors);
    if (joined === undefined) return first;
    document = parse(joined);
  }
  return document.errors.length === 0 ? { ...document, comments: first.comments } : first;
}
