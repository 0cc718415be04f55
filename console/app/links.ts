/** The page of an association or a batch that a problem leads to; null for any other place: links come from outside. */
export const pageOfLink = (link: string | undefined): string | null =>
  link !== undefined && /^\/(associations\/assoc|batches\/batch)_\w+$/.test(link) ? link : null;
