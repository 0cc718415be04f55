import { type Credentials, createTransport, credentialsFor, type Received, type Sent } from '../../cli/transport.ts';
import type { Problem } from '../protocol.ts';
import { type Code, Refusal } from './problem.ts';
import type { ConsoleTarget } from './target.ts';

/** What the API answered: its own words, or a problem where it had none. */
export interface Answer extends Received {
  /** undefined: it has none (304). */
  readonly body: unknown;
}

/** The API that the console speaks to, and whose credentials sign. */
export interface Upstream {
  readonly target: ConsoleTarget;
  /** Whose credentials sign; those of the name in a local world. Throws Unreachable. */
  credentials(as: string | null): Promise<Credentials>;
  /** Sends a request, signed. Throws Unreachable, and Interrupted once the console closes. */
  send(request: Sent, as: string | null): Promise<Answer>;
}

/** The API at the target, until `closed`. */
export function createUpstream(target: ConsoleTarget, closed: AbortSignal): Upstream {
  let own: Promise<Credentials> | undefined;

  function credentials(as: string | null): Promise<Credentials> {
    if (as !== null) return credentialsFor({ ...target, as });
    own ??= credentialsFor(target);
    return own;
  }

  return {
    target,
    credentials,
    async send(request, as) {
      const received = await createTransport(target, await credentials(as), closed)(request);
      if (received.status === 304) return { ...received, body: undefined };
      const answer = spoken(received);
      // Whoever logs in again has other credentials from then on.
      if ((answer.body as Partial<Problem>).code === ('not-let-in' satisfies Code)) own = undefined;
      return answer;
    },
  };
}

/** The answer, if it is one of the app itself. What API Gateway answers in its place becomes a problem, too. */
function spoken({ status, headers, body }: Received): Answer {
  const isGood = status < 400 ? typeof body === 'object' && body !== null : isProblem(body);
  if (isGood) return { status, headers, body };
  const problem = problemFor(status, (body as { message?: unknown } | null | undefined)?.message);
  return { status: problem.status, headers, body: problem };
}

/** Its words are those of API Gateway, and what to do about them. */
function problemFor(status: number, said: unknown): Problem {
  const what = `The API answers ${status}${typeof said === 'string' ? `: ${said.slice(0, 500)}` : ''}.`;
  if (status === 401 || status === 403)
    return new Refusal(
      'not-let-in',
      `${what} The credentials need execute-api:Invoke for it, in the right account and region; or they have expired: log in again.`,
    ).problem;
  if (status === 404)
    return new Refusal('no-such-route', `${what} It may be of an older release: liaison doctor tells which routes it has.`).problem;
  const advice = 'Try again; if it stays so, look at the logs of the function on-request.';
  return new Refusal('unreachable', `${what} ${advice}`).problem;
}

export const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' &&
  body !== null &&
  ['code', 'title', 'detail'].every((name) => typeof (body as Record<string, unknown>)[name] === 'string');
