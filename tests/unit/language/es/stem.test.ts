import { stemSpanish } from '../../../../src/language/es/stem.js';

describe('stemSpanish', () => {
  test.each([
    ['operaron', 'operado', 'operada', 'operacion', 'operaciones', 'operar', 'operarme'],
    ['duele', 'duelen', 'dolor', 'dolores', 'adolorida'],
    ['cadera', 'caderas'],
    ['ejercicio', 'ejercicios'],
    ['estirar', 'estiramiento', 'estiramientos', 'estirando', 'estirarme'],
    ['inflamacion', 'inflamado', 'inflamada', 'inflamaciones'],
    ['caminar', 'camino', 'caminando', 'caminaba'],
    ['puedo', 'puede', 'podria'],
  ])('gives the forms of one word one key: %s …', (...forms) => {
    expect(new Set(forms.map(stemSpanish)).size).toBe(1);
  });

  test('keeps different words apart', () => {
    expect(
      new Set(['cadera', 'cama', 'caminar', 'rodilla', 'espalda', 'hueso', 'pie', 'pierna'].map(stemSpanish)).size,
    ).toBe(8);
  });

  test('leaves numbers and short words as they are', () => {
    expect(stemSpanish('12')).toBe('12');
    expect(stemSpanish('mi')).toBe('mi');
  });
});
