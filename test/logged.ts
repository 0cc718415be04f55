/** Runs `work` and gives what it wrote to standard output and standard error meanwhile, line by line. */
export async function logged(work: () => Promise<unknown>): Promise<string[]> {
  const written: string[] = [];
  const streams = [process.stdout, process.stderr];
  const before = streams.map(({ write }) => write);
  for (const stream of streams) stream.write = ((text: string | Uint8Array) => written.push(String(text)) > 0) as typeof stream.write;
  try {
    await work();
  } finally {
    streams.forEach((stream, index) => {
      stream.write = before[index] as typeof stream.write;
    });
  }
  return written.join('').split('\n').filter(Boolean);
}
