import { expect, test } from '@jest/globals';
import { config } from '../../src/config.ts';

/** The plugin, as far as it is used here: it is plain JavaScript, which the framework loads. */
type Plugin = new (serverless: object) => { readonly hooks: Readonly<Record<string, () => void>> };

/** What `serverless package` does with those environments of functions before it begins. */
async function look(functions: Readonly<Record<string, { environment?: Readonly<Record<string, unknown>> }>>): Promise<void> {
  const { default: Settings } = (await import(new URL('../../serverless/settings.js', import.meta.url).href)) as { default: Plugin };
  const { hooks } = new Settings({ service: { functions }, classes: { Error } });
  hooks['before:package:initialize']?.();
}

const right = { APPROVAL_MINIMUM: 'BY_IMPACT', ALLOW_SELF_APPROVAL: 'false', DISSOCIATE_OTHERS: true, ASSOCIATIONS_PER_NETWORK: 500 };

test('parameters that the functions can read are packaged, written as text, number or boolean', async () => {
  await expect(look({ lock: {}, 'on-request': { environment: right } })).resolves.toBeUndefined();
});

test.each([
  ['APPROVAL_MINIMUM', 'by_impact', () => config.approvalMinimum],
  ['ALLOW_SELF_APPROVAL', 'yes', () => config.allowSelfApproval],
  ['DISSOCIATE_OTHERS', '1', () => config.dissociateOthers],
  ['PACKAGE_UPDATE_BATCH', 'no', () => config.packageUpdateBatch],
  ['ASSOCIATIONS_PER_NETWORK', '0', () => config.associationsPerNetwork],
])('%s that is %s is refused before anything is deployed, as the functions would refuse it', async (name, value, read) => {
  const environment = { ...right, [name]: value };
  await expect(look({ lock: {}, 'on-request': { environment } })).rejects.toThrow(`${name} of on-request must be`);
  const before = process.env[name];
  process.env[name] = value;
  try {
    expect(read).toThrow(`${name} must be`);
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
});
