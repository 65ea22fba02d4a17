import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../config.js';

const SECRET_FILE = 'widget-secret';
const SECRET_BYTES = 32;

/**
 * The secrets that sign tokens: those of WIDGET_SECRET, else one that is made at the first start and kept in DATA_DIR,
 * readable by its owner only. Without a store that lasts, a fresh one for this process.
 */
export function loadSecrets(config: Pick<Config, 'widget' | 'dataDir' | 'storage'>): readonly string[] {
  if (config.widget.secrets.length > 0) return config.widget.secrets;
  if (config.storage === 'memory') return [makeSecret()];
  return [keepSecret(path.join(config.dataDir, SECRET_FILE))];
}

function keepSecret(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    // `wx` lets one of two processes that start together make it; the other reads it below.
    writeFileSync(file, `${makeSecret()}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!isExisting(error)) throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

const makeSecret = () => randomBytes(SECRET_BYTES).toString('base64url');
const isExisting = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
