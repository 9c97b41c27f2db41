import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Person, type Role, roles } from './access.ts';

/** The secret with the API's own tokens: only their hashes, so that reading it lets nobody in. */
export const tokensSecret = z.object({
  tokens: z.array(
    z.object({
      /** 64 hex digits: SHA-256 of the token. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      name: z.string().min(1),
      roles: z.array(z.enum(roles)),
      teams: z.array(z.string()),
    }),
  ),
});
export type TokensSecret = z.infer<typeof tokensSecret>;

/** The person whose token it is. Every entry is compared, in constant time, so that timing tells nothing. */
export const personOfToken = (authorization: string | undefined, { tokens }: TokensSecret): Person | undefined => {
  const token = /^Bearer +([^\s]{1,4096})$/i.exec(authorization ?? '')?.[1];
  if (!token) return undefined;
  const hash = createHash('sha256').update(token).digest();
  const [match] = tokens.filter(({ sha256 }) => timingSafeEqual(Buffer.from(sha256, 'hex'), hash));
  return match && { name: match.name, roles: match.roles, teams: match.teams };
};

/** A list in a claim, which API Gateway hands on as the text `[a b]`. */
const listed = (claim: unknown): string[] =>
  Array.isArray(claim)
    ? claim.map(String)
    : typeof claim === 'string'
      ? claim
          .replace(/^\[|\]$/g, '')
          .split(/[\s,]+/)
          .filter(Boolean)
      : [];

const isRole = (group: string): group is Role => (roles as readonly string[]).includes(group);

/** The person of a token that API Gateway's JWT authorizer has checked: groups named like a role are roles, all others teams. */
export const personOfClaims = (claims: Record<string, unknown> | undefined): Person | undefined => {
  const email = String(claims?.email_verified) === 'true' ? claims?.email : undefined;
  const name = email ?? claims?.['cognito:username'] ?? claims?.username ?? claims?.sub;
  if (typeof name !== 'string' || name === '') return undefined;
  const groups = listed(claims?.['cognito:groups'] ?? claims?.groups);
  return { name, roles: groups.filter(isRole), teams: groups.filter((group) => !isRole(group)) };
};
