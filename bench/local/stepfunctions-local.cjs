/** Starts the peer stepfunctions-local, whose folder and port are given, on 127.0.0.1 and nowhere else: it would listen on every address. */
const { Server } = require('node:net');

const [folder, port] = process.argv.slice(2);
const { listen } = Server.prototype;
Server.prototype.listen = function (_port, ...others) {
  return listen.call(this, { port: Number(port), host: '127.0.0.1' }, () => {
    others.find((other) => typeof other === 'function')?.();
    process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${this.address().port}` })}\n`);
  });
};
require(folder).start({ port: Number(port), region: 'eu-west-1' });
