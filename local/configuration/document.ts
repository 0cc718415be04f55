import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseDocument } from 'yaml';

/** What YAML or JSON can say. */
export type Value = null | boolean | number | string | Value[] | { [member: string]: Value };

/** The members of an object of the configuration. */
export type Members = { [member: string]: Value };

/** What the framework is called with. */
export interface Invocation {
  /** The folder of serverless.yml. */
  readonly root: string;
  readonly stage: string;
  readonly region: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The framework's kinds of variable start small; CloudFormation's own `${AWS::Region}` and `${Resource}` are left alone. */
const variable = /\$\{([a-z][^{}]*)\}/g;
const wholeVariable = /^\$\{([a-z][^{}]*)\}$/;

/**
 * serverless.yml with every `${…}` of the framework put in place, as `serverless print` shows it.
 * Of the variables it knows file, self, param, opt, env and sls:stage, and literals to fall back on;
 * throws an Error that names any other, and any that has no value.
 */
export function readDocument(invocation: Invocation): Members {
  const contents = new Map<string, Members>();
  const document = contentOf('serverless.yml');
  const underWay: string[] = [];

  const sources: Readonly<Record<string, (address: string) => Value | undefined>> = {
    self: (address) => at(document, address),
    param: (address) => at(document, `params.${invocation.stage}.${address}`) ?? at(document, `params.default.${address}`),
    opt: (address) =>
      new Map([
        ['stage', invocation.stage],
        ['region', invocation.region],
      ]).get(address),
    env: (address) => invocation.environment[address],
    sls: (address) => (address === 'stage' ? invocation.stage : undefined),
  };

  /** Some files are referred to dozens of times. */
  function contentOf(path: string): Members {
    const content = contents.get(path) ?? readFile(invocation.root, path);
    contents.set(path, content);
    return content;
  }

  function resolve(value: Value): Value {
    if (typeof value === 'string') return resolveText(value);
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member)]));
  }

  function resolveText(text: string): Value {
    const [, whole] = wholeVariable.exec(text) ?? [];
    if (whole !== undefined) return firstValue(whole);
    return text.replace(variable, (_, expression: string) => {
      const value = firstValue(expression);
      if (value === null || typeof value === 'object')
        throw new Error(`\${${expression}} is not a text, and stands in the middle of "${text}".`);
      return String(value);
    });
  }

  /** The first of the alternatives that has a value. */
  function firstValue(expression: string): Value {
    if (underWay.includes(expression)) throw new Error(`\${${expression}} leads back to itself.`);
    underWay.push(expression);
    const values = expression.split(/,\s*/).map(lookUp);
    const value = values.find((found) => found !== undefined);
    underWay.pop();
    if (value === undefined) throw new Error(`\${${expression}} has no value.`);
    return value;
  }

  function lookUp(alternative: string): Value | undefined {
    const [, literal] = /^'([^']*)'$/.exec(alternative) ?? [];
    if (literal !== undefined) return literal;
    if (alternative === 'null') return null;
    const [, path, member] = /^file\(([^)]+)\)(?::(.+))?$/.exec(alternative) ?? [];
    if (path !== undefined) {
      const content = contentOf(path);
      return member === undefined ? resolve(content) : at(content, member);
    }
    const [, source, address] = /^(\w+):(.+)$/.exec(alternative) ?? [];
    const read = source !== undefined && Object.hasOwn(sources, source) ? sources[source] : undefined;
    if (!read || address === undefined) throw new Error(`The local world does not know the variable \${${alternative}}.`);
    return read(address);
  }

  /** The value at a path of members, with the variables on the way put in place. */
  function at(from: Value, address: string): Value | undefined {
    let value: Value | undefined = from;
    for (const name of address.split('.')) {
      if (typeof value === 'string') value = resolveText(value);
      value = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    }
    return value === undefined ? undefined : resolve(value);
  }

  return resolve(document) as Members;
}

function readFile(root: string, path: string): Members {
  const text = readFileSync(join(root, path), 'utf8');
  if (extname(path) === '.json') return JSON.parse(text);
  const parsed = parseDocument(text);
  // A warning is a tag that yaml does not know, such as !Ref: what it stands for would be lost.
  const [fault] = [...parsed.errors, ...parsed.warnings];
  if (fault) throw new Error(`${path}: ${fault.message}`);
  return parsed.toJS();
}
