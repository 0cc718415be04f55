/** The framework says in DependsOn what references say already. CloudFormation needs it once, and whoever checks the template warns of it. */
export default class Dependencies {
  constructor(serverless) {
    this.hooks = {
      'before:aws:package:finalize:stripNullPropsFromTemplateResources': () => {
        for (const resource of Object.values(serverless.service.provider.compiledCloudFormationTemplate.Resources)) sayOnce(resource);
      },
    };
  }
}

/** Leaves in DependsOn only what no Ref, Fn::GetAtt or Fn::Sub of the resource names. */
function sayOnce(resource) {
  if (resource.DependsOn === undefined) return;
  const named = referencesIn(resource.Properties ?? {});
  const others = [resource.DependsOn].flat().filter((id) => !named.has(id));
  if (others.length > 0) resource.DependsOn = others;
  else delete resource.DependsOn;
}

/** The logical ids that a value refers to. */
function referencesIn(value) {
  const text = JSON.stringify(value);
  const patterns = [/"Ref":"(\w+)"/g, /"Fn::GetAtt":\["(\w+)"/g, /\$\{(\w+)[.}]/g];
  return new Set(patterns.flatMap((pattern) => Array.from(text.matchAll(pattern), ([, id]) => id)));
}
