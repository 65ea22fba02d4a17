import { ensureBuilt } from './ensureBuilt.mjs';

await ensureBuilt();
await import('../dist/src/server.js');
