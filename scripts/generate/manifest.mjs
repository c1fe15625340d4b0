/**
 * `package.json`: the schema of the setting `routelens.rules` gets one property a rule,
 * so that the settings editor completes and explains rule ids. The rest is left as it is.
 */

const severities = ['off', 'hint', 'information', 'warning', 'error'];

/**
 * @param {import('./sources.mjs').Sources} sources
 * @returns {import('./sources.mjs').Manifest}
 */
export function renderManifest({ manifest, rules }) {
  const properties = Object.fromEntries(
    rules.map((rule) => [
      rule.id,
      { type: 'string', enum: severities, default: rule.severity, description: rule.summary },
    ]),
  );
  const updated = structuredClone(manifest);
  for (const group of updated.contributes.configuration) {
    const schema = group.properties['routelens.rules'];
    if (schema) Object.assign(schema, { additionalProperties: false, properties });
  }
  return updated;
}
