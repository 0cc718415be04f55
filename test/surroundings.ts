import { createRandom } from '../local/random.ts';
import { createState } from '../local/state.ts';
import { createManualClock } from './local/lambda/manual-clock.ts';

export const [account, region] = ['123456789012', 'eu-west-1'];

/** What services of the local world stand on, where nobody hears of their events and no time passes by itself. */
export const createSurroundings = () => ({
  clock: createManualClock(),
  random: createRandom(1),
  state: createState(),
  account,
  region,
  emit: () => undefined,
});
