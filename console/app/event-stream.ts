/** One event of a `text/event-stream`. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Reads a `text/event-stream` in whatever pieces it comes, and gives the events that are complete. Comments and members that nobody
 * needs here (`id`, `retry`) are passed over (source: HTML standard, 9.2.6).
 */
export function createEventReader(): (piece: string) => StreamEvent[] {
  let rest = '';
  return (piece) => {
    const blocks = `${rest}${piece}`.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    return blocks.flatMap(eventOf);
  };
}

function eventOf(block: string): StreamEvent[] {
  const members = block.split(/\r?\n/).map((line) => /^(\w+): ?(.*)$/s.exec(line));
  const of = (name: string) => members.flatMap((member) => (member?.[1] === name ? [member[2] ?? ''] : []));
  const data = of('data');
  return data.length > 0 ? [{ event: of('event')[0] ?? 'message', data: data.join('\n') }] : [];
}
