import { startFakeApi } from './fake-api.ts';
import { call, type Ended, type TerminalOptions } from './terminal.ts';

/** The words for a pair whose association interrupts nothing, and for one whose association does. */
export const logs = 'es-package --package-id F1 --domain-name logs-prod';
export const move = 'dx-hosted-connection --connection-id dxcon-a --parent-connection-id dxlag-b';

/** The id of what is associated first. */
export const firstId = `assoc_${'1'.padStart(26, '0')}`;

/** The command line, with an API that has a memory and nothing behind it. */
export async function openCommandLine() {
  const api = await startFakeApi();
  return {
    api,
    /** `liaison` with these words, as somebody. */
    liaison: (words: string, options?: TerminalOptions, who = 'ana'): Promise<Ended> =>
      call([...words.split(' '), '--url', api.url, '--as', who], options),
  };
}
