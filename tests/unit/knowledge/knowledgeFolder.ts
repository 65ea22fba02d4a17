import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A copy of the real knowledge that a test may spoil. */
export function copyKnowledge(): {
  dir: string;
  edit: (file: string, change: (text: string) => string) => void;
  remove: () => void;
} {
  const dir = path.join(mkdtempSync(path.join(os.tmpdir(), 'kneebone-')), 'knowledge');
  cpSync(path.resolve('knowledge'), dir, { recursive: true });
  return {
    dir,
    edit: (file, change) => {
      const full = path.join(dir, file);
      writeFileSync(full, change(readFileSync(full, 'utf8')));
    },
    remove: () => rmSync(path.dirname(dir), { recursive: true, force: true }),
  };
}
