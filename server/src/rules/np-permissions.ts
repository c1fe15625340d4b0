/** A netplan file that others may read or write: netplan warns (`Permissions … are too open`, parse.c, 1.2), and the file may hold passwords. */
import { codeSpan } from '../base/markdown.ts';
import { netplanSets } from '../host/netplanSets.ts';
import { defineRule } from './define.ts';

/** Read and write of group and others; netplan does not mind the execute bits. */
const foreignBits = 0o066;

export const npPermissions = defineRule({
  id: 'np-permissions',
  severity: 'warning',
  summary: 'A netplan file that others may read',
  fix: 'none',
  check(host, report) {
    for (const { file, yaml } of netplanSets(host).flatMap((set) => set.files)) {
      const { mode } = file;
      if (mode === undefined || (mode & foreignBits) === 0) continue;
      const [entry] = yaml.root?.kind === 'mapping' ? yaml.root.entries : [];
      report(
        { file: file.id, span: entry?.key.span ?? { start: 0, end: 0 } },
        {
          what: `the file has the mode ${codeSpan((mode & 0o777).toString(8).padStart(4, '0'))}`,
          why: 'netplan warns on every run that its permissions are too open; everybody on the machine may read the passwords and keys in it',
          todo: `run ${codeSpan(`chmod 600 /${file.path}`)}`,
        },
      );
    }
  },
});
