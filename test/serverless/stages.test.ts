import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readDocument } from '../../local/configuration/document.ts';
import { resourcesOf } from '../../local/configuration/template.ts';
import { readConfiguration } from '../../local/configuration.ts';
import { place } from '../../local/world.ts';
import { copyOfProject, root } from './project.ts';

/** What a stage keeps, and how it is guarded. */
function guarded(stage: string) {
  const document = readDocument({ root, stage, region: 'eu-west-1', environment: {} });
  const { logRetentionInDays, deletionProtection } = document.provider as Record<string, unknown>;
  const [table] = resourcesOf(document, 'AWS::DynamoDB::Table');
  const { environment } = (document.functions as Record<string, { environment: Record<string, unknown> }>)['on-request'] ?? {};
  return {
    days: logRetentionInDays,
    stack: deletionProtection,
    table: table?.properties.DeletionProtectionEnabled,
    approval: environment?.APPROVAL_MINIMUM,
  };
}

test.each(['prod', 'production', 'live', 'staging'])('a stage named %s is guarded, with no name in the list', (stage) => {
  expect(guarded(stage)).toEqual({ days: 365, stack: true, table: true, approval: 'BY_IMPACT' });
});

test.each(['dev', 'test'])('%s is for trying', (stage) => {
  expect(guarded(stage)).toEqual({ days: 30, stack: false, table: false, approval: 'AUTO' });
});

test('what awsEvents puts to sleep are the rules on what every stage of an account hears, and no others', async () => {
  const folder = await copyOfProject();
  const stages = join(folder, 'serverless/stages.yml');
  await writeFile(stages, (await readFile(stages, 'utf8')).replace('awsEvents: ENABLED', 'awsEvents: DISABLED'));
  const { rules } = readConfiguration({ root: folder, stage: 'dev', environment: {}, ...place, endpoint: 'http://127.0.0.1:1' });
  await rm(folder, { recursive: true });
  const off = rules.flatMap(({ name, state }) => (state === 'DISABLED' ? [name] : []));
  expect(off).toEqual(['liaison-dev-service-tag', 'liaison-dev-package-updated']);
});

test.each([
  ['production', 'Retain'],
  ['dev', 'Delete'],
])('when the stack of %s is removed, it is said of its table: %s', (stage, policy) => {
  const { resources } = readDocument({ root, stage, region: 'eu-west-1', environment: {} });
  expect(JSON.stringify(resources)).toContain(`"DeletionPolicy":"${policy}","UpdateReplacePolicy":"${policy}"`);
});
