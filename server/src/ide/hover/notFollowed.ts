/** What of a script is not known before it runs, where somebody looks at it. */
import { scriptOf } from '../../host/commands.ts';
import { touchesSpan } from '../../base/span.ts';
import type { Hover, Place } from '../types.ts';
import { toSentence } from '../diagnostics.ts';

/** Why the commands that come of this place are not read, or not all of them. */
export function hoverNotFollowed({ document, offset }: Place): Hover | undefined {
  const found = scriptOf(document)?.unfollowed.find(({ span }) => touchesSpan(span, offset));
  return found === undefined
    ? undefined
    : { span: found.span, markdown: `**Not evaluated further.** ${toSentence(found.reason)}` };
}
