import { z } from 'zod';

/**
 * What a counter of the one-stop system asks of us (docs/sources/one-gate.md): signed as its reports are, but worth nothing
 * after minutes, for the answers are a citizen's papers.
 */
export const COUNTER_OLDEST_MS = 5 * 60_000;

/** The counter, as the province writes it. */
const maQuay = z.string().regex(/^[\w.-]{2,40}$/);
const maThamChieu = z.string().min(3).max(64);
export const OpenAtCounter = z.strictObject({ maQuay, maNhan: z.string().regex(/^\d{6}$/) });
export const FileAtCounter = z.strictObject({ maQuay, maThamChieu, maTep: z.string().max(64) });
export const ReceiveAtCounter = z.strictObject({ maQuay, maThamChieu });
