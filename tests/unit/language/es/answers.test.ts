import { isBareAnswer, isQuestion } from '../../../../src/language/isQuestion.js';
import { affirmsAny } from '../../../../src/language/findPhrase.js';
import { parseAge } from '../../../../src/language/parseAge.js';
import { parseChoice, parsePositions } from '../../../../src/language/parseChoice.js';
import { parseNone } from '../../../../src/language/parseNone.js';
import { parseScale } from '../../../../src/language/parseScale.js';
import { opensWithYes, parseYesNo } from '../../../../src/language/parseYesNo.js';

describe('parseScale in Spanish', () => {
  test.each([
    ['un siete', 7],
    ['8 de 10', 8],
    ['8 sobre 10', 8],
    ['más o menos un 6', 6],
    ['seis o siete', 7],
    ['entre 5 y 6', 6],
    ['siete y medio', 7.5],
    ['7,5', 7.5],
    ['cero', 0],
    ['no me duele nada', 0],
    ['sin dolor', 0],
    ['el peor dolor imaginable', 10],
    ['antes era 8, ahora 5', 5],
    ['un 4, a veces 6', 6],
    ['70 de 100', 7],
  ])('reads %s as %d', (text, value) => {
    expect(parseScale(text, 'es')).toEqual({ kind: 'value', value });
  });

  test.each(['14', '14 de 10'])('knows a number beside the scale: %s', (text) => {
    expect(parseScale(text, 'es')).toEqual({ kind: 'offScale' });
  });

  test.each(['ni idea', '6 semanas', 'prefiero no decirlo', 'hace 3 meses', 'una pregunta', ''])(
    'reads no strength where none is told: %s',
    (text) => {
      expect(parseScale(text, 'es')).toBeUndefined();
    },
  );
});

describe('parseYesNo in Spanish', () => {
  test.each(['sí', 'Sí.', 'claro que sí', 'vale', 'sí, por favor', 'pues sí', 'así es', 'de acuerdo', 'sí sí'])(
    'reads a yes: %s',
    (text) => {
      expect(parseYesNo(text, 'es')).toBe('yes');
    },
  );

  test.each(['no', 'NO!', 'para nada', 'no, gracias', 'no no no', 'nunca', 'claro que no', 'pues no'])(
    'reads a no: %s',
    (text) => {
      expect(parseYesNo(text, 'es')).toBe('no');
    },
  );

  test.each(['creo que no', 'que yo sepa no', 'no que yo sepa', 'me parece que no'])(
    'keeps the doubt in a no: %s',
    (text) => {
      expect(parseYesNo(text, 'es')).toBe('softNo');
    },
  );

  test.each([
    'no sé',
    'ni idea',
    'tal vez',
    'creo que sí',
    'no estoy segura',
    'prefiero no decirlo',
    'más o menos',
    'sí y no',
  ])('reads doubt: %s', (text) => {
    expect(parseYesNo(text, 'es')).toBe('unsure');
  });

  test.each(['sí, pero solo de noche', 'no, la rodilla izquierda', 'sin dolor', 'ayer', 'siempre', 'nota', ''])(
    'takes no answer out of a text that says more: %s',
    (text) => {
      expect(parseYesNo(text, 'es')).toBeUndefined();
    },
  );

  test('knows a yes that says more', () => {
    expect(opensWithYes('sí, desde el año pasado', 'es')).toBe(true);
    expect(opensWithYes('sí pero ya no', 'es')).toBe(false);
  });
});

describe('parseNone in Spanish', () => {
  test.each([
    'ninguno de esos',
    'ninguna de estas',
    'no tengo ninguno',
    'no, ninguna',
    'nada de eso',
    'no tengo nada de eso, gracias a Dios',
    'ninguno',
    'no a todo',
    'no me pasa nada de eso',
  ])('reads none of them: %s', (text) => {
    expect(parseNone(text, 'es')).toBe('none');
  });

  test.each(['ninguno que yo sepa', 'creo que ninguno', 'no creo que tenga ninguno'])('keeps a hedge: %s', (text) => {
    expect(parseNone(text, 'es')).toBe('unsure');
  });

  test.each(['ninguno, pero tomo warfarina', 'el segundo', 'sí', 'no tengo fiebre', 'no sé'])(
    'takes nothing out of a text that says more: %s',
    (text) => {
      expect(parseNone(text, 'es')).toBeUndefined();
    },
  );
});

describe('parseAge in Spanish', () => {
  test.each([
    ['tengo 15 años', 15],
    ['mi hijo tiene doce años', 12],
    ['soy una mujer de 78 años', 78],
    ['edad: 45', 45],
    ['45 años de edad', 45],
  ])('reads %s as %d', (text, age) => {
    expect(parseAge(text, 'es')).toBe(age);
  });

  test.each([
    'hace 15 años',
    'tengo 3 semanas de operado',
    'tiene 2 años de operada',
    'llevo 5 años con dolor',
    'un 7',
  ])('reads no age: %s', (text) => {
    expect(parseAge(text, 'es')).toBeUndefined();
  });
});

describe('parseChoice in Spanish', () => {
  const options = ['Dolor de rodilla', 'Dolor de cadera', 'Dormir bien'];

  test.each([
    ['la segunda', 1],
    ['2', 1],
    ['la número 2', 1],
    ['opción tres', 2],
    ['la última', 2],
    ['el de arriba', 0],
    ['la primera, por favor', 0],
    ['la del medio', 1],
    ['la de la rodilla', 0],
    ['caderas', 1],
    ['uno', 0],
  ])('reads %s', (text, index) => {
    expect(parseChoice(text, options, 'es')).toBe(index);
  });

  test.each(['dolor', 'no sé', 'la sexta', 'mi rodilla empezó a doler cuando me operaron de la espalda'])(
    'reads no choice: %s',
    (text) => {
      expect(parseChoice(text, options, 'es')).toBeUndefined();
    },
  );

  test('reads several positions', () => {
    expect(parsePositions('2 y 4', 5, 'es')).toEqual([1, 3]);
  });
});

describe('isQuestion in Spanish', () => {
  test.each([
    '¿por qué me duele?',
    'por que me duele la rodilla',
    'cuanto tarda',
    'puedo conducir',
    'es normal que me duela',
    'y la rodilla?',
    'para qué sirve',
  ])('knows a question: %s', (text) => {
    expect(isQuestion(text, 'es')).toBe(true);
  });

  test.each(['me duele la rodilla', 'es la rodilla izquierda', 'gracias', 'hace tres semanas'])(
    'knows a statement: %s',
    (text) => {
      expect(isQuestion(text, 'es')).toBe(false);
    },
  );

  test('knows a bare answer', () => {
    expect(isBareAnswer('claro que sí', 'es')).toBe(true);
    expect(isBareAnswer('me duele', 'es')).toBe(false);
  });
});

describe('affirmsAny in Spanish', () => {
  test('does not take a denied word for said', () => {
    expect(affirmsAny('estoy embarazada', ['embarazada'], 'es')).toBe(true);
    expect(affirmsAny('no estoy embarazada', ['embarazada'], 'es')).toBe(false);
  });
});
