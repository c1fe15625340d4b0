/** Reads a rule page: its headings, and its fenced examples with the section they stand in. */

export interface Example {
  readonly section: string;
  /** 1-based line of the fence in the page. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language: `fixed`, or `fixed` and the beginning of a fix's title. */
  readonly info: string;
  readonly text: string;
}

export interface RulePage {
  readonly title: string;
  readonly headings: readonly string[];
  readonly examples: readonly Example[];
}

const defaultPaths: Readonly<Record<string, string>> = {
  sh: '/usr/local/sbin/script.sh',
  yaml: '/etc/netplan/50-cloud-init.yaml',
  conf: '/etc/sysctl.d/60-router.conf',
  nft: '/etc/nftables.conf',
  'iproute-batch': '/usr/local/etc/routes.ipbatch',
};

/** The file that an example without `#- /path` lines is. */
export function defaultPathOf(language: string): string {
  const path = defaultPaths[language];
  if (path === undefined) throw new Error(`no default path for examples in ${language}`);
  return path;
}

export function readRulePage(markdown: string): RulePage {
  const headings: string[] = [];
  const examples: Example[] = [];
  let title = '';
  let open: { language: string; info: string; line: number; lines: string[] } | undefined;
  for (const [i, line] of markdown.split('\n').entries()) {
    if (open !== undefined) {
      if (line === '```') {
        const { lines, ...rest } = open;
        examples.push({
          ...rest,
          section: headings.at(-1) ?? '',
          // A carriage return cannot be seen in Markdown, so pages write its picture.
          text: lines.map((text) => `${text}\n`.replaceAll('␍', '\r')).join(''),
        });
        open = undefined;
      } else open.lines.push(line);
    } else if (line.startsWith('```')) {
      const [language = '', ...info] = line.slice(3).trim().split(' ');
      open = { language, info: info.join(' '), line: i + 1, lines: [] };
    } else if (line.startsWith('# ')) title = line.slice(2);
    else if (line.startsWith('## ')) headings.push(line.slice(3));
  }
  return { title, headings, examples };
}
