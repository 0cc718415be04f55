import * as client from '@aws-sdk/client-elasticsearch-service';
import { afterEach } from '@jest/globals';
import { listen } from '../../../../local/listen.ts';
import { createElasticsearchService } from '../../../../local/simulators/elasticsearch-service/service.ts';
import type { Timing } from '../../../../local/simulators/elasticsearch-service/timing.ts';
import { createFaults } from '../../../../local/simulators/faults.ts';
import { createHandler } from '../../../../local/wire/handler.ts';
import { endpointOptions } from '../../../../local/wire/server.ts';
import type { Service, Surroundings } from '../../../../local/wire/service.ts';
import { createSurroundings } from '../surroundings.ts';

/** Nothing drawn by lot: association 150 s, its failure 420 s, dissociation 60 s, copying 20 s, validating 15 s, reads 5 s behind. */
const times: Timing = {
  associate: [150, 150],
  associateFailure: [420, 420],
  dissociate: [60, 60],
  copy: [20, 20],
  validate: [15, 15],
  lag: [5, 5],
  fresh: 120,
  failure: { packageNotReady: 1, domainProcessing: 1, domainFresh: 0 },
};

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()));
});

/** The service behind a server of its own, and AWS's client to call it with. */
async function connect(service: Service, surroundings: Surroundings): Promise<client.ElasticsearchServiceClient> {
  const onFault = (error: unknown) => faultsOfOurs.push(error);
  const principalOf = () => 'arn:aws:sts::111122223333:assumed-role/liaison-es-package/run';
  const server = await listen(0, endpointOptions);
  server.serve(createHandler({ ...surroundings, services: [service], principalOf, onFault }));
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' };
  const sdk = new client.ElasticsearchServiceClient({ endpoint: server.url, region: surroundings.region, credentials, maxAttempts: 1 });
  open.push(server, { close: async () => sdk.destroy() });
  return sdk;
}

/** What the simulators threw that is no answer of AWS. */
export const faultsOfOurs: unknown[] = [];

const commands: Readonly<Record<string, unknown>> = client;
type Request = new (input: object) => Parameters<client.ElasticsearchServiceClient['send']>[0];

/** A domain `shop` and the packages F1 `synonyms` (version 3) and F2 `stopwords` (version 1), not associated; all calls go over HTTP. */
export function createEsWorld(timing: Partial<Timing> = {}) {
  const surroundings = createSurroundings();
  const faults = createFaults();
  const create = () => createElasticsearchService(surroundings, faults, { ...times, ...timing });
  let simulator = create();
  let sdk: Promise<client.ElasticsearchServiceClient> | undefined;
  simulator.addDomain({ name: 'shop' });
  simulator.addPackage({ id: 'F1', name: 'synonyms', version: 3 });
  simulator.addPackage({ id: 'F2', name: 'stopwords' });
  const call = async (name: string, input: object = {}) => {
    sdk ??= connect(simulator.service, surroundings);
    const Command = commands[`${name}Command`] as Request;
    return (await (await sdk).send(new Command(input))) as unknown as Record<string, unknown>;
  };
  const pair = { PackageID: 'F1', DomainName: 'shop' };
  return {
    ...surroundings,
    faults,
    simulator: () => simulator,
    call,
    pair,
    associate: (more: object = {}) => call('AssociatePackage', { ...pair, ...more }),
    dissociate: (more: object = {}) => call('DissociatePackage', { ...pair, ...more }),
    /** What ListPackagesForDomain shows of `shop`. */
    rows: async () => (await call('ListPackagesForDomain', { DomainName: 'shop' })).DomainPackageDetailsList as Record<string, unknown>[],
    /** F1 gets a version more. */
    update: (more: object = {}) =>
      call('UpdatePackage', { PackageID: 'F1', PackageSource: { S3BucketName: 'dictionaries', S3Key: 'synonyms.txt' }, ...more }),
    /** The process ends and another one starts on the same state. */
    restart: () => {
      simulator = create();
      sdk = undefined;
    },
  };
}

/** What a call was refused with, as the client tells it. */
export async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string; status: number | undefined }> {
  const error = await call.then(
    () => new Error('it was not refused'),
    (reason: Error & { $metadata?: { httpStatusCode?: number } }) => reason,
  );
  return { name: error.name, message: error.message, status: '$metadata' in error ? error.$metadata?.httpStatusCode : undefined };
}
