import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readConfig } from '../config.js';
import { KneeboneError } from '../errors.js';
import { EXPORT_FORMATS, exportKnowledge } from '../knowledge/exportKnowledge.js';
import { loadUsableLanguages } from '../knowledge/loadUsableKnowledge.js';
import { knowledgeDir } from './knowledgeDir.js';
import { parseLanguageOption, withoutLanguage } from './parts.js';

/** `kb export faqpage|csv|cqa [file] [--language es] [--dry-run]`: all entries for other programs, to a file or standard output. */
export async function runExport(args: string[]): Promise<number> {
  const [name, file] = withoutLanguage(args).filter((a) => !a.startsWith('--'));
  const format = EXPORT_FORMATS.find((f) => f === name);
  if (!format) throw new KneeboneError('CLI_USAGE', `export needs a format: ${EXPORT_FORMATS.join(', ')}`);
  const knowledge = loadUsableLanguages(knowledgeDir())[parseLanguageOption(args)];
  const text = exportKnowledge(knowledge, format, knowledge.regions[readConfig(process.env).region]);
  const size = `${knowledge.entries.size} entries, ${Buffer.byteLength(text)} bytes`;
  if (args.includes('--dry-run'))
    process.stdout.write(`${size}${file ? `; would ${existsSync(file) ? 'replace' : 'write'} ${file}` : ''}\n`);
  else if (file === undefined) process.stdout.write(text);
  else {
    writeWhole(file, text);
    process.stderr.write(`${size} written to ${file}\n`);
  }
  return 0;
}

function writeWhole(file: string, text: string): void {
  const made = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(made, text, { flush: true });
    renameSync(made, file);
  } catch (cause) {
    rmSync(made, { force: true });
    throw new KneeboneError('KNOWLEDGE_UNWRITABLE', `${file} could not be written`, { cause });
  }
}
