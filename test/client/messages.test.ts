import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { readFromPage, readPageState } from '../../client/src/preview/messages.ts';

const options = { policy: 1, seed: 42, profile: 'web', flows: 'src,dst\n', down: ['eno3'] };

describe('a message of the page', () => {
  test.each([
    { version: 1, type: 'ready' },
    { version: 1, type: 'preview', id: 3, options: {} },
    { version: 1, type: 'preview', id: 3, options },
    { version: 1, type: 'reveal', uri: 'file:///a.sh', line: 4 },
  ])('is read: %j', (message) => {
    expect(readFromPage(message)).toEqual(message);
  });

  test.each([
    undefined,
    null,
    'ready',
    [],
    { type: 'ready' },
    { version: 2, type: 'ready' },
    { version: 1, type: 'delete' },
    { version: 1, type: 'preview', id: '3', options: {} },
    { version: 1, type: 'preview', id: 3 },
    { version: 1, type: 'preview', id: 3, options: { policy: '1' } },
    { version: 1, type: 'preview', id: 3, options: { seed: 4294967296 } },
    { version: 1, type: 'preview', id: 3, options: { seed: -1 } },
    { version: 1, type: 'preview', id: 3, options: { down: ['eno3', 4] } },
    { version: 1, type: 'preview', id: 3, options: { flows: {} } },
    { version: 1, type: 'reveal', uri: 'file:///a.sh', line: 1.5 },
    { version: 1, type: 'reveal', line: 1 },
  ])('is refused: %j', (message) => {
    expect(readFromPage(message)).toBeUndefined();
  });

  test('carries nothing that was not asked for', () => {
    const message = {
      version: 1,
      type: 'preview',
      id: 1,
      options: { policy: 0, command: 'rm' },
      extra: 1,
    };
    expect(readFromPage(message)).toEqual({
      version: 1,
      type: 'preview',
      id: 1,
      options: { policy: 0 },
    });
  });

  test('of any form does not throw', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(readFromPage(value)).toBeUndefined();
        expect(readPageState(value)).toBeUndefined();
      }),
    );
  });
});

describe('the kept state', () => {
  test('is read for one group and for a whole document', () => {
    const subject = { uri: 'file:///a.sh', line: 3 };
    expect(readPageState({ version: 1, subject, options })).toEqual({
      version: 1,
      subject,
      options,
    });
    const whole = { version: 1, subject: { uri: 'file:///a.sh', line: null }, options: {} };
    expect(readPageState(whole)).toEqual(whole);
  });

  test('without a document is of no use', () => {
    expect(
      readPageState({ version: 1, subject: { uri: '', line: 3 }, options: {} }),
    ).toBeUndefined();
    expect(readPageState({ version: 1, options: {} })).toBeUndefined();
  });
});
