const RULES: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}/g, '[email]'],
  [/\bhttps?:\/\/\S{1,500}/gi, '[link]'],
  [/\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b/g, '[date]'],
  [/\+?\d[\d ()-]{5,18}\d/g, '[number]'],
  [/\b[a-z]{0,3}\d{4,}[a-z\d]{0,6}\b/gi, '[number]'],
  [/<@[\w|]{1,80}>/g, '[name]'],
];

/** A capital inside a sentence marks a name, but for "I" and short forms such as THR or NHS. */
const NAME = /(?<=[a-z,;]['’]?\s)(?!I\b|I['’])[A-Z][a-zà-ÿ'’-]{1,40}(?:\s[A-Z][a-zà-ÿ'’-]{1,40}){0,2}/g;
const INTRODUCED = /\b(my name is|i am called|i['’]?m called|this is|dr\.?|mrs?\.?|ms\.?|miss)\s+[a-zà-ÿ'’-]{2,40}/gi;

/**
 * Takes out what could tell who wrote a text: mail and web addresses, numbers of four digits or more, dates, names as far
 * as capitals and introductions show them. What remains is still health data.
 */
export function redact(text: string): string {
  const named = text.replace(INTRODUCED, '$1 [name]').replace(NAME, '[name]');
  return RULES.reduce((result, [pattern, mark]) => result.replace(pattern, mark), named);
}
