import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What decides: it is changed in every small way, and a test must notice. Options: https://stryker-mutator.io/docs/stryker-js/configuration */
export default {
  mutate: [
    'src/{kinds,events,steps}/**/*.ts',
    'src/{selector,schedule,transition,bounded,verdict,leftover,turn,ask,cancel,ended,usual,resume,retry,settle,settled,locks,pairs}.ts',
  ],
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  // The project's Jest runs native modules.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'test/mutation/jest.json' },
  coverageAnalysis: 'perTest',
  // The sources stay as they are: what is changed is a copy, in a directory that is removed at the end.
  tempDirName: join(tmpdir(), 'liaison-mutation'),
  cleanTempDir: 'always',
  // tsconfig.json is left out because Stryker would rewrite it by the compiler's JavaScript API, which TypeScript 7 does not have; nothing here needs it.
  ignorePatterns: ['tsconfig.json', '.serverless', '.liaison*', '.github', '.ci', 'docs', 'bench', 'cli', 'console/app'],
  disableTypeChecks: false,
  concurrency: 2,
  timeoutMS: 20_000,
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { logTests: false, reportTests: false },
  thresholds: { high: 98, low: 95, break: 95 },
};
