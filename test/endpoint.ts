import { listen } from '../local/listen.ts';
import { createHandler } from '../local/wire/handler.ts';
import { endpointOptions } from '../local/wire/server.ts';
import type { Service, Surroundings } from '../local/wire/service.ts';
import { clientDefaults } from '../src/kinds/kind.ts';

/** One AWS endpoint on this machine, for clients of the SDK. */
export interface Endpoint {
  /** What every client of it is made with: the defaults of a kind's own client, and where the endpoint is. */
  readonly clientOptions: typeof clientDefaults & {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Names of the operations that were called, in order, those of `service` only when given. */
  operationsCalled(service?: string): string[];
  /** Closes it, and with it all connections. Throws the first fault of the local world, had there been one. */
  close(): Promise<void>;
}

/** Speaks for the services, in the world they were made in. */
export async function openEndpoint({ clock, random, account, region }: Surroundings, services: readonly Service[]): Promise<Endpoint> {
  const calls: { service: string; operation: string | null }[] = [];
  const faults: unknown[] = [];
  const server = await listen(0, endpointOptions);
  server.serve(
    createHandler({
      services,
      clock,
      random,
      region,
      principalOf: () => `arn:aws:sts::${account}:assumed-role/liaison/kind`,
      onCall: (call) => void calls.push(call),
      onFault: (fault) => void faults.push(fault),
    }),
  );
  const { url } = server;
  return {
    clientOptions: {
      ...clientDefaults,
      endpoint: url,
      region,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    },
    operationsCalled: (service) =>
      calls.filter((call) => service === undefined || call.service === service).flatMap(({ operation }) => operation ?? []),
    close: async () => {
      await server.close();
      if (faults.length > 0) throw faults[0];
    },
  };
}
