/** Who waits, in order. One story is told at a time in a thread, and each begins when nobody waits any more. */
const waiting: (() => void)[] = [];

/**
 * Calls the next in line once nothing else can go on: after every promise that is settled by then has been followed. A tick comes
 * after promises only when it is asked for among them.
 */
function goOn(): void {
  queueMicrotask(() =>
    process.nextTick(() => {
      waiting.shift()?.();
      if (waiting.length > 0) goOn();
    }),
  );
}

/**
 * Waits until nothing else goes on, and whoever asked before has had their turn. What is done at once is so done in an order that
 * does not depend on how many promises a client puts between a call and its answer: a story is the same through every client.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) goOn();
  });
}

/** Does the work, and gives what came of it in a turn of its own. */
export async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } finally {
    await turn();
  }
}

/** Waits until nothing goes on and nobody waits for a turn: all that is left waits for the clock. */
export async function quiet(): Promise<void> {
  do await turn();
  while (waiting.length > 0);
}
