import { type ReadonlySignal, type Signal, signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LiveEvent, LiveTrouble, Problem } from '../protocol.ts';
import { parseCleaned } from './cleaned.ts';
import { connection, noteTrouble } from './connection.ts';
import { createEventReader, type StreamEvent } from './event-stream.ts';
import { type Answer, actingAs, send } from './fetch.ts';

/** What is looked at, by path: how it stands, and how many look. */
const watched = new Map<string, { readonly latest: Signal<Answer<unknown> | null>; watchers: number }>();

/** What waits for somebody's decision: told above every page. */
export const waitingPath = '/associations?state=AWAITING_APPROVAL&pageSize=100';

/** Milliseconds: the console shows a sign of life each 15 s. */
const longestSilence = 40_000;
const [shortestPause, longestPause] = [300, 5_000];

let stream: AbortController | null = null;
let failures = 0;
let planned: ReturnType<typeof setTimeout> | undefined;

/** Has all that is watched in one stream, once whatever is about to be added or taken away has been. */
function restart(delay = 0): void {
  clearTimeout(planned);
  planned = setTimeout(() => {
    stream?.abort();
    stream = null;
    // A browser has six connections for all tabs of an address: who does not look needs none.
    if (watched.size === 0 || document.hidden) return;
    stream = new AbortController();
    void read(stream);
  }, delay);
}

async function read(controller: AbortController): Promise<void> {
  const query = new URLSearchParams([...watched.keys()].map((path) => ['path', path]));
  let silence: ReturnType<typeof setTimeout> | undefined;
  try {
    const response = await send('GET', `/console/live?${query}`, { signal: controller.signal });
    if (response.status === 401) return;
    if (!response.ok || !response.body) throw new Error(`answered ${response.status}`);
    const events = createEventReader();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      clearTimeout(silence);
      silence = setTimeout(() => controller.abort(), longestSilence);
      const { done, value } = await reader.read();
      if (done) break;
      if (connection.value !== 'live') connection.value = 'live';
      failures = 0;
      for (const event of events(value)) take(event);
    }
    lost(controller);
  } catch {
    // Nobody answers, the stream broke off, or it was ended here: the first two are told by the connection's state, and tried again.
    lost(controller);
  } finally {
    clearTimeout(silence);
  }
}

function lost(controller: AbortController): void {
  if (stream !== controller) return;
  connection.value = 'reconnecting';
  failures += 1;
  restart(Math.min(longestPause, shortestPause * 2 ** failures));
}

function take({ event, data }: StreamEvent): void {
  if (event === 'trouble') {
    const { path, ...problem } = parseCleaned(data) as LiveTrouble;
    noteTrouble(path, problem);
    return;
  }
  const { path, status, etag, body } = parseCleaned(data) as LiveEvent;
  noteTrouble(path, null);
  const entry = watched.get(path);
  if (entry) entry.latest.value = status < 300 ? { ok: true, status, body, etag } : { ok: false, status, problem: body as Problem };
}

/** Looks at a path of the API until the function given back is called. */
export function watch(path: string): { readonly latest: ReadonlySignal<Answer<unknown> | null>; end(): void } {
  const known = watched.get(path);
  const entry = known ?? { latest: signal<Answer<unknown> | null>(null), watchers: 0 };
  entry.watchers += 1;
  if (!known) {
    watched.set(path, entry);
    restart();
  }
  const end = () => {
    entry.watchers -= 1;
    if (entry.watchers > 0) return;
    watched.delete(path);
    noteTrouble(path, null);
    restart();
  };
  return { latest: entry.latest, end };
}

/** How a path of the API stands, for as long as the component is there; null until it is known, and of no path. */
export function useLive<Body>(path: string | null): ReadonlySignal<Answer<Body> | null> {
  const shown = useSignal<Answer<Body> | null>(null);
  useEffect(() => {
    shown.value = null;
    if (path === null) return;
    const { latest, end } = watch(path);
    const unsubscribe = latest.subscribe((answer) => {
      shown.value = answer as Answer<Body> | null;
    });
    return () => {
      unsubscribe();
      end();
    };
  }, [path]);
  return shown;
}

/** Begins anew with a token that the browser has been given meanwhile. */
export function knockAgain(): void {
  connection.value = 'connecting';
  restart();
}

/** Begins anew whenever the page is looked at again, or looked at as somebody else. */
export function startLive(): void {
  addEventListener('storage', knockAgain);
  document.addEventListener('visibilitychange', () => restart());
  actingAs.subscribe(() => restart());
}
