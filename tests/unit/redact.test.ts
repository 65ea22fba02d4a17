import { redact } from '../../src/redact.js';

describe('redact', () => {
  test.each([
    ['write to anna.b@mail.example please', 'write to [email] please'],
    ['call me on 0161 496 0000 or +44 7700 900123', 'call me on [number] or [number]'],
    ['born 03/04/1961, my hip hurts', 'born [date], my hip hurts'],
    ['patient number AB123456 knee', 'patient number [number] knee'],
    ['my name is peter, my knee hurts', 'my name is [name], my knee hurts'],
    ['my surgeon was Anna Miller in March', 'my surgeon was [name] in [name]'],
    ['see https://clinic.example/me?id=7 there', 'see [link] there'],
    ['I had a THR 6 weeks ago, 7 out of 10', 'I had a THR 6 weeks ago, 7 out of 10'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test('takes time in line with the length', () => {
    expect(redact('1'.repeat(2000)).length).toBeLessThan(2000);
    expect(redact('a@'.repeat(1000)).length).toBeGreaterThan(0);
  });
});
