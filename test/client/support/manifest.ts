/** The manifest and its strings, with the parts that the tests read given their types. */
import manifestJson from '../../../package.json' with { type: 'json' };
import stringsJson from '../../../package.nls.json' with { type: 'json' };

export const manifest = manifestJson;

export const strings: Readonly<Record<string, string>> = stringsJson;

/** Every `%key%` in the manifest. */
export function referencedKeys(): string[] {
  const found = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)];
  return [...new Set(found.map(([, key]) => key ?? ''))].sort();
}
