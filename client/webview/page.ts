/**
 * The page: keeps subject, options and the last result, draws them, and asks anew when an option or the source changes.
 * Only this file and `preview.ts` touch the DOM; what is drawn comes as text from the pure views.
 */
import type { PreviewRequestOptions, PreviewResult } from '../../server/src/protocol.ts';
import type { PageState, PreviewSubject, ToPage } from '../src/preview/messages.ts';
import { english, fill } from '../src/preview/strings.ts';
import type { PreviewStrings } from '../src/preview/strings.ts';
import { readForm } from './optionsForm.ts';
import { optionsView } from './optionsView.ts';
import { problemList, resultView, statusText } from './resultView.ts';
import { createRpc } from './rpc.ts';
import type { Rpc } from './rpc.ts';
import { skeleton } from './skeleton.ts';

/** What the page needs of the editor's API. */
export interface PageSurroundings {
  post(message: unknown): void;
  keep(state: PageState): void;
  readonly kept: PageState | undefined;
}

/** Milliseconds from the last keystroke in a field to a new question. */
const quiet = 250;

export class PreviewPage {
  readonly rpc: Rpc;
  readonly #root: HTMLElement;
  readonly #surroundings: PageSurroundings;
  readonly #links = new Set<string>();
  #strings: PreviewStrings = english;
  #subject: PreviewSubject | undefined;
  #options: PreviewRequestOptions;
  #result: PreviewResult | undefined;
  #form = '';
  #width = 0;
  #timer: number | undefined;

  constructor(root: HTMLElement, surroundings: PageSurroundings) {
    this.#root = root;
    this.#surroundings = surroundings;
    this.#options = surroundings.kept?.options ?? {};
    this.rpc = createRpc((message) => surroundings.post(message), {
      onSubject: (message) => this.#takeSubject(message),
      onResult: (result) => this.#takeResult(result),
      onFailure: (message) => this.#say(fill(this.#strings.failed, message), 'failed'),
    });
    root.innerHTML = skeleton();
    this.#say(this.#strings.loading, 'busy');
    root.addEventListener('click', (event) => this.#reveal(event));
    this.#part('options').addEventListener('input', (event) => this.#changed(event));
    this.#part('options').addEventListener('submit', (event) => event.preventDefault());
    new ResizeObserver(() => this.#fit()).observe(this.#part('result'));
  }

  #part(id: string): HTMLElement {
    const part = this.#root.querySelector<HTMLElement>(`#${id}`);
    if (part === null) throw new Error(`the page has no #${id}`);
    return part;
  }

  #takeSubject({ subject, strings }: Extract<ToPage, { type: 'subject' }>): void {
    if (subject.uri !== this.#subject?.uri) this.#links.clear();
    this.#subject = subject;
    this.#strings = strings;
    this.#ask();
  }

  #ask(): void {
    if (this.#subject === undefined) return;
    this.#surroundings.keep({ version: 1, subject: this.#subject, options: this.#options });
    this.rpc.preview(this.#options);
  }

  #takeResult(result: PreviewResult): void {
    this.#result = result;
    const members = result.groups.flatMap((group) => group.members);
    for (const { device } of members) if (device !== null) this.#links.add(device);
    for (const link of this.#options.down ?? []) this.#links.add(link);
    this.#drawForm(result);
    this.#part('problems').innerHTML = problemList(result.problems, this.#strings);
    this.#draw();
    this.#say(statusText(result, this.#strings), 'done');
  }

  /** Drawing changes the height of the result; only another width is a reason to draw again. */
  #fit(): void {
    if (this.#part('result').clientWidth !== this.#width) this.#draw();
  }

  #draw(): void {
    if (this.#result === undefined || this.#subject === undefined) return;
    const target = this.#part('result');
    this.#width = target.clientWidth;
    const width = Math.max(240, Math.floor(this.#width));
    const text = resultView({
      result: this.#result,
      subject: this.#subject,
      width,
      strings: this.#strings,
    });
    const scrolled = [...target.querySelectorAll('.flows')].map((table) => table.scrollTop);
    target.innerHTML = text;
    target.querySelectorAll('.flows').forEach((table, place) => {
      table.scrollTop = scrolled[place] ?? 0;
    });
  }

  /** The form is drawn anew only when it offers something else, so that typing in it is not disturbed. */
  #drawForm(offer: PreviewResult): void {
    const links = [...this.#links];
    const key = JSON.stringify([offer.policies, offer.hasSeed, offer.profiles, links]);
    if (key === this.#form) return;
    this.#form = key;
    const form = this.#part('options');
    const focused = document.activeElement?.getAttribute('name');
    form.innerHTML = optionsView({ offer, links, chosen: this.#options, strings: this.#strings });
    form.hidden = false;
    if (focused) form.querySelector<HTMLElement>(`[name="${CSS.escape(focused)}"]`)?.focus();
    // A policy or seed that the kernel of a new setting lacks is no longer in the form.
    this.#readOptions();
  }

  #changed(event: Event): void {
    clearTimeout(this.#timer);
    const isTyped = event.target instanceof HTMLTextAreaElement || isTextField(event.target);
    this.#timer = window.setTimeout(() => this.#readOptions(), isTyped ? quiet : 0);
  }

  #readOptions(): void {
    const form = this.#part('options');
    if (!(form instanceof HTMLFormElement)) return;
    const reading = readForm(new FormData(form));
    this.#markSeed(reading.kind === 'bad-seed');
    if (reading.kind === 'bad-seed') return;
    if (JSON.stringify(reading.options) === JSON.stringify(this.#options)) return;
    this.#options = reading.options;
    this.#ask();
  }

  #markSeed(isBad: boolean): void {
    const seed = this.#root.querySelector('[name="seed"]');
    const problem = this.#root.querySelector('#seed-problem');
    seed?.setAttribute('aria-invalid', String(isBad));
    if (problem !== null) problem.textContent = isBad ? this.#strings.seedWrong : '';
  }

  #reveal(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest('button.source') : null;
    const uri = button?.getAttribute('data-uri');
    const line = Number(button?.getAttribute('data-line'));
    if (uri) this.rpc.reveal(uri, line);
  }

  #say(text: string, state: 'busy' | 'done' | 'failed'): void {
    const status = this.#part('status');
    status.textContent = text;
    status.dataset['state'] = state;
  }
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type !== 'checkbox';
}
