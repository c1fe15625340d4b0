/** Entry of the page of a plan: draws what the extension sends, sends back which button was pressed, and counts down. */
import type { ToPlanPage } from '../../src/hosts/planMessages.ts';
import { fill } from '../../src/preview/strings.ts';
import './plan.css';
import { planView } from './view.ts';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const editor = acquireVsCodeApi();
const root = document.querySelector<HTMLElement>('#page');

function isState(value: unknown): value is ToPlanPage {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'state';
}

function countDown(): void {
  for (const timer of document.querySelectorAll<HTMLElement>('[data-ends]')) {
    const left = Math.max(0, Math.ceil((Number(timer.dataset['ends']) - Date.now()) / 1000));
    const text = fill(timer.dataset['text'] ?? '{0}', left);
    if (timer.textContent !== text) timer.textContent = text;
  }
}

if (root !== null) {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!isState(data)) return;
    root.innerHTML = planView(data.state, data.strings);
    root.dataset['phase'] = data.state.phase;
    countDown();
    // Whoever confirmed by the keyboard goes on by the keyboard.
    if (data.state.phase === 'asking')
      root.querySelector<HTMLElement>('[data-action="keep"]')?.focus();
  });
  root.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-action]') : null;
    if (button === null) return;
    const { action, path } = button.dataset;
    editor.postMessage({ type: action, ...(path === undefined ? {} : { path }) });
  });
  window.setInterval(countDown, 250);
  editor.postMessage({ type: 'ready' });
}
