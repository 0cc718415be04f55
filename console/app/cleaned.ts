/** Control characters, and those that change the direction of writing: what comes from outside must not play with what stands beside it. */
const control = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** JSON from outside, with no such character in any of its texts. A line break becomes a space. Throws SyntaxError for what is no JSON. */
export const parseCleaned = (text: string): unknown =>
  JSON.parse(text, (_, value) => (typeof value === 'string' ? value.replace(/[\t\r\n]+/g, ' ').replace(control, '') : value));
