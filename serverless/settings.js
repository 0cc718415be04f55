const flag = { pattern: /^(true|false)$/, wanted: 'true or false' };

/** What parameters may be that are not free. Of what functions read, src/config.ts refuses the same. */
const settings = {
  approvalMinimum: { pattern: /^(AUTO|BY_IMPACT|REQUIRED)$/, wanted: 'AUTO, BY_IMPACT or REQUIRED' },
  allowSelfApproval: flag,
  dissociateOthers: flag,
  packageUpdateBatch: flag,
  removeUnfinished: flag,
  awsEvents: { pattern: /^(ENABLED|DISABLED)$/, wanted: 'ENABLED or DISABLED' },
  associationsPerNetwork: { pattern: /^[1-9]\d{0,8}$/, wanted: 'a whole number from 1' },
};

/** A parameter that is misspelled would be deployed, and do nothing, or have every function refuse to work: it is refused before. */
export default class Settings {
  constructor(serverless) {
    this.hooks = {
      initialize: () => {
        const { configurationInput, processedInput } = serverless;
        const stages = configurationInput.params;
        const given = givenIn(processedInput.options.param ?? []);
        const values = { ...stages.default, ...stages[serverless.getProvider('aws').getStage()], ...given };
        const problems = [...unknownOf(Object.keys(given), stages), ...problemsOf(values)];
        if (problems.length > 0) throw new serverless.classes.Error(problems.join('\n'), 'LIAISON_SETTINGS');
      },
    };
  }
}

/** What the command line gives, such as `--param alarmEmail=you@example.com`. */
const givenIn = (parameters) => Object.fromEntries(parameters.map((text) => text.split(/=(.*)/s)));

/** The framework takes any name. */
function unknownOf(names, stages) {
  const known = new Set(Object.values(stages).flatMap(Object.keys));
  return names
    .filter((name) => !known.has(name))
    .map((name) => `There is no parameter ${name}. There are ${[...known].sort().join(', ')}: see serverless/stages.yml.`);
}

const problemsOf = (values) =>
  Object.entries(settings)
    .filter(([name, { pattern }]) => !pattern.test(String(values[name])))
    .map(([name, { wanted }]) => `${name} must be ${wanted}, not ${values[name]}: see serverless/stages.yml.`);
