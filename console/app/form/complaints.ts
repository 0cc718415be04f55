import type { Field, Values } from './fields.ts';

/** A problem that the API has with a request: where, and what. */
interface Complaint {
  readonly path: string;
  readonly message: string;
}

/** The complaints about each field as it is filled in, those about its inner members with it; and those that belong to none. */
export function complaintsOf(
  fields: readonly Field[],
  values: Values,
  errors: readonly Complaint[],
): { readonly at: ReadonlyMap<string, string>; readonly rest: readonly Complaint[] } {
  const ownerOf = ({ path }: Complaint) => fields.find((field) => path === field.path || path.startsWith(`${field.path}.`));
  const at = new Map<string, string>();
  for (const error of errors) {
    const owner = ownerOf(error);
    if (owner) at.set(owner.path, [at.get(owner.path), said(owner, values[owner.path] ?? '', error)].filter(Boolean).join('; '));
  }
  return { at, rest: errors.filter((error) => !ownerOf(error)) };
}

/** What is said about one of many lines names it by its number, as do the other lines that it is about. */
function said({ path, input }: Field, text: string, complaint: Complaint): string {
  if (input !== 'rows') return complaint.message;
  const numbers = text.split('\n').flatMap((line, index) => (line.trim() ? [index + 1] : []));
  const named = (words: string) =>
    words.replace(new RegExp(`${path}\\.(\\d+)(\\.[\\w.]+)?`, 'g'), (_, row) => `line ${numbers[Number(row)]}`);
  return complaint.path === path ? named(complaint.message) : `${named(complaint.path)}: ${named(complaint.message)}`;
}
