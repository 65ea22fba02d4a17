import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../../src/config.js';
import { createStore } from '../../../src/storage/createStore.js';

const dir = mkdtempSync(path.join(tmpdir(), 'kneebone-create-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('createStore', () => {
  test('memory keeps nothing after it is closed', async () => {
    const config = readConfig({ STORAGE: 'memory' });
    const store = await createStore(config);
    await store.append('c', [{ text: 'a' }]);
    await store.close();
    expect((await (await createStore(config)).readFrom('c', 0)).watermark).toBe(0);
  });

  test('lowdb keeps what it has in DATA_DIR', async () => {
    const config = readConfig({ STORAGE: 'lowdb', DATA_DIR: path.join(dir, 'data') });
    const store = await createStore(config);
    await store.append('c', [{ text: 'a' }]);
    await store.close();
    const again = await createStore(config);
    expect((await again.readFrom('c', 0)).watermark).toBe(1);
    await again.close();
  });

  test('redis opens without a server, and says that it is not ready', async () => {
    const errors: object[] = [];
    const log = { info() {}, warn() {}, error: (fields: object) => void errors.push(fields) };
    // Port 1 refuses every connection.
    const env = { STORAGE: 'redis', REDIS_URL: 'redis://127.0.0.1:1', WIDGET_SECRET: 's'.repeat(32) };
    const store = await createStore(readConfig(env), { log });
    await expect(store.check()).rejects.toThrow('STORAGE_UNAVAILABLE');
    expect(errors).toHaveLength(1);
    await store.close();
  });
});
