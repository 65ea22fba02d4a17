import { parseWhen } from '../../../../src/language/parseWhen.js';

const NOW = new Date('2026-11-23T09:00:00Z');

function read(text: string): string | undefined {
  const when = parseWhen(text, NOW, 'es');
  return when?.kind === 'day' ? when.day.toISOString().slice(0, 10) : when?.kind;
}

describe('parseWhen in Spanish', () => {
  test.each([
    ['hace unas tres semanas', '2026-11-02'],
    ['desde hace tres semanas', '2026-11-02'],
    ['3 semanas', '2026-11-02'],
    ['hace 10 días', '2026-11-13'],
    ['hace una quincena', '2026-11-09'],
    ['hace un mes más o menos', '2026-10-24'],
    ['hace un par de meses', '2026-09-23'],
    ['hace unas semanas', '2026-11-09'],
    ['hace unas cuantas semanas', '2026-11-02'],
    ['medio año', '2026-05-24'],
    ['hace medio año', '2026-05-24'],
    ['hace año y medio', '2025-05-24'],
    ['hace un año y medio', '2025-05-24'],
    ['seis meses', '2026-05-24'],
    ['hace veinte años', '2006-11-23'],
    ['hace treinta y dos semanas', '2026-04-13'],
  ])('counts back from today: %s', (text, day) => {
    expect(read(text)).toBe(day);
  });

  test.each(['2-3 semanas', 'dos o tres semanas', 'entre 2 y 3 semanas', 'de 2 a 3 semanas'])(
    'takes the longer of two, because cautions end with time: %s',
    (text) => {
      expect(read(text)).toBe('2026-11-02');
    },
  );

  test.each([
    ['en marzo pasado', '2026-03-15'],
    ['desde abril', '2026-04-15'],
    ['a mediados de agosto', '2026-08-15'],
    ['a finales de octubre', '2026-10-25'],
    ['a principios de junio', '2026-06-05'],
    ['mayo', '2026-05-15'],
    ['en marzo de 2025', '2025-03-15'],
    ['en marzo del año pasado', '2025-03-15'],
    ['diciembre', '2025-12-15'],
    ['el verano pasado', '2026-07-15'],
    ['desde Navidad', '2025-12-25'],
    ['en 2019', '2019-07-01'],
    ['setiembre', '2026-09-15'],
  ])('takes the latest month, season or year that is past: %s', (text, day) => {
    expect(read(text)).toBe(day);
  });

  test.each([
    ['15 de mayo de 2025', '2025-05-15'],
    ['el 3 de marzo', '2026-03-03'],
    ['12/05/2025', '2025-05-12'],
    ['primero de octubre', '2026-10-01'],
    ['12 abr 2024', '2024-04-12'],
  ])('reads a whole date, the day first: %s', (text, day) => {
    expect(read(text)).toBe(day);
  });

  test.each([
    ['ayer', '2026-11-22'],
    ['anteayer', '2026-11-21'],
    ['antes de ayer', '2026-11-21'],
    ['esta mañana', '2026-11-23'],
    ['hace unas horas', '2026-11-23'],
    ['la semana pasada', '2026-11-16'],
    ['el mes pasado', '2026-10-24'],
    ['el año pasado', '2025-11-23'],
  ])('reads named days: %s', (text, day) => {
    expect(read(text)).toBe(day);
  });

  test.each([
    'mañana',
    'la semana que viene',
    'el mes próximo',
    'dentro de dos semanas',
    'todavía no',
    'me van a operar',
  ])('knows what lies ahead: %s', (text) => {
    expect(read(text)).toBe('future');
  });

  test.each(['31 de febrero de 2026'])('knows a day that no calendar has: %s', (text) => {
    expect(read(text)).toBe('impossible');
  });

  test.each(['ni idea', 'no me acuerdo', 'por la mañana', 'prefiero no decirlo', 'mi rodilla', ''])(
    'reads no time where none is told: %s',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );
});
