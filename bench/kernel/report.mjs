/** From passes to speeds, ratios and a table. */

/**
 * @typedef {object} Passes Milliseconds of processor time, one a round.
 * @property {string} what
 * @property {readonly number[]} c Empty without a compiler.
 * @property {Readonly<Record<string, readonly number[]>>} engines
 *
 * @typedef {{ mFlows: number, ratio: number | null }} Speed Million flows a second, and how many times the C program's.
 *
 * @typedef {{ what: string, cMFlows: number | null, engines: Record<string, Speed> }} Row
 */

/** Of the fastest passes: noise only adds. @param {Passes} passes @param {number} count @returns {Row} */
export function summarize({ what, c, engines }, count) {
  const mFlows = (/** @type {readonly number[]} */ ms) => count / 1000 / Math.min(...ms);
  return {
    what,
    cMFlows: c.length === 0 ? null : mFlows(c),
    engines: Object.fromEntries(
      Object.entries(engines).map(([name, ms]) => [
        name,
        {
          mFlows: mFlows(ms),
          ratio: c.length === 0 ? null : Math.min(...c) / Math.min(...ms),
        },
      ]),
    ),
  };
}

/** @param {readonly Row[]} rows */
export function renderTable(rows) {
  const names = Object.keys(rows[0]?.engines ?? {});
  const line = (/** @type {readonly string[]} */ cells) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(24) : cell.padStart(16))).join('');
  return [
    line(['million flows a second', 'C', ...names]),
    ...rows.map(({ what, cMFlows, engines }) =>
      line([what, cMFlows?.toFixed(1) ?? '-', ...names.map((name) => speedCell(engines[name]))]),
    ),
  ].join('\n');
}

/** @param {Speed | undefined} speed */
function speedCell(speed) {
  if (speed === undefined) return '-';
  const ratio = speed.ratio === null ? '' : ` (${speed.ratio.toFixed(2)})`;
  return `${speed.mFlows.toFixed(1)}${ratio}`;
}
