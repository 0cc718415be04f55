import { connect } from 'node:net';

/** What came back for bytes as they are, until the server closed, or `milliseconds` after the last of it. */
export function exchange(port: number, pieces: readonly (string | Buffer)[], milliseconds = 1_000, between = 0): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1');
    const end = () => {
      socket.destroy();
      resolve(answer);
    };
    let timer = setTimeout(end, milliseconds);
    socket.on('data', (chunk) => {
      answer += chunk;
      clearTimeout(timer);
      timer = setTimeout(end, 150);
    });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(answer);
    });
    // A server that has refused closes while the client may still be sending.
    socket.on('error', end);
    void sendAll(pieces, between, (piece) => socket.writable && socket.write(piece));
  });
}

async function sendAll(pieces: readonly (string | Buffer)[], between: number, write: (piece: string | Buffer) => unknown): Promise<void> {
  for (const piece of pieces) {
    write(piece);
    if (between > 0) await new Promise((resolve) => setTimeout(resolve, between));
  }
}

/** The status of each answer, in order; 'closed' when the server said nothing. */
export const statusesOf = (answer: string): string =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status).join(' ') || 'closed';
