/** A netplan file that netplan never opens: one of the same base name in a stronger folder takes its place (netplan-generate(8)). */
import { codeSpan } from '../base/markdown.ts';
import { netplanSets } from '../host/netplanSets.ts';
import { defineRule } from './define.ts';

export const npHiddenFile = defineRule({
  id: 'np-hidden-file',
  severity: 'information',
  summary: 'A netplan file that another one of the same name hides',
  fix: 'none',
  check(host, report) {
    for (const { file, by } of netplanSets(host).flatMap((set) => set.hidden)) {
      const root = file.yaml.root;
      const [entry] = root?.kind === 'mapping' ? root.entries : [];
      if (entry === undefined) continue;
      report(
        { file: file.file.id, span: entry.key.span },
        {
          what: `netplan does not read this file, because ${codeSpan(by.file.path)} has the same name`,
          why: 'of files of one name netplan reads only one: that in `/run` before that in `/etc`, and that before the one in `/lib`; nothing of this file is merged',
          todo: 'give the file another name if it shall count as well',
          tags: ['unnecessary'],
          related: [
            {
              origin: { file: by.file.id, span: { start: 0, end: 0 } },
              message: 'netplan reads this file instead',
            },
          ],
        },
      );
    }
  },
});
