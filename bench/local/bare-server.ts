import { listen } from '../../local/listen.ts';

// Answers everything at once with the same: what a server in Node can do at most.
const server = await listen(0);
server.serve((request, response) => {
  request.resume().once('end', () => response.setHeader('content-type', 'application/x-amz-json-1.0').end('{"executions":[]}'));
});
process.once('SIGTERM', () => process.exit(0));
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
