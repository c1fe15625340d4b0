/** URIs of files on this machine's disk as slash-separated paths, and back. */
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Undefined for any other scheme (`untitled:`, `vscode-remote:`) and for what is no URI. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri).replaceAll('\\', '/');
  } catch {
    return undefined;
  }
}

export function uriOfPath(path: string): string {
  return pathToFileURL(path).href;
}
