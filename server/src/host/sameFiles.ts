/** Whether a reading still stands: the texts that it was made with are the same. */
import type { Document } from './model.ts';
import { findSourced, sourcesTools, type HostFiles } from './sourcing.ts';
import { unitFilesOf, unitInputs } from './unitFiles.ts';

/** True if a document that was read before would find the same texts now. */
export function usesSameFiles(document: Document, files: HostFiles): boolean {
  if (document.kind === 'other') return !sourcesTools(document.file, files);
  if (document.kind === 'unit') {
    const inputs = unitInputs(unitFilesOf(document.file, files));
    const before = document.inputs ?? [];
    return inputs.length === before.length && inputs.every((text, i) => text === before[i]);
  }
  if (document.kind !== 'shell') return true;
  return document.script.sources.every(({ request, file }) => {
    const now = findSourced(request, document.file, files);
    return now?.id === file?.id && now?.text === file?.text;
  });
}
