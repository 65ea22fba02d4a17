import texts from '../texts/chat.json';

type Plain = { [K in keyof typeof texts]: (typeof texts)[K] extends string ? K : never }[keyof typeof texts];

/** A fixed text of the chat; `{name}` is filled in. */
export function say(key: Plain, values: Readonly<Record<string, string | number>> = {}): string {
  return texts[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The words for what stands behind a source. */
export function saySupport(support: string): string {
  const names: Readonly<Record<string, string>> = texts.support;
  return names[support] ?? support;
}
