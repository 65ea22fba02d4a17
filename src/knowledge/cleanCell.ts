const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** A cell as plain text, and what had to be taken out of it. */
export interface CleanCell {
  readonly text: string;
  readonly notes: readonly ('formula' | 'html')[];
}

/**
 * Makes a cell harmless: tags go (the text between `<script>` or `<style>` too), entities become characters, the mark that
 * makes a spreadsheet run a formula goes, control characters go, and Markdown that answers do not use is escaped away.
 */
export function cleanCell(raw: string): CleanCell {
  const bare = raw.replace(/^'(?=[=+\-@])/, '');
  const isFormula = bare === raw && /^\s*(=|@\w|[+-](?=[A-Z(@=]))/i.test(raw);
  const unmarked = bare.replace(isFormula ? /^\s*[=@+-]+/ : /^$/, '');
  const untagged = unmarked
    .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<(br|\/p|\/div|\/li)\b[^<>]*>/gi, '\n')
    .replace(/<!--[\s\S]*?(-->|$)|<\/?[a-z][^<>]*>/gi, '');
  const text = decode(untagged)
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
  const notes = [...(isFormula ? (['formula'] as const) : []), ...(untagged === unmarked ? [] : (['html'] as const))];
  return { text, notes };
}

/** Decoded once: what was escaped twice stays text. Angle brackets become harmless look-alikes. */
function decode(text: string): string {
  return text
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,6});/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = name[1]?.toLowerCase() === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    })
    .replaceAll('<', '‹')
    .replaceAll('>', '›');
}
