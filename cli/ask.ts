import { createInterface } from 'node:readline/promises';

/** Where a question is asked, and what takes it back. */
interface Asking {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** One line of an answer; undefined when whoever is asked leaves: by Ctrl-C, by Ctrl-D, or by a signal. */
export async function ask(question: string, { input, output, signal }: Asking): Promise<string | undefined> {
  const lines = createInterface({ input, output });
  try {
    return await lines.question(question, { signal });
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
    // The question has no end of line of its own.
    output.write('\n');
    return undefined;
  } finally {
    lines.close();
  }
}
