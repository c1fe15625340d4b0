import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { activateWith } from './support/fakeEditor.ts';
import { manifest, referencedKeys, strings } from './support/manifest.ts';

const { contributes } = manifest;
const root = new URL('../../', import.meta.url);

describe('commands', () => {
  const declared = contributes.commands.map(({ command }) => command);

  test('declared is the same as registered', () => {
    expect([...activateWith([]).commands].sort()).toEqual([...declared].sort());
  });

  test('each has a title and the category RouteLens', () => {
    for (const { title, category } of contributes.commands) {
      expect(strings[title.replaceAll('%', '')]).toMatch(/^[A-Z]/);
      expect(strings[category.replaceAll('%', '')]).toBe('RouteLens');
    }
  });

  test('menus name only commands that exist', () => {
    const inMenus = Object.values(contributes.menus).flatMap((entries) =>
      entries.map(({ command }) => command),
    );
    expect(inMenus.filter((command) => !declared.includes(command))).toEqual([]);
  });

  test('a context key in a menu is one that the extension sets', () => {
    const conditions = [
      ...Object.values(contributes.menus).flatMap((entries) => entries.map(({ when }) => when)),
      ...contributes.views.explorer.map(({ when }) => when),
    ];
    const keys = conditions.flatMap(
      (when) => when.replaceAll(/\bview == routelens\.\w+/g, '').match(/routelens\.\w+/g) ?? [],
    );
    expect(keys.length).toBeGreaterThan(0);
    const { context } = activateWith([{ languageId: 'netplan', text: '' }]);
    expect(keys.filter((key) => !context.has(key))).toEqual([]);
  });
});

describe('strings', () => {
  test('each key of the manifest has a text, and each text a use', () => {
    expect(Object.keys(strings).sort()).toEqual(referencedKeys());
  });

  test('none is empty', () => {
    expect(Object.entries(strings).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

describe('files', () => {
  const named = [
    manifest.icon,
    ...contributes.grammars.map(({ path }) => path),
    ...contributes.snippets.map(({ path }) => path),
    ...contributes.languages.map(({ configuration }) => configuration),
  ];

  test.each(named)('%s is there', (path) => {
    expect(existsSync(new URL(path, root))).toBe(true);
  });
});

describe('activation', () => {
  test('never by all YAML files or at start', () => {
    const events = manifest.activationEvents;
    expect(
      events.filter((event) => /^(?:\*|onStartupFinished|onLanguage:ya?ml)$/.test(event)),
    ).toEqual([]);
  });

  test('each kind of preview that is restored has its event', () => {
    const { serializers } = activateWith([]);
    expect(serializers).toEqual(['routelens.preview']);
    for (const type of serializers)
      expect(manifest.activationEvents).toContain(`onWebviewPanel:${type}`);
  });

  test('languages that snippets and grammars name are contributed or built in', () => {
    const known = [...contributes.languages.map(({ id }) => id), 'shellscript'];
    const named = [
      ...contributes.snippets.map(({ language }) => language),
      ...contributes.grammars.flatMap((grammar) =>
        'language' in grammar ? [grammar.language] : [],
      ),
    ];
    expect(named.filter((language) => language !== undefined && !known.includes(language))).toEqual(
      [],
    );
  });
});

/** Where trust is switched off for all workspaces, the second key is never set. */
const ifTrusted = '!isWorkspaceTrustEnabled || isWorkspaceTrusted';

describe('trust', () => {
  const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;

  test('whatever is about hosts counts only in a trusted workspace', () => {
    expect(restricted).toEqual(['routelens.hosts', 'routelens.ssh.path', 'routelens.ssh.config']);
    const hostCommands = contributes.commands.filter(({ command }) => /Host|Change$/.test(command));
    expect(hostCommands).toHaveLength(7);
    for (const command of hostCommands)
      expect('enablement' in command && command.enablement).toBe(ifTrusted);
    for (const { when } of contributes.views.explorer) expect(when).toContain(ifTrusted);
  });

  test('what names a program is a setting of the machine', () => {
    for (const { properties } of contributes.configuration)
      for (const name of ['routelens.ssh.path', 'routelens.ssh.config'] as const)
        expect(properties[name].scope).toBe('machine');
  });
});

describe('settings', () => {
  const settings = contributes.configuration.flatMap(({ properties }) =>
    Object.entries(properties),
  );

  test('are few, named after the extension and explained', () => {
    expect(settings.length).toBeLessThan(20);
    for (const [name, schema] of settings) {
      expect(name).toMatch(/^routelens\./);
      expect(schema.markdownDescription).toMatch(/^%.+%$/);
      expect(['resource', 'window', 'machine']).toContain(schema.scope);
      expect(schema.order).toBeTypeOf('number');
    }
  });

  test('one for the indentation that netplan needs', () => {
    expect(contributes.configurationDefaults['[netplan]']).toMatchObject({
      'editor.insertSpaces': true,
      'editor.tabSize': 2,
    });
  });
});
