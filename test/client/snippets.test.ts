import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { manifest } from './support/manifest.ts';

interface Snippet {
  readonly name: string;
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const root = new URL('../../', import.meta.url);

describe.each(manifest.contributes.snippets)('snippets of $language', ({ path }) => {
  const snippets = readSnippets(path);

  test('each prefix is there once', () => {
    const prefixes = snippets.map(({ prefix }) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  test.each(snippets)(
    '$name says what it is for and ends where one goes on typing',
    ({ body, description }) => {
      expect(description.length).toBeGreaterThan(10);
      expect(body.join('\n').match(/\$0/g)).toHaveLength(1);
    },
  );

  test.each(snippets)('$name has only documentation addresses', ({ body }) => {
    const addresses = body.join('\n').match(/\b\d+\.\d+\.\d+\.\d+/g) ?? [];
    expect(
      addresses.filter((address) => !/^(?:192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address)),
    ).toEqual([]);
  });

  test.each(snippets)('$name gives every number one meaning', ({ body }) => {
    const meanings = new Map<string, string>();
    for (const [, number = '', text = ''] of body.join('\n').matchAll(/\$\{(\d+)[:|]([^}]*)\}/g)) {
      expect(meanings.get(number) ?? text).toBe(text);
      meanings.set(number, text);
    }
  });
});

function readSnippets(path: string): Snippet[] {
  const read: unknown = JSON.parse(readFileSync(new URL(path, root), 'utf8'));
  if (typeof read !== 'object' || read === null) throw new Error(`${path} is no object`);
  return Object.entries(read).map(([name, value]: [string, unknown]) => readSnippet(name, value));
}

function readSnippet(name: string, value: unknown): Snippet {
  if (typeof value !== 'object' || value === null) throw new Error(`${name} is no object`);
  const prefix: unknown = 'prefix' in value ? value.prefix : undefined;
  const description: unknown = 'description' in value ? value.description : undefined;
  const body: unknown = 'body' in value ? value.body : undefined;
  if (typeof prefix !== 'string' || typeof description !== 'string' || !Array.isArray(body)) {
    throw new Error(`${name} lacks its prefix, description or body`);
  }
  return { name, prefix, description, body: body.map(String) };
}
