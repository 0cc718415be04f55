import manifest from '../package.json' with { type: 'json' };
import type { Code } from '../src/problem.ts';
import { jsonSchemas, referenceTo } from './components.ts';
import { answerHeader, requestHeader } from './headers.ts';
import { type JsonSchema, read } from './json-schema.ts';
import { codes, described, problem, statusOf } from './problem.ts';
import type { Answer, Route } from './route.ts';
import { routes } from './routes.ts';

const description = [
  'Makes associations between AWS resources and sees them through: every request ends in one named state, and AWS is left as that state says.',
  'Requests are signed with Signature Version 4 for execute-api; who asks is the signing principal.',
  'Members may be added to answers: ignore those you do not know. Members of requests that are not described are refused.',
].join(' ');

/** The OpenAPI 3.1 document of the HTTP API, made of what requests are read with and answers are tested by. */
export const openapi = (): JsonSchema => ({
  openapi: '3.1.0',
  info: { title: 'Liaison', version: manifest.version, description, license: { name: manifest.license, identifier: manifest.license } },
  servers: [
    {
      url: 'https://{api}.execute-api.{region}.amazonaws.com',
      variables: { api: { default: 'api', description: "The API's id." }, region: { default: 'eu-west-1' } },
    },
  ],
  security: [{ signature: [] }],
  paths: paths(),
  components: {
    schemas: jsonSchemas(),
    securitySchemes: {
      // How API Gateway itself writes IAM authorization in the documents that it exports.
      signature: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    },
  },
  'x-problems': Object.fromEntries(codes.map((code) => [code, described(code)])),
});

/** Operations by path, then by method. */
function paths(): JsonSchema {
  const found: Record<string, Record<string, unknown>> = {};
  for (const [key, route] of Object.entries(routes)) {
    const [method = '', path = ''] = key.split(' ');
    found[path] = { ...found[path], [method.toLowerCase()]: operationOf(path, route) };
  }
  return found;
}

const operationOf = (path: string, { operation, summary, body, ...route }: Route) => ({
  operationId: operation,
  summary,
  parameters: [...pathParameters(path), ...headerParameters(route), ...queryParameters(route)],
  ...(body && { requestBody: { required: !body.empty, content: { 'application/json': { schema: referenceTo(body.schema) } } } }),
  responses: responsesOf(route),
});

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

const headerParameters = ({ required = [], headers = [] }: Pick<Route, 'required' | 'headers'>) => [
  ...required.map((name) => ({ name, in: 'header', required: true, ...requestHeader[name] })),
  ...headers.map((name) => ({ name, in: 'header', ...requestHeader[name] })),
];

function queryParameters({ query }: Pick<Route, 'query'>) {
  const properties = (query ? read(query).properties : {}) as Readonly<Record<string, JsonSchema>>;
  return Object.entries(properties).map(([name, { description: text, ...schema }]) => ({
    name,
    in: 'query',
    ...(text !== undefined && { description: text }),
    ...(styles[String(schema.type)]?.(name, schema) ?? { schema }),
  }));
}

/** How a parameter that is no single value is written: `state=A,B`, and `label.team=search`. */
const styles: Readonly<Record<string, (name: string, schema: JsonSchema) => object>> = {
  array: (_, schema) => ({ style: 'form', explode: false, schema }),
  object: (name, { additionalProperties }) => ({
    style: 'form',
    explode: true,
    schema: { type: 'object', patternProperties: { [`^${name}\\.`]: additionalProperties }, additionalProperties: false },
  }),
};

function responsesOf({ answers, problems }: Pick<Route, 'answers' | 'problems'>): JsonSchema {
  const statuses = [...new Set(problems.map(statusOf))].sort((one, other) => one - other);
  return {
    ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, responseOf(answer)])),
    // Whoever has not signed, or may not call this, hears it from API Gateway, in its own words.
    403: { description: 'API Gateway let nobody in.', content: { 'application/json': { schema: gatewaysOwn } } },
    ...Object.fromEntries(
      statuses.map((status) => [
        status,
        refusalOf(
          problems.filter((code) => statusOf(code) === status),
          status,
        ),
      ]),
    ),
  };
}

const gatewaysOwn = { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] };

const responseOf = ({ description: text, body, headers = [], sometimes = [] }: Answer) => ({
  description: text,
  ...(headers.length + sometimes.length > 0 && {
    headers: Object.fromEntries([
      ...headers.map((name) => [name, { required: true, ...answerHeader[name] }]),
      ...sometimes.map((name) => [name, answerHeader[name]]),
    ]),
  }),
  ...(body && { content: { 'application/json': { schema: referenceTo(body) } } }),
});

const refusalOf = (of: readonly Code[], status: number) => ({
  description: of.map((code) => `${code}: ${described(code).description}`).join(' '),
  content: {
    'application/problem+json': { schema: { ...referenceTo(problem), properties: { code: { enum: of } } } },
    ...(status === 403 && { 'application/json': { schema: gatewaysOwn } }),
  },
});
