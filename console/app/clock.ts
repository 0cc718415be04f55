import { signal } from '@preact/signals';
import type { Context } from '../protocol.ts';
import { actingAs, ask } from './fetch.ts';
import { type Reading, readAgain, shownBy } from './time.ts';

/** Whom the page speaks to; null until it is known. */
export const context = signal<Context | null>(null);

/** What time it is where the associations are. Epoch milliseconds; moves once a second. */
export const now = signal(Date.now());

let reading: Reading | null = null;

/** Milliseconds. A local world's clock runs at a pace of its own, so that it is read again and again. */
const [betweenTicks, betweenReadings] = [1_000, 4_000];

async function readContext(): Promise<void> {
  const answer = await ask<Context>('GET', '/console/context');
  if (!answer.ok) return;
  context.value = answer.body;
  reading = readAgain(reading, Date.parse(answer.body.now), Date.now());
  tick();
}

const tick = () => {
  now.value = shownBy(reading, Date.now());
};

/** Keeps the clock, and who one is. */
export function startClock(): void {
  actingAs.subscribe(() => void readContext());
  setInterval(tick, betweenTicks);
  setInterval(() => {
    if (!document.hidden && (context.value === null || context.value.isLocal)) void readContext();
  }, betweenReadings);
  document.addEventListener('visibilitychange', () => void (document.hidden || readContext()));
}
