import type { FunctionConfiguration } from './configuration.ts';

/** Whose credentials an access key is: a function's own, or those of a user of that name. Secrets are not checked; there are none. */
export const createPrincipals = (functions: readonly FunctionConfiguration[], account: string) => {
  const roles = new Map(functions.map(({ key, name }) => [key, `arn:aws:sts::${account}:assumed-role/${name}/${name}`]));
  return (accessKeyId: string): string | undefined =>
    roles.get(accessKeyId) ?? (/^\w{1,128}$/.test(accessKeyId) ? `arn:aws:iam::${account}:user/${accessKeyId}` : undefined);
};
