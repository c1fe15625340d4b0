/** Goes from the preview to the place in the source, in the column where the document is already open. */
import * as vscode from 'vscode';

/** Shows a 0-based line of a document and puts the cursor there. */
export async function revealLine(uri: string, line: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  const open = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const start = new vscode.Position(Math.min(line, document.lineCount - 1), 0);
  const selection = new vscode.Range(start, start);
  await vscode.window.showTextDocument(document, {
    viewColumn: open?.viewColumn ?? vscode.ViewColumn.One,
    selection,
  });
}
