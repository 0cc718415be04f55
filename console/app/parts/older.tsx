import type { LiveList } from '../lists.ts';

/** Reads on at the lower end of a list, where it has more. */
export const Older = ({ list }: { readonly list: Pick<LiveList<never>, 'hasOlder' | 'older'> }) =>
  list.hasOlder.value && (
    <p>
      <button type="button" onClick={() => void list.older()}>
        Older
      </button>
    </p>
  );
