/**
 * A `vscode` module with as much in it as activation needs, and a record of what the extension did with it.
 * The extension is bundled in memory as for release, so that what is tested is what is shipped.
 */
import { buildSync } from 'esbuild';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';

export interface OpenDocument {
  readonly languageId: string;
  readonly text: string;
}

export interface Activation {
  readonly commands: readonly string[];
  readonly serializers: readonly string[];
  /** Context keys and their last values. */
  readonly context: ReadonlyMap<string, unknown>;
  /** Modules outside the bundle that were asked for, in order. */
  readonly required: readonly string[];
  /** A language status item is made with the first start of the server. */
  readonly serverWasStarted: boolean;
}

const entry = fileURLToPath(new URL('../../../client/src/extension.ts', import.meta.url));

let bundle: string | undefined;

function bundledExtension(): string {
  bundle ??= buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    mainFields: ['module', 'main'],
  }).outputFiles[0]?.text;
  return bundle ?? '';
}

/** Activates the extension with these documents open: `/folder/file0`, `/folder/file1` and so on. */
export function activateWith(documents: readonly OpenDocument[]): Activation {
  const record = {
    commands: new Array<string>(),
    serializers: new Array<string>(),
    context: new Map<string, unknown>(),
    required: new Array<string>(),
    serverWasStarted: false,
  };
  const editor = fakeEditor(documents, record);
  const real = createRequire(import.meta.url);
  const require = (name: string): unknown => {
    record.required.push(name);
    return name === 'vscode' ? editor : real(name);
  };
  const module = { exports: {} };
  const load: unknown = runInThisContext(
    `(function (require, module, exports) {${bundledExtension()}\n})`,
  );
  call(load, [require, module, module.exports]);
  const activate: unknown = 'activate' in module.exports ? module.exports.activate : undefined;
  call(activate, [
    { subscriptions: [], extensionUri: 'file:///extension', workspaceState: new Map() },
  ]);
  return record;
}

function call(target: unknown, args: readonly unknown[]): void {
  if (typeof target !== 'function') throw new Error('not a function');
  Reflect.apply(target, undefined, args);
}

const nothing = (): object => ({ dispose: () => undefined });

interface Recording {
  readonly commands: string[];
  readonly serializers: string[];
  readonly context: Map<string, unknown>;
  serverWasStarted: boolean;
}

function fakeEditor(documents: readonly OpenDocument[], record: Recording): object {
  const textDocuments = documents.map(({ languageId, text }, n) => ({
    languageId,
    uri: { path: `/folder/file${n}` },
    getText: () => text,
  }));
  const log = { error: nothing, warn: nothing, info: nothing, show: nothing, ...nothing() };
  return {
    Disposable: class {
      static from = nothing;
    },
    EventEmitter: class {
      event = nothing;
      fire = nothing;
      dispose = nothing;
    },
    LanguageStatusSeverity: { Information: 0, Warning: 1, Error: 2 },
    l10n: { t: (text: string) => text },
    window: {
      createOutputChannel: () => log,
      showErrorMessage: async () => undefined,
      createTreeView: nothing,
      registerWebviewPanelSerializer: (type: string) => {
        record.serializers.push(type);
        return nothing();
      },
    },
    workspace: {
      textDocuments,
      workspaceFolders: undefined,
      onDidOpenTextDocument: nothing,
      onDidCloseTextDocument: nothing,
      onDidSaveTextDocument: nothing,
    },
    languages: {
      createLanguageStatusItem: () => {
        record.serverWasStarted = true;
        return { ...nothing() };
      },
    },
    commands: {
      registerCommand: (id: string) => {
        record.commands.push(id);
        return nothing();
      },
      executeCommand: async (_: string, key: string, value: unknown) => {
        record.context.set(key, value);
      },
    },
  };
}
