/** The form of what-if options. Only what this kernel has is offered; everything else stays as the files say. Pure. */
import type { PreviewRequestOptions, PreviewResult } from '../../server/src/protocol.ts';
import { fill } from '../src/preview/strings.ts';
import type { PreviewStrings } from '../src/preview/strings.ts';
import { escape } from './markup.ts';

export interface OptionsInput {
  /** What the kernel has. */
  readonly offer: Pick<PreviewResult, 'policies' | 'hasSeed' | 'profiles'>;
  /** Links that can be taken down, in the order in which the groups name them. */
  readonly links: readonly string[];
  readonly chosen: PreviewRequestOptions;
  readonly strings: PreviewStrings;
}

/** HTML of the fields, to be put into a form. */
export function optionsView({ offer, links, chosen, strings }: OptionsInput): string {
  const policies = offer.policies.map(({ id, text }) => ({
    value: String(id),
    text: `${id}: ${text}`,
  }));
  // The server takes the first profile if none is chosen.
  const [usual, ...others] = offer.profiles.map(({ id }) => ({ value: id, text: profileName(id) }));
  const fields = [
    ...(policies.length < 2
      ? []
      : [
          select({
            name: 'policy',
            label: strings.policy,
            unset: strings.policyAsWritten,
            choices: policies,
            chosen: chosen.policy?.toString(),
          }),
        ]),
    ...(offer.hasSeed ? [seedField(chosen.seed, strings)] : []),
    ...(usual === undefined || others.length === 0
      ? []
      : [
          select({
            name: 'profile',
            label: strings.profile,
            unset: usual.text,
            choices: others,
            chosen: chosen.profile === usual.value ? undefined : chosen.profile,
          }),
        ]),
    ...(links.length === 0 ? [] : [linkField(links, chosen.down ?? [], strings)]),
  ];
  return `<div class="fields">${fields.join('\n')}</div>\n${flowsField(chosen.flows ?? '', strings)}`;
}

/** `single-server` as a person writes it. */
function profileName(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ');
}

interface Select {
  readonly name: string;
  readonly label: string;
  readonly unset: string;
  readonly choices: readonly { readonly value: string; readonly text: string }[];
  readonly chosen: string | undefined;
}

function select({ name, label, unset, choices, chosen }: Select): string {
  const options = [{ value: '', text: unset }, ...choices].map(({ value, text }) => {
    const isChosen = value === (chosen ?? '') ? ' selected' : '';
    return `<option value="${escape(value)}"${isChosen}>${escape(text)}</option>`;
  });
  return `<label class="field"><span>${escape(label)}</span><select name="${name}">${options.join('')}</select></label>`;
}

function seedField(seed: number | undefined, strings: PreviewStrings): string {
  return [
    `<label class="field"><span>${escape(strings.seed)}</span>`,
    `<input name="seed" inputmode="numeric" autocomplete="off" spellcheck="false" value="${seed ?? ''}" placeholder="${escape(strings.seedAsWritten)}" aria-describedby="seed-problem">`,
    '<span id="seed-problem" class="field-problem" role="alert"></span></label>',
  ].join('');
}

function linkField(
  links: readonly string[],
  down: readonly string[],
  strings: PreviewStrings,
): string {
  const boxes = links.map((link) => {
    const isDown = down.includes(link) ? ' checked' : '';
    const name = escape(fill(strings.linkDown, link));
    return `<label class="check"><input type="checkbox" name="down" value="${escape(link)}" aria-label="${name}"${isDown}><span>${escape(link)}</span></label>`;
  });
  return `<fieldset class="field"><legend>${escape(strings.linksDown)}</legend><div class="checks">${boxes.join('')}</div></fieldset>`;
}

function flowsField(flows: string, strings: PreviewStrings): string {
  const isOpen = flows === '' ? '' : ' open';
  return [
    `<details class="own-flows"${isOpen}><summary>${escape(strings.ownFlows)}</summary>`,
    `<label class="field"><span class="unseen">${escape(strings.ownFlowsLabel)}</span>`,
    // A line break right after the tag is dropped by HTML, so one is given for it to drop.
    `<textarea name="flows" rows="6" spellcheck="false" autocomplete="off" placeholder="${escape(strings.ownFlowsPlaceholder)}" aria-describedby="flows-hint problems">\n${escape(flows)}</textarea></label>`,
    `<p id="flows-hint" class="hint">${escape(strings.ownFlowsHint)}</p></details>`,
  ].join('');
}
