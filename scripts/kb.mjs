import { ensureBuilt } from './ensureBuilt.mjs';

await ensureBuilt();
const { runKb } = await import('../dist/src/cli/kb.js');
process.exitCode = await runKb(process.argv.slice(2));
