/** What functions read from their environment, and what it may be. The values are those of src/config.ts, which refuses the same. */
const settings = {
  APPROVAL_MINIMUM: { pattern: /^(AUTO|BY_IMPACT|REQUIRED)$/, wanted: 'AUTO, BY_IMPACT or REQUIRED' },
  ALLOW_SELF_APPROVAL: { pattern: /^(true|false)$/, wanted: 'true or false' },
  DISSOCIATE_OTHERS: { pattern: /^(true|false)$/, wanted: 'true or false' },
  PACKAGE_UPDATE_BATCH: { pattern: /^(true|false)$/, wanted: 'true or false' },
  ASSOCIATIONS_PER_NETWORK: { pattern: /^[1-9]\d{0,8}$/, wanted: 'a whole number from 1' },
};

/** A parameter that is misspelled would be deployed, and then every function refuse to work: it is refused before. */
export default class Settings {
  constructor(serverless) {
    this.hooks = {
      'before:package:initialize': () => {
        const problems = Object.entries(serverless.service.functions).flatMap(([name, { environment = {} }]) =>
          problemsOf(name, environment),
        );
        if (problems.length > 0) throw new serverless.classes.Error(problems.join('\n'), 'LIAISON_SETTINGS');
      },
    };
  }
}

const problemsOf = (name, environment) =>
  Object.entries(settings)
    .filter(([setting, { pattern }]) => setting in environment && !pattern.test(String(environment[setting])))
    .map(([setting, { wanted }]) => `${setting} of ${name} must be ${wanted}, not ${environment[setting]}: see serverless/stages.yml.`);
