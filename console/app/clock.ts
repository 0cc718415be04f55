import { signal } from '@preact/signals';
import type { Context } from '../protocol.ts';
import { connection } from './connection.ts';
import { actingAs, ask } from './fetch.ts';
import { type Reading, readAgain, shownBy } from './time.ts';

/** Whom the page speaks to; null until it is known. */
export const context = signal<Context | null>(null);

/** What time it is where the associations are. Epoch milliseconds; moves once a second. */
export const now = signal(Date.now());

let reading: Reading | null = null;

/** Milliseconds. A local world's clock runs at a pace of its own, so that it is read again and again; that of a stage is this machine's. */
const [betweenTicks, betweenReadings] = [1_000, 4_000];

async function readContext(): Promise<void> {
  const as = actingAs.value;
  const answer = await ask<Context>('GET', '/console/context');
  if (as !== actingAs.value) return;
  if (!answer.ok) {
    // A name that this tab acted as in a local world is none for the console that is there now.
    if (answer.problem.code === 'invalid-parameter') actingAs.value = '';
    return;
  }
  context.value = answer.body;
  reading = answer.body.isLocal ? readAgain(reading, Date.parse(answer.body.now), Date.now()) : null;
  tick();
}

const tick = () => {
  now.value = shownBy(reading, Date.now());
};

/** Keeps the clock, and who one is: asked again whenever the console is there again, because it can be another. */
export function startClock(): void {
  actingAs.subscribe(() => void readContext());
  connection.subscribe((now) => void (now === 'live' && readContext()));
  setInterval(tick, betweenTicks);
  setInterval(() => {
    const known = context.value;
    if (!document.hidden && (known === null || known.isLocal || known.principal === null)) void readContext();
  }, betweenReadings);
  document.addEventListener('visibilitychange', () => void (document.hidden || readContext()));
}
