import { z } from 'zod';

/** One route of the API: what is asked, what is answered, and whether asking changes anything. */
export interface Route<
  Path extends string = string,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
  Changes extends boolean = boolean,
> {
  method: 'GET' | 'POST' | 'PUT';
  path: Path;
  query: Query;
  body: Body;
  answer: Answer;
  /** Kept in the audit when true. */
  changes: Changes;
}

/** Names in a path: `/a/:b` has `{ b: string }`. */
export type PathParams<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { [K in Name]: string } & PathParams<Rest>
  : Path extends `${string}:${infer Name}`
    ? { [K in Name]: string }
    : unknown;

/** What a caller gives, before defaults are filled in. */
export type Ask<R extends Route> = PathParams<R['path']> & {
  query?: z.input<R['query']>;
} & (undefined extends z.input<R['body']> ? { body?: undefined } : { body: z.input<R['body']> });

/** What a caller gets. */
export type Answer<R extends Route> = z.output<R['answer']>;

const nothing = z.undefined();
const anyQuery = z.object({});

/** A route that only looks. */
export const look = <const Path extends string, Answer extends z.ZodType, Query extends z.ZodType = typeof anyQuery>(
  path: Path,
  answer: Answer,
  query: Query = anyQuery as unknown as Query,
): Route<Path, Query, typeof nothing, Answer, false> => ({
  method: 'GET',
  path,
  query,
  body: nothing,
  answer,
  changes: false,
});

/** A route that is posted to because its question is long; it changes nothing. */
export const question = <const Path extends string, Body extends z.ZodType, Answer extends z.ZodType>(
  path: Path,
  body: Body,
  answer: Answer,
): Route<Path, typeof anyQuery, Body, Answer, false> => ({
  method: 'POST',
  path,
  query: anyQuery,
  body,
  answer,
  changes: false,
});

/** A route that changes something; each is audited. */
export const change = <const Path extends string, Body extends z.ZodType, Answer extends z.ZodType>(
  method: 'POST' | 'PUT',
  path: Path,
  body: Body,
  answer: Answer,
): Route<Path, typeof anyQuery, Body, Answer, true> => ({
  method,
  path,
  query: anyQuery,
  body,
  answer,
  changes: true,
});
