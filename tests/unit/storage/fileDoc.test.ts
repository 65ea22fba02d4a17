import {
  applyLine,
  createFileDoc,
  decodeDoc,
  encodeDoc,
  parseHead,
  parseLineHead,
} from '../../../src/storage/lowdb/fileDoc.js';
import { formatLine } from '../../../src/storage/lowdb/segment.js';

const line = (n: number, more: object = {}) => ({ n, k: 'conversation/c', t: 5, ...more });

describe('applyLine', () => {
  test('sets, removes and pushes', () => {
    const doc = createFileDoc('conversation/c');
    applyLine(doc, line(1, { s: [['a', '1'], ['b', '2']], p: ['x'], at: 0 })); // prettier-ignore
    applyLine(doc, line(2, { s: [['a', null]], p: ['y'], at: 1 }));
    expect([[...doc.fields], doc.list, doc.line, doc.touched]).toEqual([[['b', '2']], ['x', 'y'], 2, 5]);
  });

  test('a line that is part of the document already changes nothing', () => {
    const doc = createFileDoc('conversation/c');
    for (const n of [1, 2, 2, 1]) applyLine(doc, line(n, { p: [`m${n}`], at: n - 1 }));
    expect(doc.list).toEqual(['m1', 'm2']);
  });

  test('entries that were lost keep their places', () => {
    const doc = createFileDoc('conversation/c');
    applyLine(doc, line(4, { p: ['third'], at: 2 }));
    expect(doc.list).toEqual([null, null, 'third']);
  });

  test('an erased document is empty, and begins again from the start', () => {
    const doc = createFileDoc('conversation/c');
    applyLine(doc, line(1, { s: [['a', '1']], p: ['x'], at: 0 }));
    applyLine(doc, line(2, { del: true }));
    applyLine(doc, line(3, { p: ['new'], at: 0 }));
    expect([[...doc.fields], doc.first, doc.list]).toEqual([[], 0, ['new']]);
  });
});

describe('encodeDoc', () => {
  test('comes back as it was', () => {
    const doc = createFileDoc('user/"quoted\\key"\n');
    applyLine(doc, { n: 7, k: doc.key, t: 9, s: [['__proto__', 'x']], p: ['y'], at: 0 });
    expect(decodeDoc(encodeDoc(doc))).toEqual(doc);
  });

  test('has key and time where parseHead finds them', () => {
    const doc = { ...createFileDoc('user/"quoted\\key"\n'), touched: 12 };
    expect(parseHead(encodeDoc(doc).slice(0, 60))).toEqual({ key: doc.key, touched: 12 });
  });
});

describe('parseLineHead', () => {
  test('finds number and key at the beginning of a journal line', () => {
    const json = JSON.stringify(line(12, { p: ['{"n":99,"k":"other"'] }));
    expect(parseLineHead(formatLine(json))).toEqual({ n: 12, key: 'conversation/c' });
  });

  test('a blanked line has none', () => {
    expect(parseLineHead('          ')).toBeUndefined();
  });
});
