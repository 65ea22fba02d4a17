import { listStatements, parseBody, parseStatement } from '../../../src/knowledge/markdown.js';

describe('parseStatement', () => {
  test('takes the marks off and keeps each source once, in order', () => {
    expect(parseStatement('Hips click. [^a] [^b]\n[^a]')).toEqual({ text: 'Hips click.', sources: ['a', 'b'] });
  });
});

describe('parseBody', () => {
  test('reads paragraphs, lists and steps', () => {
    const body = parseBody('One. [^a]\n\n- two [^b]\n- three\n\n1. four\n2. five [^a]\n');
    expect(body.map((b) => b.kind)).toEqual(['paragraph', 'list', 'steps']);
    expect(listStatements(body).map((s) => s.text)).toEqual(['One.', 'two', 'three', 'four', 'five']);
  });

  test.each([
    ['# Head', 'heading'],
    ['<script>x</script>', 'html'],
    ['```\ncode\n```', 'code'],
  ])('refuses %s', (text, kind) => {
    expect(() => parseBody(text)).toThrow(kind);
  });
});
