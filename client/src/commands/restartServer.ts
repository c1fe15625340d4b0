/** Command `routelens.restartServer`: a new server process; open documents are sent to it again. */
import type { CommandSurroundings } from './surroundings.ts';

export async function restartServer({ server }: CommandSurroundings): Promise<void> {
  await server.restart();
}
