import SequencerModule from '@jest/test-sequencer';

const Sequencer = SequencerModule.default ?? SequencerModule;

/** The tests that take longest, the longest first: begun last they would be waited for alone. */
const slow = [
  'local/world',
  'console/browser/console',
  'serverless/package',
  'console/browser/page',
  'local/start',
  'simulation/simulation',
  'local/crash',
  'hostile/hostile',
  'statemachines/association',
  'console/server/world',
  'statemachines/batch',
  'hostile/server',
  'console/server/live/stream',
  'local/configuration',
  'local/stepfunctions/recovery',
  'reconcile/killed',
  'cli/decide',
].map((name) => `/test/${name}.test.ts`);

/** Places in the line; all others come after these. */
const placeOf = ({ path }) => slow.findIndex((end) => path.endsWith(end)) >>> 0;

export default class SlowFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => placeOf(one) - placeOf(other));
  }
}
