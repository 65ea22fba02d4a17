import { itemDoc } from '../../../src/storage/keys.js';

describe('itemDoc', () => {
  test.each([
    ['directline/conversations/abc/', 'conversation/abc'],
    ['directline/conversations/abc/visitor', 'conversation/abc'],
    ['msteams/conversations/19:x@thread.tacv2;messageid=1/', 'conversation/19:x@thread.tacv2;messageid=1'],
    ['slack/conversations/B1/T1/C1/', 'conversation/B1/T1/C1'],
    ['msteams/conversations/19:x/users/29:y/', 'conversation/19:x'],
    ['directline/users/dl_1/', 'user/dl_1'],
    ['directline/users/dl_1', 'user/dl_1'],
    ['anything else', 'item/anything else'],
  ])('%s lies in %s', (key, doc) => {
    expect(itemDoc(key)).toBe(doc);
  });
});
