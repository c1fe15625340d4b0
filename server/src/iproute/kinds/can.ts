/** `type can` (ip/iplink_can.c, 6.1 to 7.3; ip-link(8)). */
import type { GrammarRow, Scope } from '../grammar.ts';
import { flag, full, named, oneOf, short, u16, u32 } from '../rows.ts';

const number = (keyword: string, doc: string, make = short): GrammarRow =>
  make(keyword, u32, { doc: doc, refusal: `invalid "${keyword}" value` });
const point = (keyword: string, doc: string, make = short): GrammarRow =>
  make(keyword, { kind: 'float' }, { doc: doc, refusal: `invalid "${keyword}" value` });
const mode = (keyword: string, doc: string, make = short): GrammarRow =>
  make(keyword, oneOf('on', 'off'), {
    doc: doc,
    answer: `Error: argument of "${keyword}" must be "on" or "off", not "%s"`,
  });
const compensation = (keyword: string, make = short): GrammarRow =>
  make(keyword, oneOf('auto', 'manual', 'off'), {
    doc: 'Compensation of the delay of the transmitter.',
    refusal: `"${keyword}" must be either of "auto", "manual" or "off"`,
  });

/** Bit timing of the arbitration phase, and with `d` or `x` before it of the data phases of CAN FD and CAN XL. */
const timing = (prefix: string, phase: string, make = short): readonly GrammarRow[] => [
  number(`${prefix}bitrate`, `Bits per second ${phase}.`, make),
  point(`${prefix}sample-point`, `Where a bit is sampled ${phase}, 0.000 to 0.999.`, make),
  number(`${prefix}tq`, `Nanoseconds of a time quantum ${phase}.`, make),
  number(`${prefix}prop-seg`, `Quanta of the propagation segment ${phase}.`, make),
  number(`${prefix}phase-seg1`, `Quanta of the first phase segment ${phase}.`, make),
  number(`${prefix}phase-seg2`, `Quanta of the second phase segment ${phase}.`, make),
  number(`${prefix}sjw`, `Quanta of the jump width ${phase}.`, make),
];
const delays = (prefix: string, make = short): readonly GrammarRow[] => [
  number(`${prefix}tdcv`, 'Measured delay of the transmitter.', make),
  number(`${prefix}tdco`, 'Offset of the compensation.', make),
  number(`${prefix}tdcf`, 'Window of the compensation.', make),
];

export const canScope: Scope = named(
  [
    ...timing('', 'of the arbitration phase'),
    ...timing('d', 'of the data phase'),
    ...delays(''),
    mode('xl', 'CAN XL.', full),
    ...timing('x', 'of the data phase of CAN XL', full),
    ...delays('x', full),
    number('pwms', 'Short phase of the pulse width.', full),
    number('pwml', 'Long phase of the pulse width.', full),
    number('pwmo', 'Offset of the pulse width.', full),
    mode('loopback', 'Receive what is sent.'),
    mode('listen-only', 'Never send.'),
    mode('triple-sampling', 'Three samples for a bit.'),
    mode('one-shot', 'Never send again.'),
    mode('berr-reporting', 'Report bus errors.'),
    mode('fd', 'CAN FD.'),
    mode('fd-non-iso', 'CAN FD before the standard.'),
    mode('presume-ack', 'Do not wait for an acknowledgement.'),
    mode('cc-len8-dlc', 'Length codes above 8.'),
    compensation('tdc-mode'),
    mode('restricted', 'Restricted operation.', full),
    compensation('xtdc-mode', full),
    mode('tms', 'Mode switch of the transceiver.', full),
    short('restart', flag, 'Start again after bus-off.'),
    number('restart-ms', 'Milliseconds until it starts again after bus-off; 0: never.'),
    short('termination', u16, {
      doc: 'Ohms of the termination.',
      refusal: 'invalid "termination" value',
    }),
  ],
  'can: unknown option "%s"',
);
