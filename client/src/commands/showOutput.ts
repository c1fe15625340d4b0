/** Command `routelens.showOutput`: brings the log of extension and server to the front. */
import type { CommandSurroundings } from './surroundings.ts';

export function showOutput({ output }: CommandSurroundings): void {
  output.show();
}
