import * as sfn from '@aws-sdk/client-sfn';
import type { Random } from '../random.ts';
import { statesConstraints } from '../wire/constraints/states.ts';
import { AwsError, type Service } from '../wire/service.ts';
import { checkArn, checkInput, checkName, executionOf, type Loaded, machineOf, parseOutput } from './arguments.ts';
import type { Engine } from './engine.ts';
import { executionArn, type Machine } from './execution.ts';
import { createUuid } from './functions.ts';
import { withoutData } from './history.ts';
import type { ExecutionRecord, Journal } from './journal.ts';
import { loadDefinition } from './load.ts';
import { decodePage, encodePage, pageOf, pageSize } from './paging.ts';
import type { Answer } from './signal.ts';
import { redriveOf } from './status-change.ts';
import { decodeToken } from './token.ts';
import { variablesOf } from './variables.ts';

interface Dependencies {
  readonly engine: Engine;
  readonly journal: Journal;
  readonly random: Random;
  readonly loaded: ReadonlyMap<string, Loaded>;
}

/** The Step Functions API, as far as it is needed to start, watch, answer and stop executions. Source of names and texts: botocore. */
export function createService(dependencies: Dependencies): Service {
  return {
    signingName: 'states',
    protocol: 'json-1.0',
    client: sfn,
    operations: {
      ...machines(dependencies),
      ...executions(dependencies),
      ...lists(dependencies),
      ...nothing(dependencies),
      ...answers(dependencies),
    },
    constraints: statesConstraints,
    invalid: (message) => new AwsError('ValidationException', message),
  };
}

const machines = ({ journal, loaded }: Dependencies) => ({
  ListStateMachines(asked: sfn.ListStateMachinesCommandInput) {
    const all = journal.machines().filter(({ arn }) => loaded.has(arn));
    const { entries, nextToken } = pageOf(all, 'ListStateMachines', asked);
    return { stateMachines: entries.map(listed), ...(nextToken && { nextToken }) };
  },

  DescribeStateMachine({ stateMachineArn, includedData }: sfn.DescribeStateMachineCommandInput) {
    const { machine, definition } = machineOf(loaded, stateMachineArn);
    return {
      ...described(machine, includedData),
      status: 'ACTIVE',
      type: 'STANDARD',
      creationDate: new Date(machine.creationDate),
      ...(includedData !== 'METADATA_ONLY' && { variableReferences: variablesOf(definition) }),
    };
  },

  DescribeStateMachineForExecution({ executionArn: arn, includedData }: sfn.DescribeStateMachineForExecutionCommandInput) {
    const { machineArn, revision } = executionOf(journal, arn);
    const machine = journal.machine(machineArn, revision) ?? machineOf(loaded, machineArn).machine;
    const variableReferences = () => variablesOf(loadDefinition(JSON.parse(machine.definition), { trusted: true }));
    return {
      ...described(machine, includedData),
      updateDate: new Date(machine.updateDate),
      ...(includedData !== 'METADATA_ONLY' && { variableReferences: variableReferences() }),
    };
  },
});

const listed = ({ arn, name, creationDate }: Machine) => ({
  stateMachineArn: arn,
  name,
  type: 'STANDARD',
  creationDate: new Date(creationDate),
});

const described = ({ arn, name, roleArn, definition, revision }: Machine, includedData: string | undefined) => ({
  stateMachineArn: arn,
  name,
  roleArn,
  definition: includedData === 'METADATA_ONLY' ? '' : definition,
  revisionId: revision,
  loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  tracingConfiguration: { enabled: false },
  encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
});

const executions = ({ engine, journal, loaded, random }: Dependencies) => ({
  async StartExecution({ stateMachineArn, name = createUuid(random), input = '{}' }: sfn.StartExecutionCommandInput) {
    const { machine, definition } = machineOf(loaded, stateMachineArn);
    checkName(name);
    checkInput(input);
    const before = journal.find(executionArn(machine.arn, name));
    if (before && (before.status !== 'RUNNING' || before.input !== input))
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${before.arn}'`);
    const { arn, startDate } = before ?? engine.start(machine, definition, name, input);
    await journal.committed();
    return { executionArn: arn, startDate: new Date(startDate) };
  },

  DescribeExecution({ executionArn: arn, includedData }: sfn.DescribeExecutionCommandInput) {
    const record = executionOf(journal, arn);
    const { input, output, error, cause } = record;
    const data = { input, inputDetails: { included: true }, ...(output !== null && { output, outputDetails: { included: true } }) };
    return {
      ...shown(record),
      ...(includedData === 'METADATA_ONLY' ? {} : data),
      ...(error !== null && { error }),
      ...(cause !== null && { cause }),
      redriveCount: 0,
      ...redriveOf(record.status),
    };
  },

  async StopExecution({ executionArn: arn, error, cause }: sfn.StopExecutionCommandInput) {
    const record = executionOf(journal, arn);
    await engine.stop(record.arn, { error, cause });
    return { stopDate: new Date(executionOf(journal, arn).stopDate ?? 0) };
  },

  GetExecutionHistory(asked: sfn.GetExecutionHistoryCommandInput) {
    const { id, arn } = executionOf(journal, asked.executionArn);
    const events = journal.events(id);
    const { entries, nextToken } = pageOf(asked.reverseOrder ? events.toReversed() : events, `${arn} ${asked.reverseOrder}`, asked);
    const dated = entries.map((event) => ({ ...event, timestamp: new Date(event.timestamp) }));
    return { events: asked.includeExecutionData === false ? dated.map(withoutData) : dated, ...(nextToken && { nextToken }) };
  },
});

const shown = ({ arn, machineArn, name, status, startDate, stopDate }: ExecutionRecord) => ({
  executionArn: arn,
  stateMachineArn: machineArn,
  name,
  status,
  startDate: new Date(startDate),
  ...(stopDate !== null && { stopDate: new Date(stopDate) }),
});

/** Lists of what nobody can make here, which clients read all the same. */
const nothing = ({ journal, loaded }: Dependencies) => ({
  ListActivities: () => ({ activities: [] }),
  ListMapRuns({ executionArn: arn }: sfn.ListMapRunsCommandInput) {
    executionOf(journal, arn);
    return { mapRuns: [] };
  },
  ListStateMachineAliases({ stateMachineArn }: sfn.ListStateMachineAliasesCommandInput) {
    machineOf(loaded, stateMachineArn);
    return { stateMachineAliases: [] };
  },
  ListStateMachineVersions({ stateMachineArn }: sfn.ListStateMachineVersionsCommandInput) {
    checkArn(stateMachineArn, 'stateMachine');
    return { stateMachineVersions: [] };
  },
  ListTagsForResource({ resourceArn }: sfn.ListTagsForResourceCommandInput) {
    if (!loaded.has(checkArn(resourceArn, 'stateMachine'))) throw resourceNotFound(resourceArn);
    return { tags: [] };
  },
});

const resourceNotFound = (resourceName: string | undefined) =>
  new AwsError('ResourceNotFound', `Resource not found: '${resourceName}'`, { members: { resourceName } });

const lists = ({ journal, loaded }: Dependencies) => ({
  ListExecutions({ stateMachineArn, mapRunArn, statusFilter, redriveFilter, maxResults, nextToken }: sfn.ListExecutionsCommandInput) {
    if ((mapRunArn === undefined) === (stateMachineArn === undefined))
      throw new AwsError('ValidationException', 'Give one of stateMachineArn and mapRunArn.');
    if (mapRunArn !== undefined) throw resourceNotFound(mapRunArn);
    const { machine } = machineOf(loaded, stateMachineArn);
    const question = `${machine.arn} ${statusFilter}`;
    const limit = pageSize(maxResults);
    const before = decodePage(nextToken, question) ?? Number.MAX_SAFE_INTEGER;
    // Nothing here is ever redriven, so that one filter empties the list and the other changes nothing.
    const found =
      redriveFilter === 'REDRIVEN' ? [] : journal.list({ machineArn: machine.arn, status: statusFilter, before, limit: limit + 1 });
    const page = found.slice(0, limit);
    const more = found.length > limit ? { nextToken: encodePage(question, page.at(-1)?.id ?? 0) } : {};
    return { executions: page.map((record) => ({ ...shown(record), redriveCount: 0 })), ...more };
  },
});

const answers = ({ engine, journal }: Dependencies) => {
  const send = async (token: string | undefined, answer: Answer) => {
    const parts = decodeToken(token ?? '');
    if (!parts) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
    if (!journal.find(parts.executionArn)) throw new AwsError('TaskDoesNotExist', "Task Does Not Exist: 'Provided task does not exist'");
    const taken = await engine.answer(parts.executionArn, parts.thread, token ?? '', answer);
    if (!taken) throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    return {};
  };
  return {
    SendTaskSuccess: ({ taskToken, output }: sfn.SendTaskSuccessCommandInput) =>
      send(taskToken, { type: 'success', output: parseOutput(output) }),
    SendTaskFailure: ({ taskToken, error, cause }: sfn.SendTaskFailureCommandInput) => send(taskToken, { type: 'failure', error, cause }),
    SendTaskHeartbeat: ({ taskToken }: sfn.SendTaskHeartbeatCommandInput) => send(taskToken, { type: 'heartbeat' }),
  };
};
