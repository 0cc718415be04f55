import type { Members, Value } from './document.ts';

/** What a resource is to others: its Ref, and its attributes. */
export interface Target {
  readonly reference: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Puts values in the place of CloudFormation's functions. */
export interface References {
  /** Any value. Throws an Error that names a function, a resource or an attribute that the local world does not know. */
  resolve(value: Value): Value;
  /** A value that must be a text, once it is resolved. */
  text(value: Value | undefined): string;
}

/** Resolves Ref, Fn::GetAtt, Fn::Sub and Fn::Join to the given targets, by logical id, and the pseudo parameters. */
export function createReferences(
  targets: Readonly<Record<string, Target>>,
  pseudoParameters: Readonly<Record<string, string>>,
): References {
  function reference(name: string): string {
    const value = ownMember(pseudoParameters, name) ?? ownMember(targets, name)?.reference;
    if (value === undefined) throw new Error(`The local world runs nothing called ${name}, which a Ref names.`);
    return value;
  }

  function attribute(path: string): string {
    const [id = '', ...rest] = path.split('.');
    const value = ownMember(ownMember(targets, id)?.attributes ?? {}, rest.join('.'));
    if (value === undefined) throw new Error(`The local world runs nothing that has ${path}, which an Fn::GetAtt names.`);
    return value;
  }

  const functions: Readonly<Record<string, (argument: Value) => Value>> = {
    Ref: (argument) => reference(text(argument)),
    'Fn::GetAtt': (argument) => attribute(Array.isArray(argument) ? argument.map(text).join('.') : text(argument)),
    'Fn::Sub': (argument) =>
      text(argument).replace(/\$\{([^}]+)\}/g, (_, name: string) => (name.includes('.') ? attribute(name) : reference(name))),
    'Fn::Join': (argument) => {
      const [separator, parts] = Array.isArray(argument) ? argument : [];
      if (!Array.isArray(parts)) throw new Error('Fn::Join takes a separator and a list.');
      return parts.map(text).join(text(separator));
    },
  };

  function resolve(value: Value): Value {
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== 'object') return value;
    const [name = '', argument = null] = Object.entries(value)[0] ?? [];
    const call = ownMember(functions, name);
    if (call && Object.keys(value).length === 1) return call(argument);
    if (/^(Ref|Condition|Fn::.*)$/.test(name)) throw new Error(`The local world does not know ${name}.`);
    return Object.fromEntries(Object.entries(value).map(([member, content]) => [member, resolve(content)]));
  }

  function text(value: Value | undefined): string {
    const resolved = value === undefined ? undefined : resolve(value);
    if (typeof resolved !== 'string') throw new Error(`A text is wanted, not ${JSON.stringify(value)}.`);
    return resolved;
  }

  return { resolve, text };
}

/** A member that was given, not one that every object has. */
const ownMember = <Member>(members: Readonly<Record<string, Member>>, name: string): Member | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;

/** The members of an object, all of which must be known: what is not known is refused by name. */
export function members<Name extends string>(what: string, value: Value | undefined, known: readonly Name[]): { [member in Name]?: Value } {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error(`${what} must be an object.`);
  const unknown = Object.keys(value).filter((name) => !known.some((other) => other === name));
  if (unknown.length > 0) throw new Error(`The local world does not know ${unknown.join(', ')} of ${what}.`);
  return value as Members as { [member in Name]?: Value };
}

/** The elements of a list. */
export function list(what: string, value: Value | undefined): Value[] {
  if (!Array.isArray(value)) throw new Error(`${what} must be a list.`);
  return value;
}
