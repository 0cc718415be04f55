import jestCircus from 'jest-circus/runner';

const runTestFile = jestCircus.default ?? jestCircus;

/** Full names of the tests of each file, as far as it has run in this process. */
const namesOf = new Map();

/** The mutant that a test has already noticed: nothing more need be run for it. */
let noticed = null;

/**
 * Jest's runner, but it leaves out what cannot tell anything new: a file without any of the tests that reach the mutant, and all that
 * comes after a test has failed. Stryker names the tests to Jest, would have every file loaded to look for them, and lets all run.
 * It wants jest-circus in the name of this file.
 */
export default async function runUnlessNeedless(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  const mutant = process.env.__STRYKER_ACTIVE_MUTANT__ ?? null;
  if (mutant !== null && (mutant === noticed || !hasAny(namesOf.get(testPath), globalConfig.testNamePattern))) return left(testPath);
  if (mutant !== null) endAtFailure(environment);
  const result = await runTestFile(globalConfig, config, environment, runtime, testPath, sendMessageToJest);
  if (result.testResults.length > 0)
    namesOf.set(
      testPath,
      result.testResults.map(({ fullName }) => fullName),
    );
  if (mutant !== null && (result.numFailingTests > 0 || result.testExecError)) noticed = mutant;
  return result;
}

/** After a test has failed the rest of its file is passed over. */
function endAtFailure(environment) {
  const handle = environment.handleTestEvent?.bind(environment);
  let failed = false;
  environment.handleTestEvent = async (event, state) => {
    if (event.name === 'test_done') failed ||= event.test.errors.length > 0;
    if (event.name === 'test_start' && failed) event.test.mode = 'skip';
    await handle?.(event, state);
  };
}

function hasAny(names, pattern) {
  if (names === undefined || !pattern) return true;
  const wanted = new RegExp(pattern, 'i');
  return names.some((name) => wanted.test(name));
}

const none = { added: 0, fileDeleted: false, matched: 0, unchecked: 0, uncheckedKeys: [], unmatched: 0, updated: 0 };
const pending = {
  ancestorTitles: [],
  failureDetails: [],
  failureMessages: [],
  fullName: '',
  numPassingAsserts: 0,
  status: 'pending',
  title: '',
};

/** What Jest is told of a file that was left out: one test, which did not run. */
const left = (testFilePath) => ({
  leaks: false,
  numFailingTests: 0,
  numPassingTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  openHandles: [],
  perfStats: { start: 0, end: 0, runtime: 0, slow: false },
  skipped: false,
  snapshot: none,
  testFilePath,
  testResults: [pending],
});
