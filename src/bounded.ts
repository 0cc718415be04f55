import type { Words } from './kinds/kind.ts';

const bytesOf = (text: string) => Buffer.byteLength(JSON.stringify(text));

/** The text, cut where it would take more than so many bytes of JSON: what AWS says, and what people write, has any length and any characters. */
export function cut<Text extends string | null>(text: Text, most: number): Text | string {
  if (text === null || bytesOf(text) <= most) return text;
  let kept = '';
  let room = most - bytesOf('…');
  for (const character of text as string) {
    room -= bytesOf(character) - bytesOf('');
    if (room < 0) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The most bytes of a name, such as a status or an id. */
export const mostOfName = 150;

/** AWS's words, with no more than so many bytes of its message. */
export const cutWords = ({ operation, status, error, message, requestId }: Words, mostOfMessage: number): Words => ({
  operation: cut(operation, mostOfName),
  status: cut(status, mostOfName),
  error: cut(error, mostOfName),
  message: cut(message, mostOfMessage),
  requestId: cut(requestId, mostOfName),
});
