import { readFile } from 'node:fs/promises';

/** Modules that give way to smaller ones, by the name they are imported by. */
const replacements = {
  // A Lambda finds its credentials in the environment; the other places to look are a third of the SDK.
  '@aws-sdk/credential-provider-node': "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
  // Every client can speak event streams, and no operation we call does.
  '@smithy/core/event-streams': `
    const refuse = () => { throw new Error('serverless/trims.js leaves event streams out of the bundles.'); };
    export const resolveEventStreamSerdeConfig = (config) => config;
    export const eventStreamSerdeProvider = refuse;
    export function EventStreamSerde() { refuse(); }`,
};

const smallerModules = {
  name: 'smaller-modules',
  setup(context) {
    const names = Object.keys(replacements).map((name) => name.replaceAll('/', '\\/'));
    context.onResolve({ filter: new RegExp(`^(${names.join('|')})$`) }, ({ path, resolveDir }) => ({
      path,
      namespace: 'smaller',
      pluginData: resolveDir,
    }));
    context.onLoad({ filter: /./, namespace: 'smaller' }, ({ path, pluginData }) => ({
      contents: replacements[path],
      resolveDir: pluginData,
    }));
  },
};

/** Our schemas only check; what turns them into JSON Schema, which each of them carries along, is refused when it is called. */
const noJsonSchema = {
  name: 'no-json-schema',
  setup(context) {
    context.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/ }, async ({ path }) => {
      const names = Array.from((await readFile(path, 'utf8')).matchAll(/^export (?:const|function) (\w+)/gm), ([, name]) => name);
      return {
        contents: `
          const refuse = () => { throw new Error('serverless/trims.js leaves JSON Schema out of the bundles.'); };
          export { ${names.map((name) => `refuse as ${name}`).join(', ')} };
          export { refuse as process };`,
      };
    });
  },
};

/** A compiler in Zod makes parsing faster from the second time on; the first, of which there is one in a cold start, is slower by it. */
const noCompiler = {
  name: 'no-compiler',
  setup(context) {
    context.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('$ZodObjectJIT', '$ZodObject'),
    }));
  },
};

/**
 * Keys spelled by constants keep esbuild from seeing that a schema is not used, so they are spelled out:
 * of a client's schemas only those of the operations we call come along.
 */
const schemasByUse = {
  name: 'schemas-by-use',
  setup(context) {
    context.onLoad({ filter: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]\w+\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const constants = new Map(Array.from(source.matchAll(/^const (_\w+) = ("[^"]*");$/gm), ([, name, value]) => [name, value]));
      return { contents: source.replace(/\[(_\w+)\]:/g, (key, name) => (constants.has(name) ? `${constants.get(name)}:` : key)) };
    });
  },
};

/** Of its package.json a client reads only the version. */
const versionOnly = {
  name: 'version-only',
  setup(context) {
    context.onLoad({ filter: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** What bundles do without. The tests run each bundle's clients, so that none of this is missed. */
export const trims = [smallerModules, noJsonSchema, noCompiler, schemasByUse, versionOnly];
