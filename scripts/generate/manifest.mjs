/**
 * The settings in `package.json` and their strings in `package.nls.json`, from the table of settings.
 * `routelens.rules` gets one property a rule, so that VS Code completes and explains rule ids.
 * The rest of both files is left as it is.
 */

/** @typedef {import('./sources.mjs').Sources} Sources */

const prefix = 'setting.';

/**
 * @param {Sources} sources
 * @returns {import('./sources.mjs').Manifest}
 */
export function renderManifest({ manifest, settings, rules }) {
  const updated = structuredClone(manifest);
  for (const group of updated.contributes.configuration) {
    group.properties = Object.fromEntries(
      settings.map((row, i) => [row.name, { ...schemaOf(row, rules), order: i + 1 }]),
    );
  }
  return updated;
}

/**
 * @param {Sources} sources
 * @returns {Record<string, string>}
 */
export function renderStrings({ strings, settings }) {
  const others = Object.entries(strings).filter(([key]) => !key.startsWith(prefix));
  return Object.fromEntries([...others, ...settings.flatMap(stringsOf)]);
}

/**
 * @param {import('./sources.mjs').SettingRow} row
 * @param {Sources['rules']} rules
 */
function schemaOf(row, rules) {
  const { type } = row;
  const common = {
    default: row.default,
    scope: row.scope,
    markdownDescription: reference(row),
  };
  switch (type.kind) {
    case 'text':
      return {
        type: 'string',
        ...common,
        ...(type.pattern === undefined
          ? {}
          : { pattern: type.pattern, patternErrorMessage: reference(row, 'pattern') }),
        examples: type.examples,
      };
    case 'enum':
      return {
        type: 'string',
        ...common,
        enum: type.values.map(({ value }) => value),
        enumDescriptions: type.values.map(({ value }) => reference(row, value)),
      };
    case 'list':
      return { type: 'array', ...common, items: type.items };
    case 'by-rule':
      return {
        type: 'object',
        ...common,
        additionalProperties: false,
        properties: Object.fromEntries(
          rules.map((rule) => [
            rule.id,
            {
              type: 'string',
              enum: type.values,
              default: rule.severity,
              description: rule.summary,
            },
          ]),
        ),
      };
  }
}

/**
 * @param {import('./sources.mjs').SettingRow} row
 * @returns {[string, string][]}
 */
function stringsOf(row) {
  const { type } = row;
  return [
    [stringKey(row), row.doc],
    ...(type.kind === 'text' && type.pattern !== undefined
      ? [pair(stringKey(row, 'pattern'), `Expected something like ${type.examples.join(', ')}`)]
      : []),
    ...(type.kind === 'enum'
      ? type.values.map(({ value, doc }) => pair(stringKey(row, value), doc))
      : []),
  ];
}

/**
 * @param {string} key
 * @param {string} text
 * @returns {[string, string]}
 */
function pair(key, text) {
  return [key, text];
}

/**
 * `setting.kernel` for `routelens.kernel`, `setting.kernel.PART` for a part of it.
 * @param {import('./sources.mjs').SettingRow} row
 * @param {string[]} parts
 */
function stringKey(row, ...parts) {
  return prefix + [row.name.replace(/^routelens\./, ''), ...parts].join('.');
}

/** @param {Parameters<typeof stringKey>} parts */
function reference(...parts) {
  return `%${stringKey(...parts)}%`;
}
