/**
 * What can be said of a file that is no YAML. A break within definitions leaves the others as they are: what is wrong there
 * will still be wrong once the break is mended. Elsewhere a broken text is often read wrongly around and behind the break.
 */
import type { Span } from '../base/span.ts';
import { containsSpan } from '../base/span.ts';
import type { YamlDocument, YamlNode } from '../yaml/types.ts';

/** Whether a place was read as it is meant; always true for a file without syntax errors. */
export function isSurelyRead({ root, errors, brokenBlocks }: YamlDocument, span: Span): boolean {
  if (errors.length === 0) return true;
  const broken = brokenBlocks?.find((block) => containsSpan(block, span));
  if (broken === undefined && brokenBlocks !== undefined) return true;
  const error = errors.find((one) => broken === undefined || containsSpan(broken, one.span));
  // Of many broken definitions not all errors are known.
  if (error === undefined || span.end >= error.span.start) return false;
  // The value that is missing may be what could not be read.
  const cut = lastKeyBefore(root, error.span.start);
  return cut === undefined || span.end <= cut;
}

/** Whether a place lies outside of all that is broken. */
export function isUntouched({ errors, brokenBlocks }: YamlDocument, span: Span): boolean {
  if (errors.length === 0) return true;
  return brokenBlocks?.some((block) => containsSpan(block, span)) === false;
}

/** Where the last key in front of an offset begins, if nothing was read behind it. */
function lastKeyBefore(node: YamlNode | undefined, offset: number): number | undefined {
  if (node?.kind === 'sequence')
    return lastKeyBefore(
      node.items.findLast((item) => item.span.start < offset),
      offset,
    );
  if (node?.kind !== 'mapping') return undefined;
  const last = node.entries.findLast(({ key }) => key.span.start < offset);
  if (last === undefined) return undefined;
  const isEmpty =
    last.value === undefined || (last.value.kind === 'scalar' && last.value.text === '');
  return isEmpty ? last.key.span.start : lastKeyBefore(last.value, offset);
}
