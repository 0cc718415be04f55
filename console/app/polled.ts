import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

/** Milliseconds from the end of one reading to the beginning of the next. */
const between = 1_500;

interface Polled<Value> {
  /** Of what is read; undefined: nothing is. */
  readonly id: string | undefined;
  /** Grows when there is something new to read. */
  readonly version: number | undefined;
  read(id: string): Promise<Value>;
  /** Whether there may be something new before the version grows. */
  goesOn(value: Value): boolean;
}

/** What is read, again with every version, and while it goes on; null until it is known. Nothing is read while nobody looks at the page. */
export function usePolled<Value>({ id, version, read, goesOn }: Polled<Value>): ReadonlySignal<Value | null> {
  const shown = useSignal<Value | null>(null);
  const current = useRef({ read, goesOn });
  current.current = { read, goesOn };
  const wake = useRef<() => void>(() => undefined);
  useEffect(() => {
    shown.value = null;
    if (id === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let [over, reading, isDue, endedAt] = [false, false, true, 0];
    const plan = () => {
      clearTimeout(timer);
      if (isDue && !reading && !over && !document.hidden)
        timer = setTimeout(() => void look(), Math.max(0, endedAt + between - Date.now()));
    };
    const look = async () => {
      [reading, isDue] = [true, false];
      const value = await current.current.read(id);
      [reading, endedAt] = [false, Date.now()];
      if (over) return;
      shown.value = value;
      isDue ||= current.current.goesOn(value);
      plan();
    };
    wake.current = () => {
      isDue = true;
      plan();
    };
    document.addEventListener('visibilitychange', plan);
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', plan);
    };
  }, [id]);
  useEffect(() => wake.current(), [id, version]);
  return shown;
}
