/**
 * From the files of a host to its model and findings, with a memory: an edit of one file reads that file alone again.
 * Invariant: what the memory gives equals what a fresh analyzer gives.
 */
import type { SourceFile } from '../base/sourceFile.ts';
import { assembleHost } from '../host/assemble.ts';
import { readDocument } from '../host/document.ts';
import { usesSameFiles } from '../host/sameFiles.ts';
import { createHostFiles, type HostFiles } from '../host/sourcing.ts';
import type { Document, Host } from '../host/model.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import type { Finding } from '../rules/define.ts';
import { checkHost } from '../rules/index.ts';
import { findGroups } from '../simulate/groups.ts';
import type { Group } from '../simulate/types.ts';

export interface AnalyzeOptions {
  readonly kernel: KernelProfile;
  readonly isTree: boolean;
  /** Release of netplan on the host; absent: the newest one. */
  readonly netplanVersion?: string;
}

export interface HostAnalysis {
  readonly host: Host;
  /** In the order of the files of the host, then of their places. */
  readonly findings: readonly Finding[];
  readonly findingsOf: (fileId: string) => readonly Finding[];
  readonly groups: readonly Group[];
}

export interface Analyzer {
  /**
   * Reads the files as one host. The same files and options give the same object.
   * An analysis is good until a newer text of one of its files is analyzed: what did not change moves over into that one.
   */
  readonly analyze: (files: readonly SourceFile[], options: AnalyzeOptions) => HostAnalysis;
}

/** Hosts that are open at the same time; the oldest is forgotten first. */
const maxHosts = 16;
/** Files that are remembered by their id. */
const maxFiles = 4096;

interface Remembered {
  readonly documents: readonly Document[];
  readonly options: AnalyzeOptions;
  readonly analysis: HostAnalysis;
}

export function createAnalyzer(): Analyzer {
  const readings = createReadings();
  let hosts: readonly Remembered[] = [];
  return {
    analyze(files, options) {
      const hostFiles = createHostFiles(files);
      const documents = files.map((file) => readings.read(file, hostFiles));
      const known = hosts.find((host) => isSame(host, documents, options));
      if (known !== undefined) return known.analysis;
      const analysis = analyzeHost(documents, options);
      // Of an older text nothing is left: reading the next one has used it up.
      const current = hosts.filter((host) => host.documents.every(readings.isCurrent));
      hosts = [{ documents, options, analysis }, ...current].slice(0, maxHosts);
      return analysis;
    },
  };
}

function isSame(
  host: Remembered,
  documents: readonly Document[],
  options: AnalyzeOptions,
): boolean {
  return (
    host.options.isTree === options.isTree &&
    host.options.kernel.version === options.kernel.version &&
    host.options.netplanVersion === options.netplanVersion &&
    host.documents.length === documents.length &&
    host.documents.every((document, i) => document === documents[i])
  );
}

function analyzeHost(documents: readonly Document[], options: AnalyzeOptions): HostAnalysis {
  const host = assembleHost(documents, options);
  const findings = checkHost(host);
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { file } = finding.origin;
    byFile.set(file, [...(byFile.get(file) ?? []), finding]);
  }
  return {
    host,
    findings,
    findingsOf: (fileId) => byFile.get(fileId) ?? [],
    groups: findGroups(host),
  };
}

interface Readings {
  readonly read: (file: SourceFile, files: HostFiles) => Document;
  /** False once a newer text of the file was read. */
  readonly isCurrent: (document: Document) => boolean;
}

/** Readings of single files, kept until the file changes. */
function createReadings(): Readings {
  const byId = new Map<string, Document>();
  return {
    isCurrent: (document) => byId.get(document.file.id) === document,
    read(file, files) {
      const previous = byId.get(file.id);
      const same = sameText(previous, file);
      const document =
        same !== undefined && usesSameFiles(same, files)
          ? same
          : readDocument(file, previous, files);
      byId.delete(file.id);
      byId.set(file.id, document);
      for (const oldest of byId.keys()) {
        if (byId.size <= maxFiles) break;
        byId.delete(oldest);
      }
      return document;
    },
  };
}

/** A file may be wrapped anew for each request: what counts is its text. */
function sameText(document: Document | undefined, file: SourceFile): Document | undefined {
  const before = document?.file;
  if (before === undefined || before.version !== file.version || before.text !== file.text)
    return undefined;
  return before.path === file.path && before.languageId === file.languageId ? document : undefined;
}
