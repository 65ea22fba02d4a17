import { findOtherRegions, findSides, findSites, isBarePlace } from '../../../dialogs/bodyWords.js';

describe('findSides', () => {
  test('an English side stands before its place, or close after it', () => {
    expect(findSides('left knee replacement, now my right hip')).toEqual([
      { side: 'left', site: 'knee' },
      { side: 'right', site: 'hip' },
    ]);
    expect(findSides('right now my hip hurts')).toEqual([]);
  });

  test('a Spanish side stands after its place, "ambas" before it', () => {
    expect(findSides('la rodilla izquierda y la cadera derecha', 'es')).toEqual([
      { side: 'left', site: 'knee' },
      { side: 'right', site: 'hip' },
    ]);
    expect(findSides('el lado izquierdo de la cadera', 'es')).toEqual([{ side: 'left', site: 'hip' }]);
    expect(findSides('las dos rodillas', 'es')).toEqual([{ side: 'both', site: 'knee' }]);
    expect(findSides('hace dos semanas me operaron de la rodilla', 'es')).toEqual([]);
  });
});

describe('isBarePlace', () => {
  test.each(['mostly my hip', 'and my lower back too'])('"%s" names a place and nothing else', (text) => {
    expect(isBarePlace(text)).toBe(true);
  });

  test.each(['sobre todo la cadera', 'y también la espalda baja'])('"%s" names a place and nothing else', (text) => {
    expect(isBarePlace(text, 'es')).toBe(true);
  });

  test('more than a place is no bare place', () => {
    expect(isBarePlace('my hip was replaced')).toBe(false);
    expect(isBarePlace('me operaron la cadera', 'es')).toBe(false);
  });
});

test('findSites and findOtherRegions read the words of their language', () => {
  expect(findSites('la rodilla y el tobillo', 'es')).toEqual(['knee', 'foot']);
  expect(findSites('la rodilla y el tobillo')).toEqual([]);
  expect(findOtherRegions('me duele el muslo', 'es')).toEqual(['thigh']);
});
