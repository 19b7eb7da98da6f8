/**
 * What the compiler makes: closures over a frame. A closure's result is in the representation of its static type, so
 * one of static type int gives a number; these names say which.
 * @module
 */

import type { Frame } from "./execution.ts";
import type { Slot } from "./library.ts";

/** Computes a value. */
export type Code = (frame: Frame) => Slot;
/** Of static type byte, short, char, int, float or double. */
export type NumberCode = (frame: Frame) => number;
/** Of static type long. */
export type LongCode = (frame: Frame) => bigint;
/** Of static type boolean. */
export type BooleanCode = (frame: Frame) => boolean;

/** How a statement ended. */
export type Completion = typeof NORMAL | typeof BREAK | typeof CONTINUE | typeof RETURN;
/** What follows is next. */
export const NORMAL = 0;
/** The loop ends. */
export const BREAK = 1;
/** The loop's next round is next. */
export const CONTINUE = 2;
/** The function ends; the result is in the frame. */
export const RETURN = 3;

/** Does a statement. */
export type StatementCode = (frame: Frame) => Completion;
