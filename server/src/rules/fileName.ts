/** How findings name a file: without its folders. */
import type { Host } from '../host/model.ts';
import { documentOf } from './fixes/lines.ts';

export function nameOf(host: Host, id: string): string {
  const path = documentOf(host, id)?.file.path ?? id;
  return path.slice(path.lastIndexOf('/') + 1);
}
