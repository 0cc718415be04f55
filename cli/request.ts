import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isoDuration } from './duration.ts';
import { UsageError } from './errors.ts';
import { kindFlags } from './kinds.ts';
import type { Session } from './session.ts';

/** What a request can be told by flags, whatever its kind. */
export interface RequestOptions {
  readonly file?: string;
  readonly desired?: string;
  readonly onFailure?: string;
  readonly approval?: string;
  readonly deadline?: string;
  readonly reason?: string;
  readonly label?: Readonly<Record<string, string>>;
  readonly planDigest?: string;
}

export type Body = Readonly<Record<string, unknown>>;

/** A request, or a batch, as it is sent: of a file if one is named, and of the flags, which come first. The API says whether it is a good one. */
export async function requestOf(session: Session, options: RequestOptions & Body, kind: string | undefined): Promise<Body> {
  if (kind === undefined && options.file === undefined) {
    throw new UsageError(`Say what: a kind (${Object.keys(kindFlags).join(', ')}) with its flags, or --file.`);
  }
  if (kind !== undefined && options.file !== undefined) throw new UsageError('Give a kind with its flags, or --file: not both.');
  const what = kind === undefined ? await fromFile(session, options.file ?? '') : { kind, pair: pairOf(kind, options) };
  return { ...what, ...flagged(options) };
}

/** The members that flags name. */
export const flagged = ({ desired, onFailure, approval, deadline, reason, label, planDigest }: RequestOptions): Body =>
  withoutAbsent({
    desired,
    onFailure,
    approval,
    deadline: deadline === undefined ? undefined : isoDuration(deadline),
    reason,
    labels: label,
    planDigest,
  });

/** The members that have a value. */
export const withoutAbsent = (members: Body): Body =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** The pair that the flags of a kind name. Flags carry the names of its members: `--tag` alone stands for many. Throws UsageError for all that is missing. */
export function pairOf(kind: string, options: Body): Body {
  const given = (kindFlags[kind]?.members ?? []).map((flag) => ({ ...flag, value: options[flag.member === 'tags' ? 'tag' : flag.member] }));
  const missing = given.filter(({ required, value }) => required && value === undefined);
  if (missing.length > 0) throw new UsageError(`${kind} needs ${missing.map(({ flag }) => flag).join(' and ')}.`);
  return withoutAbsent(Object.fromEntries(given.map(({ member, value }) => [member, value])));
}

/** What some editors begin a file with; it is no JSON. */
const byteOrderMark = /^\uFEFF/;

/** The JSON object of a file, or of the input for `-`. A list stands for a batch of its requests. */
export async function fromFile({ surroundings }: Session, name: string): Promise<Body> {
  const value = parsed(name, name === '-' ? await surroundings.input.read() : content(resolve(surroundings.directory, name)));
  if (Array.isArray(value)) return { items: value };
  if (typeof value !== 'object' || value === null) throw new UsageError(`${name} holds no JSON object.`);
  return value as Body;
}

function content(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(byteOrderMark, ''));
  } catch (error) {
    throw new UsageError(`${name === '-' ? 'The input' : name} is not JSON: ${(error as Error).message}`);
  }
}
