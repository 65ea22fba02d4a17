import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLowdbStore } from '../../src/storage/lowdb/lowdbStore.js';
import { createMemoryStore } from '../../src/storage/memoryStore.js';
import { describeStore } from './storeContract.js';

const dir = mkdtempSync(path.join(tmpdir(), 'kneebone-store-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

// The same suite runs on Redis, alone and as a cluster, in tests/system/storage, where a server is started.
describeStore('createMemoryStore', async () => createMemoryStore());
describeStore('createLowdbStore', () => createLowdbStore({ dir }));
