import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFakeAssociations } from './fake-associations.ts';
import { createFakeBatches } from './fake-batches.ts';
import { type Answer, type Asked, nothingNamed, page, type Route, refused } from './fake-http.ts';
import { createSituations, plansOf, requestsOf } from './fake-plans.ts';

/** API Gateway's own answers. */
const forbidden: Answer = { status: 403, body: { message: 'Forbidden' } };
const noSuchRoute: Answer = { status: 404, body: { message: 'Not Found' } };

/** The HTTP API as its contract has it, with memory and no AWS behind it. */
export async function startFakeApi() {
  const situations = createSituations();
  const associations = createFakeAssociations(situations);
  const batches = createFakeBatches(situations);
  const told: Asked[] = [];
  const troubles: ('lost' | number | undefined)[] = [];
  const routes: Readonly<Record<string, Route>> = {
    'POST plans': ({ body }) => {
      if (Object.keys(body).length === 0) return refused(422, 'invalid-request');
      return requestsOf(body, situations).length > 0 ? { status: 200, body: plansOf(body, situations) } : nothingNamed;
    },
    ...associations.routes,
    ...batches.routes,
  };

  function answer(asked: Asked): Answer {
    if (asked.who === '' || asked.who === 'stranger') return forbidden;
    const [, collection, id, verb] = asked.path.split('/');
    const route = routes[`${asked.method} ${[collection, id && '{id}', verb].filter(Boolean).join('/')}`];
    const given = route?.(asked) ?? noSuchRoute;
    return 'status' in given ? given : page(given, asked.query);
  }

  const server = createServer(async (request, response) => {
    const asked = await read(request);
    told.push(asked);
    const trouble = troubles.shift();
    if (typeof trouble === 'number') return void response.writeHead(trouble).end();
    const { status, body, headers } = answer(asked);
    if (trouble === 'lost') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    situations,
    associations: associations.kept,
    /** Every request, in order. */
    told,
    /** What becomes of the next requests instead of an answer: it is lost, once it was taken in; or that status alone is answered. */
    troubles,
    forget() {
      troubles.length = 0;
      for (const memory of [associations.kept, associations.keys, batches.kept, batches.keys, ...Object.values(situations)]) memory.clear();
    },
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

const credential = /^AWS4-HMAC-SHA256 Credential=(\w+)\/\d+\/eu-west-1\/execute-api\//;

async function read(request: IncomingMessage): Promise<Asked> {
  const text = Buffer.concat(await request.toArray()).toString('utf8');
  const { pathname: path, searchParams: query } = new URL(request.url ?? '', 'http://api');
  const [, who = ''] = credential.exec(request.headers.authorization ?? '') ?? [];
  const { method = '', headers } = request;
  return { method, path, id: path.split('/')[2] ?? '', query, headers, body: text ? JSON.parse(text) : {}, who };
}
