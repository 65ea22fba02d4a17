import { existsSync } from 'node:fs';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { ProblemsError } from './errors.js';

const STOP_LIMIT_MS = 9_000;

/** Starts Kneebone, prints its address when ready, and stops cleanly on SIGTERM and SIGINT. */
export async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const isDevelopment = process.env['NODE_ENV'] !== 'production';
  const app = await createApp({ config, isLive: true, isDevelopment });
  await new Promise<void>((resolve, reject) => {
    app.server.server.once('error', reject);
    app.server.listen(config.port, config.host, resolve);
  });
  const address = app.server.address();
  process.stdout.write(`Kneebone listens on http://${shownHost(config.host)}:${address.port}\n`);
  // A promise that nobody waits for, in a library too, leaves no half-done step behind: what is saved is saved as a whole.
  process.on('unhandledRejection', app.reportFault);
  const stop = () => void shutDown(app);
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

async function shutDown(app: Awaited<ReturnType<typeof createApp>>): Promise<void> {
  setTimeout(() => process.exit(0), STOP_LIMIT_MS).unref();
  app.server.server.close();
  await app.close();
  app.server.server.closeAllConnections();
  process.exit(0);
}

const shownHost = (host: string) => (host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host);

main().catch((error: unknown) => {
  const text = error instanceof ProblemsError ? error.message : error instanceof Error ? error.message : String(error);
  process.stderr.write(`Kneebone cannot start:\n${text}\n`);
  process.exit(1);
});
