import { findScale } from '../../../src/language/findScale.js';

describe('findScale', () => {
  test.each([
    ['left knee replacement in april, my right hip hurts, about a 6, getting better', 6],
    ['hip replaced last march; pain is seven; worse', 7],
    ['my knee hurts about a 5 and it is getting worse', 5],
    ['back surgery six weeks ago. pain level 4. same', 4],
    ['hurts like an 8 now', 8],
    ['right knee, 3 weeks ago, 6 or 7, worse', 7],
    ['knee op in may, it aches, id say 4 most days', 4],
    ['rodilla izquierda, en abril, me duele la cadera, como un 6', 6],
    ['7/10, left hip', 7],
  ])('%s', (text, value) => {
    expect(findScale(text)).toEqual({ kind: 'value', value });
  });

  test.each([
    '6',
    'about six',
    'left knee, 6 weeks ago',
    'my hip hurts 6 months after surgery',
    'two knees replaced, 2019 and 2021',
    'fusion of l4-l5, 3 screws, hurts at night',
    'pain for 3 weeks, left knee',
    'both hips done, 4 and 6 years ago',
    'I am 62, left hip, march 3',
    'my pain started 2 days after the operation',
  ])('finds no strength in "%s"', (text) => {
    expect(findScale(text)).toBeUndefined();
  });

  test('gives a number beside the scale as such', () => {
    expect(findScale('left knee in april, hurts, pain is 14')).toEqual({ kind: 'offScale' });
  });
});
