import { findSpanishRoles } from '../../../../src/matcher/es/findSpanishRoles.js';
import { foldText, readWords } from '../../../../src/text.js';

const NOW = new Date('2026-11-23T09:00:00Z');

const read = (text: string) => {
  const folded = foldText(text);
  return findSpanishRoles(folded, readWords(folded), [], { now: NOW });
};
const sites = (text: string) => {
  const { surgery = [], pain = [] } = read(text);
  return `${surgery.join('+')} > ${pain.join('+')}`;
};

const PARTS = [
  ['back', 'la espalda', 'espalda'],
  ['hip', 'la cadera', 'cadera'],
  ['knee', 'la rodilla', 'rodilla'],
  ['foot', 'el pie', 'pie'],
] as const;
const FORMS = [
  (s: string, p: string) => `me operaron de ${s} y ahora me duele ${p}`,
  (s: string, p: string) => `me duele ${p} desde que me operaron de ${s}`,
  (s: string, p: string) => `dolor en ${p} después de una operación en ${s}`,
  (s: string, p: string) => `¿Por qué me duele ${p} si me operaron ${s}?`,
  (s: string, p: string) => `tras la cirugía en ${s}, ${p} me molesta`,
  (s: string, p: string) => `hace tres semanas me operaron de ${s}. ${p} no deja de dolerme`,
  (s: string, p: string) => `¿puede una cirugía en ${s} afectar a ${p}?`,
  (s: string, p: string) => `${s} que me operaron está bien, pero ${p} me duele`,
];

describe('findSpanishRoles', () => {
  test.each(
    PARTS.flatMap(([surgery, operated]) =>
      PARTS.filter(([pain]) => pain !== surgery).flatMap(([pain, hurting]) =>
        FORMS.map((form) => [form(operated, hurting), `${surgery} > ${pain}`] as const),
      ),
    ),
  )('tells what was operated on from what hurts: %s', (text, wanted) => {
    expect(sites(text)).toBe(wanted);
  });

  test.each([
    ['dolor de rodilla después de una prótesis de cadera', 'hip > knee'],
    ['desde que me fusionaron la espalda me duelen las caderas', 'back > hip'],
    ['operación de rodilla, dolor de cadera', 'knee > hip'],
    ['prótesis total de rodilla derecha y dolor lumbar', 'knee > back'],
    ['tengo una cadera nueva y la espalda fatal', 'hip > back'],
    ['la rodilla operada está perfecta pero me duele el tobillo', 'knee > foot'],
    ['mi nueva cadera va muy bien, la rodilla es la que me molesta', 'hip > knee'],
    ['me duelen la cadera y la rodilla después de la operación de espalda', 'back > hip+knee'],
    ['desde la cadera, me duele la rodilla', 'hip > knee'],
    ['fusión lumbar y ahora dolor en las caderas', 'back > hip'],
    ['me pusieron una prótesis en la rodilla y me duele la ingle', 'knee > hip'],
    ['me operaron de la cadera y me duele', 'hip > hip'],
    ['rodilla operada me duele', 'knee > knee'],
    ['me duele la rodilla', ' > knee'],
    ['no me duele la cadera, me duele la rodilla', ' > knee'],
    ['me operaron de los juanetes y me duele la rodilla', 'foot > knee'],
    ['¿por qué duele la cadera tras una artroscopia de rodilla?', 'knee > hip'],
    ['a mi madre le operaron la cadera y le duele la espalda', 'hip > back'],
    ['estar de pie me cansa', ' > '],
    ['duermo sobre la espalda', ' > '],
  ])('reads %s', (text, wanted) => {
    expect(sites(text)).toBe(wanted);
  });

  test.each([
    ['me duele la rodilla izquierda', 'left', undefined],
    ['me operaron de la cadera derecha y me duele la rodilla izquierda', 'left', true],
    ['dolor en ambas rodillas', 'both', undefined],
    ['me operaron de la cadera y me duele la otra rodilla', undefined, true],
    ['me duele el lado derecho', 'right', undefined],
  ])('knows the side: %s', (text, side, otherSide) => {
    expect(read(text)).toMatchObject({ ...(side && { side }), ...(otherSide && { otherSide }) });
    expect(read(text).otherSide).toBe(otherSide);
  });

  test.each([
    ['me operaron hace tres semanas de la cadera y me duele la rodilla', 3],
    ['me operaron de la rodilla en marzo', 36],
    ['a las 6 semanas de la operación de cadera', 6],
    ['llevo 2 meses operado de la espalda', 9],
    ['operada ayer de la cadera', 0],
    ['hace unas 6 semanas', 6],
  ])('counts the weeks since the operation: %s', (text, weeks) => {
    expect(read(text).weeksSince).toBe(weeks);
  });

  test('does not take the time of a pain for that of the operation', () => {
    expect(read('me duele la rodilla desde hace dos semanas').weeksSince).toBeUndefined();
  });

  test.each([
    ['nunca me han operado y me duele la cadera', { noSurgery: true }],
    ['dolor de rodilla sin cirugía', { noSurgery: true }],
    ['me van a operar de la cadera el mes que viene', { planned: true }],
    ['estoy en lista de espera para una prótesis de rodilla', { planned: true }],
    ['a mi madre le operaron la cadera', { person: 'other' }],
    ['me operaron la cadera por delante', { approach: 'front' }],
    ['prótesis de cadera', { operation: 'replacement' }],
    ['me fusionaron la espalda', { operation: 'fusion' }],
  ])('reads the circumstances: %s', (text, wanted) => {
    expect(read(text)).toMatchObject(wanted);
  });
});
