import { expect, test } from '@jest/globals';
import { readDocument } from '../../local/configuration/document.ts';
import { config } from '../../src/config.ts';
import { root } from './project.ts';

/** The plugin, as far as it is used here: it is plain JavaScript, which the framework loads. */
type Plugin = new (serverless: object) => { readonly hooks: Readonly<Record<string, () => void>> };

const { params } = readDocument({ root, stage: 'dev', region: 'eu-west-1', environment: {} });

/** What the framework does with `--param …` and our stages before anything else. */
async function look(param?: readonly string[], stage = 'production'): Promise<void> {
  const { default: Settings } = (await import(new URL('../../serverless/settings.js', import.meta.url).href)) as { default: Plugin };
  const { hooks } = new Settings({
    configurationInput: { params },
    processedInput: { options: { param } },
    getProvider: () => ({ getStage: () => stage }),
    classes: { Error },
  });
  hooks.initialize?.();
}

test('every stage is as it must be, and so is what the command line may say instead', async () => {
  for (const stage of ['dev', 'test', 'prod']) await expect(look(undefined, stage)).resolves.toBeUndefined();
  const free = ['alarmEmail=you@example.com', 'runbookUrl=https://wiki/?page=liaison', 'stackProtection=false'];
  await expect(look([...free, 'dissociateOthers=true', 'associationsPerNetwork=600'])).resolves.toBeUndefined();
});

test('a name that no stage knows is refused with those that there are', async () => {
  await expect(look(['alarmEmial=you@example.com', 'nope=1'])).rejects.toThrow(
    /^There is no parameter alarmEmial\. There are alarmEmail, .*stackProtection.*\nThere is no parameter nope\./,
  );
});

test.each([
  ['approvalMinimum', 'by_impact', 'APPROVAL_MINIMUM', () => config.approvalMinimum],
  ['allowSelfApproval', 'yes', 'ALLOW_SELF_APPROVAL', () => config.allowSelfApproval],
  ['dissociateOthers', '1', 'DISSOCIATE_OTHERS', () => config.dissociateOthers],
  ['packageUpdateBatch', 'no', 'PACKAGE_UPDATE_BATCH', () => config.packageUpdateBatch],
  ['associationsPerNetwork', '0', 'ASSOCIATIONS_PER_NETWORK', () => config.associationsPerNetwork],
])('%s that is %s is refused before anything is deployed, as the functions would refuse it', async (name, value, setting, read) => {
  await expect(look([`${name}=${value}`])).rejects.toThrow(`${name} must be`);
  const before = process.env[setting];
  process.env[setting] = value;
  try {
    expect(read).toThrow(`${setting} must be`);
  } finally {
    if (before === undefined) delete process.env[setting];
    else process.env[setting] = before;
  }
});

test('a stage that hears the events of AWS neither way is refused before anything is deployed', async () => {
  await expect(look(['awsEvents=DISABLED'])).resolves.toBeUndefined();
  await expect(look(['awsEvents=off'])).rejects.toThrow('awsEvents must be ENABLED or DISABLED, not off');
});

test('removeUnfinished that is neither true nor false is refused before anything is removed', async () => {
  await expect(look(['removeUnfinished=True'])).rejects.toThrow('removeUnfinished must be true or false, not True');
});
