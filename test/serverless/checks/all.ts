import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../project.ts';
import { buses, coverage, dashboard, meaning, optional, runbook } from './alarms.ts';
import { deployer } from './deployer.ts';
import { asynchronous, parking, patterns, targets } from './events.ts';
import { calls, observed, structure } from './machines.ts';
import { dependencies, references } from './references.ts';
import { actions, boundaries, keys, trust } from './roles.ts';
import { api, kept, messages, quotas, tables } from './safeguards.ts';
import { nulls, properties } from './specification.ts';
import type { Check } from './template.ts';

/** What must be so of the whole template, by the sentence that says it. */
export const checks: Readonly<Record<string, Check>> = {
  'resources have only properties that CloudFormation knows': properties,
  'nothing is null': nulls,
  'references name what is there': references,
  'dependencies are said once': dependencies,
  'rules match events as there are': patterns,
  'rules reach their targets, with retries and a dead letter queue': targets,
  'rules may park what they could not deliver': parking,
  'what rules call says how often it is tried': asynchronous,
  'roles allow operations that exist, and everything only where nothing is narrower': actions,
  'roles carry the boundary': boundaries,
  'roles may use the key of a customer': keys,
  'roles are assumed for this account only': trust,
  'machines are sound': structure,
  'machines call functions that exist, and may call those and no others': calls,
  'machines are traced and log errors only': observed,
  'alarms say what they mean': meaning,
  'alarms have a heading in the runbook': runbook(readIfThere('docs/runbook.md')),
  'alarms watch everything': coverage,
  'alarms count rules where they count': buses,
  'the dashboard shows every alarm': dashboard,
  'what is optional is off': optional,
  "the deployer's policy lets every resource be made, changed and removed": deployer(
    // The template that is looked at is that of the stage dev.
    JSON.parse(readFileSync(join(root, 'docs/deployer-policy.json'), 'utf8').replaceAll('liaison-prod', 'liaison-dev')),
    'liaison-dev',
  ),
  'the API is closed, throttled and logged': api,
  'logs end, functions are traced, and what is kept can be encrypted': kept,
  'the table has backups and may be protected': tables,
  'queues and topics are closed': messages,
  'the stack is within the quotas of AWS': quotas,
};

function readIfThere(path: string): string {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
