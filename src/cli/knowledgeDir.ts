import path from 'node:path';

/** The folder that the commands work on: `KNEEBONE_KNOWLEDGE`, or `knowledge` in the working folder. */
export function knowledgeDir(): string {
  return path.resolve(process.env['KNEEBONE_KNOWLEDGE'] ?? 'knowledge');
}
