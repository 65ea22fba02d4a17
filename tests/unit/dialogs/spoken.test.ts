import { spokenIn } from '../../../dialogs/spoken.js';

const { denial, refusal, complaint, change, sorry, otherOne, slotName, oneself, denies, bareNumber } = spokenIn('es');

describe('the Spanish words of the dialogs', () => {
  test('a denial takes a warning sign back, a refusal to call does not', () => {
    expect(denial.test('no, solo preguntaba')).toBe(true);
    expect(denial.test('solo tomo uno al dia')).toBe(true);
    expect(refusal.test('no voy a llamar')).toBe(true);
    expect(denial.test('no hay nadie conmigo')).toBe(false);
  });

  test.each(['me duele', 'tengo dolor', 'está hinchada', 'me arde', 'cojeo'])('"%s" is a complaint', (text) => {
    expect(complaint.test(text)).toBe(true);
  });

  test('an operation alone is no complaint', () => {
    expect(complaint.test('me operaron de la rodilla')).toBe(false);
  });

  test.each(['cambiar', 'cambie algo', 'corregir mi respuesta', 'por favor, cámbielo'.replace('á', 'a')])(
    '"%s" asks for a change',
    (text) => {
      expect(change.test(text)).toBe(true);
    },
  );

  test('a correction of a choice is cut, and "la otra" means the other one', () => {
    expect('no la primera'.replace(sorry, '')).toBe('la primera');
    expect(otherOne.test('la otra')).toBe(true);
    expect(otherOne.test('otra pregunta')).toBe(false);
  });

  test('the name of a question is told from a place', () => {
    expect(slotName('dolor').exec('el dolor es 4')?.[1]).toBe('4');
    expect(slotName('dolor').exec('el dolor')?.[0]).toBe('el dolor');
    expect(slotName('dolor').exec('el dolor de rodilla')).toBeNull();
  });

  test('words of the person, of denial, and bare numbers are known', () => {
    expect(oneself.test('tomo anticoagulantes')).toBe(true);
    expect(oneself.test('¿qué es un estoma?')).toBe(false);
    expect(denies.test('ninguna')).toBe(true);
    expect(bareNumber.test('un 7')).toBe(true);
  });
});
