/** Channels of the 5 GHz band that netplan 1.2 takes, measured by running it with each channel from 1 to 200. */
export const channels5: ReadonlySet<number> = new Set([
  7, 8, 9, 11, 12, 16, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62, 64, 68, 96,
  100, 102, 104, 106, 108, 110, 112, 114, 116, 118, 120, 122, 124, 126, 128, 132, 134, 136, 138,
  140, 142, 144, 149, 151, 153, 155, 157, 159, 161, 165, 169, 173,
]);
