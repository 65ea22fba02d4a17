// Runs Kneebone in a process of its own, so that a test can kill it, and move its clock.
// Forked with: BUILD (folder of the build), BOT (real | scripted), PORT, STORAGE, DATA_DIR, WIDGET_ORIGINS.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const build = process.env.BUILD ?? path.resolve('dist');
const load = (file) => import(pathToFileURL(path.join(build, 'src', file)));
let clockOffsetMs = 0;
const now = () => new Date(Date.now() + clockOffsetMs);

process.on('message', ({ advanceMs }) => {
  clockOffsetMs += advanceMs;
  process.send({ advanced: true });
});

const { readConfig } = await load('config.js');
const config = readConfig(process.env);
const server = process.env.BOT === 'scripted' ? await serveScripted() : await serveReal();
server.listen(config.port, config.host, () => process.send({ port: server.address().port }));

async function serveReal() {
  const { createApp } = await load('app.js');
  const app = await createApp({ config, now });
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
  return app.server;
}

/** The website channel with a bot that says every kind of thing there is. */
async function serveScripted() {
  const [
    { createHttpServer },
    { createDirectLineChannel },
    { renderDirectLine },
    { createRenderMiddleware },
    site,
    store,
    { answer },
  ] = await Promise.all([
    load('channels/http.js'),
    load('channels/directLine/directLine.js'),
    load('channels/renderDirectLine.js'),
    load('channels/renderMiddleware.js'),
    load('site/website.js'),
    openStore(),
    import('./scriptedBot.mjs'),
  ]);
  const onError = (error) => process.stderr.write(`${error.stack ?? error}\n`);
  const http = createHttpServer(onError);
  const middleware = createRenderMiddleware(() => renderDirectLine);
  const limits = process.env.LIMITS ? JSON.parse(process.env.LIMITS) : {};
  const channel = createDirectLineChannel({ config, store, handler: answer, middleware, onError, now, limits });
  channel.mount(http);
  site.mountWebsite(http, { config, picturesDir: path.resolve('knowledge', 'pictures') });
  process.once(
    'SIGTERM',
    () =>
      void channel
        .close()
        .then(() => store.close())
        .then(() => process.exit(0)),
  );
  return http;
}

async function openStore() {
  const { createStore } = await load('storage/createStore.js');
  return createStore(config, { now: () => now().getTime() });
}
