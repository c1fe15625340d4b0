/** Entry of the preview page: joins the page to the API that the editor gives a webview. */
import { readPageState } from '../src/preview/messages.ts';
import { PreviewPage } from './page.ts';
import './preview.css';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const editor = acquireVsCodeApi();
const root = document.querySelector<HTMLElement>('#page');

if (root !== null) {
  const page = new PreviewPage(root, {
    post: (message) => editor.postMessage(message),
    keep: (state) => editor.setState(state),
    kept: readPageState(editor.getState()),
  });
  window.addEventListener('message', (event: MessageEvent<unknown>) =>
    page.rpc.receive(event.data),
  );
  page.rpc.ready();
}
