import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createProblem, ERROR_CATALOGUE, formatProblem, KneeboneError, ProblemsError } from '../../src/errors.js';

describe('KneeboneError', () => {
  test('says the code, what was found and what to do', () => {
    const error = new KneeboneError('STORAGE_LOCKED', 'data/ is used by process 42');
    expect(error.message).toBe(
      'STORAGE_LOCKED data/ is used by process 42; stop the other process, or set another DATA_DIR',
    );
  });
});

describe('formatProblem', () => {
  test('names file and line, and leaves out a line that is not known', () => {
    const problem = createProblem('KNOWLEDGE_EMPTY', 'knowledge/', 0, 'no entry was found');
    expect(formatProblem(problem)).toBe(
      'knowledge/: KNOWLEDGE_EMPTY no entry was found; add at least one entry under knowledge/',
    );
    expect(formatProblem({ ...problem, line: 7 })).toMatch(/^knowledge\/:7: /);
  });
});

describe('ProblemsError', () => {
  test('lists all problems, one a line', () => {
    const error = new ProblemsError([
      createProblem('KNOWLEDGE_EMPTY', 'a', 1, 'x'),
      createProblem('KNOWLEDGE_EMPTY', 'b', 2, 'y'),
    ]);
    expect(error.message.split('\n')).toHaveLength(2);
  });
});

describe('docs/errors.md', () => {
  test('lists the codes of the catalogue with their remedies', () => {
    const rows = Array.from(
      readFileSync(path.resolve('docs/errors.md'), 'utf8').matchAll(/^\| `([A-Z_]+)` \| (.*) \|$/gm),
      (m) => [m[1], m[2]],
    );
    expect(Object.fromEntries(rows)).toEqual(ERROR_CATALOGUE);
  });
});
