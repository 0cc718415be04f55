import SequencerModule from '@jest/test-sequencer';

const Sequencer = SequencerModule.default ?? SequencerModule;

/** The tests that take least, the least first: most mutants are noticed before those that take longest are begun. */
export default class QuickFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].reverse();
  }
}
