import { structuralErrors } from '../../../local/stepfunctions/frame.ts';
import type { JsonObject } from '../../../local/stepfunctions/json.ts';
import { statementsOf } from './roles.ts';
import { type Check, idOf, type Members, ofType, type Template, type Value, within } from './template.ts';

const machines = (template: Template) => ofType(template, 'AWS::StepFunctions::StateMachine');

/** What asl-validator finds. */
export const structure: Check = (template) =>
  machines(template).flatMap(([id, { Definition }]) => structuralErrors(Definition as JsonObject).map((fault) => `${id}: ${fault}`));

/** Every task calls functions of the template, and its machine's role may call those and no others. */
export const calls: Check = (template) =>
  machines(template).flatMap(([id, { Definition = null, DefinitionSubstitutions = {}, RoleArn }]) => {
    const substitutions = DefinitionSubstitutions as Members;
    const named = new Set(Array.from(JSON.stringify(Definition).matchAll(/\$\{(\w+)\}/g), ([, name = '']) => name));
    const allowed = new Set(invokedBy(template.Resources[idOf(RoleArn) ?? '']?.Properties ?? {}));
    const called = Object.values(substitutions).map((value) => idOf(value) ?? '');
    return [
      ...tasksWithoutFunction(Definition).map((state) => `${id}: ${state} calls no function of the substitutions.`),
      ...[...named].filter((name) => substitutions[name] === undefined).map((name) => `${id}: there is no substitution ${name}.`),
      ...Object.keys(substitutions)
        .filter((name) => !named.has(name))
        .map((name) => `${id}: nothing uses the substitution ${name}.`),
      ...called.filter((one) => template.Resources[one]?.Type !== 'AWS::Lambda::Function').map((one) => `${id}: ${one} is no function.`),
      ...called.filter((one) => !allowed.has(one)).map((one) => `${id}: its role may not call ${one}.`),
      ...[...allowed].filter((one) => !called.includes(one)).map((one) => `${id}: its role may call ${one}, and it does not.`),
    ];
  });

const invokedBy = (role: Members): string[] =>
  statementsOf(role)
    .filter(({ Action }) => [Action].flat().includes('lambda:InvokeFunction'))
    .flatMap(({ Resource = null }) => [Resource].flat().map((resource) => idOf(resource) ?? JSON.stringify(resource)));

/** The paths of tasks that invoke anything but a substitution, or a choice of substitutions by a literal object. */
function tasksWithoutFunction(definition: Value): string[] {
  const name = /^\$\{\w+\}$|^\{% \$lookup\(\{('[\w-]+': '\$\{\w+\}'(, )?)+\}, [^{}]+\) %\}$/;
  return Array.from(within(definition)).flatMap(([path, value]) => {
    const state = value as Members | null;
    if (state?.Type !== 'Task') return [];
    return name.test(String((state.Arguments as Members | undefined)?.FunctionName)) ? [] : [path];
  });
}

/** Every machine is traced and logs its failures, without the data. */
export const observed: Check = (template) =>
  machines(template).flatMap(([id, { TracingConfiguration, LoggingConfiguration }]) => {
    const { Enabled } = (TracingConfiguration ?? {}) as Members;
    const { Level, IncludeExecutionData } = (LoggingConfiguration ?? {}) as Members;
    return [
      ...(Enabled === true ? [] : [`${id}: it is not traced.`]),
      ...(Level === 'ERROR' && IncludeExecutionData === false ? [] : [`${id}: it logs something else than its errors, or with data.`]),
    ];
  });
