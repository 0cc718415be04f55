import { parentPort, workerData } from 'node:worker_threads';
import { type Range, type Settings, tryRange } from './trial.ts';

// To note where an error came from takes longer than most of what a story does, and no story shows it.
Error.stackTraceLimit = 0;

/** Lives through each range of seeds that it is given, one after the other. */
parentPort?.on('message', async (range: Range) => {
  parentPort?.postMessage(await tryRange(range, workerData as Settings));
});
