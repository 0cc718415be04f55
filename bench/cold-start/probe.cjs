/**
 * A Lambda's first moments, in a process of its own: what it takes to load the bundle and to answer its first event.
 * Words: the bundle, a file with the event. Told as JSON on the third channel, because functions write their logs to the others.
 */
const { readFileSync, writeSync } = require('node:fs');

const [bundle, file] = process.argv.slice(2);
const event = JSON.parse(readFileSync(file, 'utf8'));
const began = performance.now();
const { handler } = require(bundle);
const loaded = performance.now();
const kilobytes = () => Math.round(process.memoryUsage().rss / 1_000);
const rssLoaded = kilobytes();

const tell = (outcome) => {
  const answered = performance.now();
  const { user, system } = process.cpuUsage();
  const figures = { init: loaded - began, call: answered - loaded, cpu: (user + system) / 1_000, rssLoaded, rss: kilobytes() };
  writeSync(3, JSON.stringify({ ...figures, ...outcome }));
  process.exit(0);
};

const context = { awsRequestId: 'cold-start', getRemainingTimeInMillis: () => 10_000 };
Promise.resolve()
  .then(() => handler(event, context))
  .then(
    (result) => tell({ result: result ?? null }),
    ({ name, message }) => tell({ failure: { errorType: name, errorMessage: message, trace: [] } }),
  );
