/** The framework takes every null out of the template; in a state machine a null is a value, so the definitions are put back whole. */
export default class Definitions {
  constructor(serverless) {
    let definitions;
    const machines = () =>
      Object.entries(serverless.service.provider.compiledCloudFormationTemplate.Resources).filter(
        ([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine',
      );
    this.hooks = {
      'before:aws:package:finalize:stripNullPropsFromTemplateResources': () => {
        definitions = new Map(machines().map(([id, { Properties }]) => [id, structuredClone(Properties.Definition)]));
      },
      'after:aws:package:finalize:stripNullPropsFromTemplateResources': () => {
        for (const [id, { Properties }] of machines()) Properties.Definition = definitions.get(id);
      },
    };
  }
}
