import { clusterItems } from '../../../src/desk/clusters.js';
import { readReviewItems } from '../../../src/desk/reviewQueue.js';

const record = (id: string, day: string, text: string, rest: object = {}) => ({
  id,
  at: `${day}T10:00:00.000Z`,
  text,
  candidates: ['relief.swelling'],
  channelId: 'directline',
  ...rest,
});

describe('clusterItems', () => {
  const items = readReviewItems([
    record('1', '2026-11-01', 'can I go swimming after a knee replacement', { isLeft: true }),
    record('2', '2026-11-02', 'is a parking permit possible'),
    record('3', '2026-11-03', 'when can I swim again after my knee replacement', { reason: 'askedAgain' }),
    record('4', '2026-11-05', 'swiming after knee replacment ok?'),
    record('5', '2026-11-06', 'how do I get a parking permit', { candidates: ['meta.human'] }),
  ]);

  test('puts what is asked alike together, misspelt too, and leaves other subjects apart', () => {
    const ids = clusterItems(items).map((c) => c.items.map((i) => i.id));
    expect(ids).toEqual([
      ['1', '3', '4'],
      ['2', '5'],
    ]);
  });

  test('counts reasons and says from which day to which', () => {
    const [swimming] = clusterItems(items);
    expect(swimming).toMatchObject({
      count: 3,
      reasons: { left: 1, askedAgain: 1, unanswered: 1 },
      firstDay: '2026-11-01',
      lastDay: '2026-11-05',
      candidates: ['relief.swelling'],
    });
  });

  test('keeps its id while its oldest question stays', () => {
    expect(clusterItems(items.slice(0, 3))[0]?.id).toBe(clusterItems(items)[0]?.id);
  });

  test('holds nothing that tells who asked', () => {
    expect(JSON.stringify(clusterItems(items))).not.toMatch(/channel|conversation|user/);
  });
});

describe('readReviewItems', () => {
  test('leaves out records of another shape', () => {
    expect(readReviewItems([{ id: 'x', at: '2026-11-01T00:00:00Z' }])).toEqual([]);
  });
});
