import { CommandError } from '../errors.ts';
import { exitCodes } from '../exit.ts';
import type { Action, Session } from '../session.ts';
import { findTarget, type Target } from '../target.ts';
import { createTransport, credentialsFor, type Received, type Transport } from '../transport.ts';

/** One thing that was looked at. */
interface Finding {
  readonly name: string;
  readonly result: 'PASS' | 'FAIL';
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string | undefined;
  /** Of what fails: the exit code that every other command would have for it. */
  readonly exitCode?: number;
}

/** Looks at every step of the way to the API, and says what to do where one fails. Nothing is changed. */
export const doctor: Action = async (session) => {
  const findings = [nodeFinding(process.versions.node), ...(await findingsOnTheWay(session))];
  session.output.show(findings, (shown, paint) =>
    shown.flatMap(({ name, result, message, advice }) => [
      `${paint(result === 'PASS' ? 'green' : 'red', result)}  ${name.padEnd(12)} ${message}`,
      ...(advice ? [`      ${''.padEnd(12)} ${advice}`] : []),
    ]),
  );
  return findings.find(({ exitCode }) => exitCode !== undefined)?.exitCode ?? exitCodes.reached;
};

const passes = (name: string, message: string): Finding => ({ name, result: 'PASS', message });
const fails = (name: string, message: string, advice?: string, exitCode: number = exitCodes.failed): Finding => ({
  name,
  result: 'FAIL',
  message,
  advice,
  exitCode,
});

/** What a step throws, as a finding. What is no message to people is a fault of ours, and thrown on. */
function failure(name: string, error: unknown): Finding {
  if (error instanceof CommandError && error.exitCode !== exitCodes.interrupted)
    return fails(name, error.message, error.advice, error.exitCode);
  throw error;
}

const nodeFinding = (version: string) =>
  Number(version.split('.')[0]) >= 24
    ? passes('node', version)
    : fails('node', `${version} is older than 24`, 'Run npm ci in the project: it brings one along.');

/** Each step needs the one before. */
async function findingsOnTheWay({ options, surroundings }: Session): Promise<Finding[]> {
  const findings: Finding[] = [];
  let step = 'address';
  try {
    const target = await findTarget(options, surroundings);
    findings.push(passes(step, `${target.url} (${target.found}), region ${target.region}`));
    step = 'credentials';
    const credentials = await credentialsFor(target);
    findings.push(passes(step, `${target.as === undefined ? 'access key' : 'signing as'} ${(await credentials()).accessKeyId}`));
    step = 'reachable';
    const transport = createTransport(target, credentials, surroundings.interrupted);
    const before = Date.now();
    const received = await transport({ method: 'GET', path: '/associations?pageSize=1' });
    findings.push(passes(step, `it answers in ${Date.now() - before} ms`), clockFinding(received, (before + Date.now()) / 2));
    return [...findings, ...(await findingsOnRoutes(transport, target, received))];
  } catch (error) {
    return [...findings, failure(step, error)];
  }
}

/** Seconds that a signature may be off. Source: IAM, SigV4 troubleshooting. */
const mostSkew = 300;

function clockFinding({ headers }: Received, now: number): Finding {
  const date = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(date))
    return fails('clock', 'the answer has no Date to compare with', 'Something between here and the API takes it away.');
  const seconds = Math.round(Math.abs(now - date) / 1_000);
  return seconds < mostSkew
    ? passes('clock', `${seconds} s apart`)
    : fails('clock', `${seconds} s apart: signatures are refused from ${mostSkew} s on`, 'Set the clock of this machine.');
}

/** Reads that every release of the API answers, and what it answers them with. An empty plan is refused by the app itself. */
const routes = [
  { name: 'associations', method: 'GET', path: '/associations?pageSize=1', good: [200] },
  { name: 'batches', method: 'GET', path: '/batches?pageSize=1', good: [200] },
  { name: 'plans', method: 'POST', path: '/plans', body: {}, good: [200, 400, 422] },
] as const;

async function findingsOnRoutes(transport: Transport, target: Target, first: Received): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, good, ...request } of routes) {
    const { status } = name === 'associations' ? first : await transport(request);
    const says = `${request.method} ${request.path} answers ${status}`;
    const isGood = good.some((other) => other === status);
    findings.push(isGood ? passes(name, says) : fails(name, says, adviceOn(status, target), exitCodes.unreachable));
  }
  return findings;
}

function adviceOn(status: number, { isLocal, region }: Target): string {
  if (status === 401 || status === 403)
    return `These credentials need execute-api:Invoke for it in ${region}: aws sts get-caller-identity says whose they are.`;
  if (status === 404)
    return isLocal
      ? 'Stop the local world and start this release with npm start.'
      : 'Deploy this release: npx serverless deploy --stage STAGE';
  return 'Look at the logs of the function on-request.';
}
