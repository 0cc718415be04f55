import { useState } from 'preact/hooks';
import type { Plans } from '../../../src/answers.ts';
import type { Problem, Way } from '../../protocol.ts';
import { announce } from '../announce.ts';
import { type Answer, ask } from '../fetch.ts';
import { go } from '../router.ts';

/** A plan, and the request it was made for: another request has no plan yet. */
interface Planned {
  readonly request: string;
  readonly plans: Plans;
  /** However often it is sent on this plan, and whatever becomes of the answer, it is one request. */
  readonly key: string;
}

/** What a request is on its way to: its plan, then itself. */
export interface Planning {
  /** The plan of this very request; null until there is one. */
  readonly plans: Plans | null;
  /** Why the last of it was refused. */
  readonly problem: Problem | null;
  /** An answer is awaited. */
  readonly working: boolean;
  plan(): Promise<void>;
  /** Asks for the plan that is there, and goes to the page of what comes of it. */
  send(): Promise<void>;
  /** What was complained about is being mended. */
  mend(): void;
}

/** Plans a request and asks for it on its plan, and on no other. */
export function usePlanning({ path }: Way, request: object): Planning {
  const [planned, setPlanned] = useState<Planned | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [working, setWorking] = useState(false);
  const text = JSON.stringify(request);
  const current = planned?.request === text ? planned : null;

  async function awaited<Body>(answer: Promise<Answer<Body>>): Promise<Answer<Body>> {
    setWorking(true);
    const given = await answer;
    setWorking(false);
    setProblem(given.ok ? null : given.problem);
    return given;
  }

  async function plan(): Promise<void> {
    const answer = await awaited(ask<Plans>('POST', '/api/plans', { body: request }));
    setPlanned(answer.ok ? { request: text, plans: answer.body, key: crypto.randomUUID() } : null);
    announce(answer.ok ? answer.body.summary.text : answer.problem.title);
  }

  async function send(): Promise<void> {
    if (!current) return;
    const body = { ...request, planDigest: current.plans.digest };
    const headers = { 'idempotency-key': current.key };
    const answer = await awaited(ask<{ readonly id: string }>('POST', `/api${path}`, { body, headers }));
    if (answer.ok) return go(`${path}/${encodeURIComponent(answer.body.id)}`);
    if (answer.problem.code !== 'plan-stale') return;
    await plan();
    setProblem(answer.problem);
  }

  return { plans: current?.plans ?? null, problem, working, plan, send, mend: () => setProblem(null) };
}
