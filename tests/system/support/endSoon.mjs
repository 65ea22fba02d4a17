// A test that fails may leave a server or a browser behind; without this its file would run until the limit for files.
import { after } from 'node:test';

const LEFT_MS = 5_000;

// Unreferenced: where nothing is left behind, the process ends by itself, before.
after(() => void setTimeout(() => process.exit(), LEFT_MS).unref());
