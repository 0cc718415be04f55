import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

/** Milliseconds from the end of one look to the beginning of the next. */
const between = 1_500;

interface Polling {
  /** There may be something new. */
  wake(): void;
  end(): void;
}

/** Looks whenever it is woken, and on and on while a look says that it goes on; never twice at once, and not while nobody looks at the page. */
function startPolling(look: () => Promise<boolean>): Polling {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [isDue, isLooking, isOver, endedAt] = [false, false, false, 0];
  const plan = () => {
    clearTimeout(timer);
    if (!isDue || isLooking || isOver || document.hidden) return;
    timer = setTimeout(() => void turn(), Math.max(0, endedAt + between - Date.now()));
  };
  const turn = async () => {
    [isLooking, isDue] = [true, false];
    const goesOn = await look();
    [isLooking, endedAt] = [false, Date.now()];
    isDue ||= goesOn;
    plan();
  };
  document.addEventListener('visibilitychange', plan);
  return {
    wake() {
      isDue = true;
      plan();
    },
    end() {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', plan);
    },
  };
}

interface Polled<Value> {
  /** Of what is read; undefined: nothing is. */
  readonly id: string | undefined;
  /** Grows when there is something new to read. */
  readonly version: number | undefined;
  read(id: string): Promise<Value>;
  /** Whether there may be something new before the version grows. */
  goesOn(value: Value): boolean;
}

/** What is read, again with every version, and while it goes on; null until it is known. */
export function usePolled<Value>({ id, version, read, goesOn }: Polled<Value>): ReadonlySignal<Value | null> {
  const shown = useSignal<Value | null>(null);
  const latest = useRef({ read, goesOn });
  latest.current = { read, goesOn };
  const polling = useRef<Polling | null>(null);
  useEffect(() => {
    if (id === undefined) return;
    const own = startPolling(async () => {
      const value = await latest.current.read(id);
      if (polling.current === own) shown.value = value;
      return latest.current.goesOn(value);
    });
    polling.current = own;
    return () => {
      own.end();
      polling.current = null;
      shown.value = null;
    };
  }, [id]);
  useEffect(() => polling.current?.wake(), [id, version]);
  return shown;
}
