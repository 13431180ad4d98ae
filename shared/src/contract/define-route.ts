import { z } from 'zod';
import type { Access } from './access.ts';
import { Problem } from './problem.ts';

export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: `/${string}`;
  readonly config: { readonly access: Access };
  readonly schema: {
    readonly summary: string;
    readonly params?: z.ZodType;
    readonly querystring?: z.ZodType;
    readonly headers?: z.ZodType;
    readonly body?: z.ZodType;
    readonly response: { readonly [status: number]: z.ZodType };
  };
  readonly bodyLimit?: number;
}

/**
 * One endpoint, once: the shape is Fastify's own route options without the handler, so the bff spreads it, OpenAPI prints
 * it, and the fronts take their types from it. Answers are also a filter: a member that is not declared never leaves.
 */
export const defineRoute = <const R extends RouteContract>(route: R): R => route;

/** The error answers a route may give, for OpenAPI: `...problems(404, 422)`. */
export const problems = <const S extends number>(...statuses: S[]) =>
  Object.fromEntries(statuses.map((status) => [status, Problem])) as Record<S, typeof Problem>;

/** 204: nothing to say. */
export const NoContent = z.undefined().describe('no content');
