/** Counts which of netplan's messages a run reached, and which of these the reader words too. */

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {string} message With the `%s` and `%d` of netplan's source.
 * @property {'error' | 'warning'} severity
 * @property {string} check
 */

/**
 * @param {readonly Message[]} messages
 */
export function createMessageCount(messages) {
  const rows = messages
    .filter(({ check }) => check === 'yaml')
    .map((message) => ({
      ...message,
      pattern: patternOf(message.message),
      nPrinted: 0,
      nFound: 0,
    }));
  return { add, report };

  /**
   * @param {{ readonly message: string }} oracle
   * @param {readonly string[]} quoted
   */
  function add({ message }, quoted) {
    if (message === '') return;
    for (const row of rows) {
      if (!row.pattern.test(message)) continue;
      row.nPrinted++;
      if (quoted.some((words) => row.pattern.test(`: ${words}\n`))) row.nFound++;
    }
  }

  function report() {
    const lines = rows.map(
      ({ id, severity, message, nPrinted, nFound }) =>
        `${id} ${severity.padEnd(7)} ${String(nPrinted).padStart(6)} ${String(nFound).padStart(6)} ${message.split('\n')[0]}`,
    );
    const counts = /** @type {const} */ (['error', 'warning']).map((severity) => {
      const of = rows.filter((row) => row.severity === severity);
      const printed = of.filter(({ nPrinted }) => nPrinted > 0);
      const found = printed.filter(({ nFound }) => nFound > 0);
      return `${severity}s: ${printed.length} of ${of.length} printed, ${found.length} of these in our words`;
    });
    return [...lines, ...counts].join('\n');
  }
}

/**
 * The message as a regular expression, between the place or the log domain and the end of its line.
 * @param {string} message
 */
function patternOf(message) {
  const [line = ''] = message.split('\n');
  const escaped = line.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  return new RegExp(`(?:^|: |\\n)${escaped.replaceAll(/%(?:zu|[sdumx])/g, '.*?')}\\.?:?(?:\\n|$)`);
}
