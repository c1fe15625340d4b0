/** How often a server that dies is started again before the user is asked. Pure: the time comes from the caller. */

/** Four deaths in three minutes are bad luck, the fifth is a bug that another start will not cure. */
const limit = 4;
const period = 3 * 60 * 1000;

/** Gives a function that takes the time of a death in milliseconds and says whether to start again. */
export function createRestartPolicy(): (now: number) => boolean {
  let deaths: readonly number[] = [];
  return (now) => {
    deaths = [...deaths.filter((death) => now - death < period), now];
    return deaths.length <= limit;
  };
}
