/** What the form says, read into request options. Pure: it needs no more of a form than its values by name. */
import type { PreviewRequestOptions } from '../../server/src/protocol.ts';

/** The part of `FormData` that is used. */
export interface FormValues {
  get(name: string): unknown;
  getAll(name: string): readonly unknown[];
}

export type FormReading =
  | { readonly kind: 'options'; readonly options: PreviewRequestOptions }
  | { readonly kind: 'bad-seed' };

/** Reads the form. An empty field is an option that is not given, so the files decide. */
export function readForm(values: FormValues): FormReading {
  const seedText = text(values, 'seed').trim();
  if (seedText !== '' && !isSeed(seedText)) return { kind: 'bad-seed' };
  const policy = text(values, 'policy');
  const profile = text(values, 'profile');
  const flows = text(values, 'flows');
  const down = values.getAll('down').filter((value) => typeof value === 'string');
  return {
    kind: 'options',
    options: {
      ...(policy === '' ? {} : { policy: Number(policy) }),
      ...(seedText === '' ? {} : { seed: Number(seedText) }),
      ...(profile === '' ? {} : { profile }),
      ...(flows.trim() === '' ? {} : { flows }),
      ...(down.length === 0 ? {} : { down }),
    },
  };
}

/** net.ipv4.fib_multipath_hash_seed is a u32. */
function isSeed(digits: string): boolean {
  return /^\d{1,10}$/.test(digits) && Number(digits) <= 0xffffffff;
}

function text(values: FormValues, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}
