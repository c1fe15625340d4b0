/** A file that cloud-init writes: it says so in its first lines, and changes are lost when it writes again. */
import { netplanSets } from '../host/netplanSets.ts';
import { defineRule } from './define.ts';

/** The comment that cloud-init puts at the top of what it writes. */
const header = /^# This file is generated from information provided by/m;

/** `network: {config: disabled}` in a file of cloud.cfg.d. */
const disabled =
  /^\s*network\s*:\s*(?:\{\s*["']?config["']?\s*:\s*["']?disabled|(?:#.*)?\r?\n\s+config\s*:\s*["']?disabled)/m;

export const npCloudInitOwned = defineRule({
  id: 'np-cloud-init-owned',
  severity: 'hint',
  summary: 'A file that cloud-init writes again',
  fix: 'none',
  check(host, report) {
    const settings = host.documents.filter(({ file }) =>
      /cloud\/cloud\.cfg(?:\.d\/|$)/.test(file.path),
    );
    if (settings.some(({ file }) => disabled.test(file.text))) return;
    for (const { file } of netplanSets(host).flatMap((set) => set.files)) {
      const found = header.exec(file.text.slice(0, 2000));
      if (found === null) continue;
      report(
        { file: file.id, span: { start: found.index, end: found.index + found[0].length } },
        {
          what: 'cloud-init owns this file',
          why: 'it writes the file anew when the machine gets new data, and after a reset of its state; your changes are lost then',
          todo: 'put your changes into a file that sorts behind this one, or write `network: {config: disabled}` to `/etc/cloud/cloud.cfg.d/99-disable-network-config.cfg`',
        },
      );
    }
  },
});
