import { createMemoryDocuments } from '../../../src/storage/memoryDocuments.js';
import { createOpenTurns } from '../../../src/storage/openTurns.js';
import { createLocalSignals } from '../../../src/storage/signals.js';
import { createTurns } from '../../../src/storage/turns.js';

const turn = { conversationId: 'c', turnId: 't', activity: { type: 'message' }, isInTranscript: true };

describe('createTurns', () => {
  test('an index that fails before the document is saved fails the turn, and is waited for from the first', async () => {
    const documents = createMemoryDocuments(() => 0);
    let save = () => {};
    const saved = new Promise<void>((done) => (save = done));
    const refused: Promise<void> = Promise.reject(new Error('the node of the index is away'));
    // A rejection that nobody waits for when it comes would end the process.
    const waits = jest.spyOn(refused, 'then');
    const turns = createTurns({
      documents: {
        ...documents,
        update: async (key, decide) => {
          const result = await documents.update(key, decide);
          await saved;
          return result;
        },
      },
      openTurns: { ...createOpenTurns(documents), add: () => refused },
      signals: createLocalSignals(),
      now: () => 0,
      link: async () => undefined,
    });
    const begun = turns.beginTurn(turn);
    await new Promise((done) => setImmediate(done));
    expect(waits).toHaveBeenCalled();
    save();
    await expect(begun).rejects.toThrow('the node of the index is away');
  });

  test('attempts count processes, not deliveries', async () => {
    const documents = createMemoryDocuments(() => 0);
    const openTurns = createOpenTurns(documents);
    const options = { documents, openTurns, signals: createLocalSignals(), now: () => 0, link: async () => undefined };
    const first = createTurns(options);
    await first.beginTurn(turn);
    for (let n = 0; n < 5; n++) expect(await first.beginTurn(turn)).toEqual({ kind: 'unfinished', attempts: 1 });
    expect(await createTurns(options).beginTurn(turn)).toEqual({ kind: 'unfinished', attempts: 2 });
  });
});
