// The public sets: where their files stand in the data folder, and how rows are read from them.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** `answers: true` gives the answers of FAQ files to be indexed too. */
export const SETS = [
  { name: 'SIGDIAL Chatbot', folder: 'sigdial22-chatbot' },
  { name: 'SIGDIAL AskUbuntu', folder: 'sigdial22-askubuntu' },
  { name: 'SIGDIAL WebApplications', folder: 'sigdial22-webapplications' },
  { name: 'HINT3 SOFMattress', folder: 'hint3-sofmattress' },
  { name: 'HINT3 Curekart', folder: 'hint3-curekart' },
  { name: 'HINT3 Powerplay11', folder: 'hint3-powerplay11' },
  { name: 'HWU64', folder: 'hwu64' },
  { name: 'BANKING77', folder: 'banking77' },
  { name: 'BANKING77, 10 per intent', folder: 'banking77', train: 'train-10shot' },
  { name: 'BANKING77, 5 per intent', folder: 'banking77', train: 'train-5shot' },
  { name: 'CLINC150', folder: 'clinc150' },
  { name: 'StackFAQ zero-shot, questions', folder: 'stackfaq', train: 'faq', test: 'queries' },
  { name: 'StackFAQ zero-shot, with answers', folder: 'stackfaq', train: 'faq', test: 'queries', answers: true },
  { name: 'StackFAQ few-shot', folder: 'stackfaq' },
  { name: 'CovidFAQ zero-shot, questions', folder: 'covidfaq', train: 'faq', test: 'queries' },
  { name: 'CovidFAQ zero-shot, with answers', folder: 'covidfaq', train: 'faq', test: 'queries', answers: true },
  { name: 'CovidFAQ few-shot', folder: 'covidfaq' },
  { name: 'MQP', folder: 'mqp' },
];

/** The sets of which `data` has the files. */
export function findSets(data) {
  return SETS.filter((set) => existsSync(fileOf(data, set, 'train')) && existsSync(fileOf(data, set, 'test')));
}

function fileOf(data, set, part) {
  return path.join(data, set.folder, `${set[part] ?? part}.jsonl`);
}

/** Rows of {text, intents, answer?}; a test row may have several right intents. */
export function loadSet(data, set) {
  return { train: loadRows(fileOf(data, set, 'train'), set.answers), test: loadRows(fileOf(data, set, 'test'), false) };
}

function loadRows(file, answers) {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim());
  return lines
    .map((line) => JSON.parse(line))
    .map((row) =>
      row.question === undefined
        ? { text: row.text, intents: [row.intent ?? row.intents].flat() }
        : { text: row.question, intents: [row.id], ...(answers ? { answer: row.answers.join('\n') } : {}) },
    );
}
