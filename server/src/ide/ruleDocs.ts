/** Addresses of the documentation pages, in one place. */
const pages = 'https://github.com/routelens/routelens/blob/main/docs';

/** The page of a rule. */
export function rulePage(rule: string): string {
  return `${pages}/rules/${rule}.md`;
}

/** The page that answers who chooses the nexthop, for every kernel. */
export const nexthopPage = `${pages}/kernel/who-chooses-the-nexthop.md`;
