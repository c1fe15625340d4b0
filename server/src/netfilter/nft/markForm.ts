/**
 * What a mark is computed from, bit by bit, as in `meta mark & 0xffffff00 | 0x1`.
 * Each bit comes from the packet mark, the connection mark, a constant, or cannot be told.
 */
import { allBits } from '../marks.ts';

export interface MarkForm {
  /** Bits taken from the packet mark. */
  readonly mark: number;
  /** Bits taken from the connection mark. */
  readonly ctMark: number;
  /** Bits that cannot be told. */
  readonly opaque: number;
  /** The value of all other bits. */
  readonly constant: number;
}

export const packetMark: MarkForm = { mark: allBits, ctMark: 0, opaque: 0, constant: 0 };
export const connectionMark: MarkForm = { mark: 0, ctMark: allBits, opaque: 0, constant: 0 };
export const opaqueMark: MarkForm = { mark: 0, ctMark: 0, opaque: allBits, constant: 0 };

export function constantMark(value: number): MarkForm {
  return { mark: 0, ctMark: 0, opaque: 0, constant: value >>> 0 };
}

export function andForms(a: MarkForm, b: MarkForm): MarkForm {
  if (isConstant(a)) return isConstant(b) ? constantMark(a.constant & b.constant) : andForms(b, a);
  if (!isConstant(b)) return opaqueMark;
  const kept = b.constant;
  return form({
    mark: a.mark & kept,
    ctMark: a.ctMark & kept,
    opaque: a.opaque & kept,
    constant: a.constant & kept,
  });
}

export function orForms(a: MarkForm, b: MarkForm): MarkForm {
  const ones = a.constant | b.constant;
  const clash = bitsOf(a) & bitsOf(b) & ~ones;
  return form({
    mark: (a.mark | b.mark) & ~ones & ~clash,
    ctMark: (a.ctMark | b.ctMark) & ~ones & ~clash,
    opaque: ((a.opaque | b.opaque) & ~ones) | clash,
    constant: ones,
  });
}

export function xorForms(a: MarkForm, b: MarkForm): MarkForm {
  const touched = bitsOf(a) | bitsOf(b);
  const clash = (bitsOf(a) & bitsOf(b)) | (touched & (a.constant ^ b.constant));
  return form({
    mark: (a.mark | b.mark) & ~clash,
    ctMark: (a.ctMark | b.ctMark) & ~clash,
    opaque: a.opaque | b.opaque | clash,
    constant: (a.constant ^ b.constant) & ~touched,
  });
}

/** Shifts of anything but a constant cannot be told bit by bit. */
export function shiftForm(a: MarkForm, bits: number): MarkForm {
  if (!isConstant(a) || Math.abs(bits) > 31) return opaqueMark;
  return constantMark(bits < 0 ? a.constant >>> -bits : a.constant << bits);
}

export function isConstant(a: MarkForm): boolean {
  return bitsOf(a) === 0;
}

function bitsOf(a: MarkForm): number {
  return a.mark | a.ctMark | a.opaque;
}

function form(a: MarkForm): MarkForm {
  return {
    mark: a.mark >>> 0,
    ctMark: a.ctMark >>> 0,
    opaque: a.opaque >>> 0,
    constant: a.constant >>> 0,
  };
}
