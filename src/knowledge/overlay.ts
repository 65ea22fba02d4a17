/** Fields of a translated file that are not for a reader, so that nobody misses them there. */
const SHARED: ReadonlySet<string> = new Set([
  'askIfTold',
  'entry',
  'holdSeconds',
  'holdSource',
  'id',
  'interest',
  'kind',
  'reviewer',
  'sources',
  'underAge',
]);

/**
 * A parsed translation laid over the English file: what it does not say stays English. Lists are taken as a whole, unless
 * their items have ids that agree one by one.
 * @param missing gets the path of each text that is not translated, such as `questions.pain.why`
 */
export function overlay(
  english: unknown,
  translated: unknown,
  missing: string[],
  path: readonly string[] = [],
): unknown {
  if (isRecord(english) && isRecord(translated)) return overlayRecord(english, translated, missing, path);
  if (!isListOfRecords(english) || !isListOfRecords(translated) || !haveSameIds(english, translated)) return translated;
  return english.map((item, i) => overlay(item, translated[i], missing, [...path, String(item['id'])]));
}

function overlayRecord(english: Items, translated: Items, missing: string[], path: readonly string[]): Items {
  const done = Object.entries(english).map(([key, value]) => {
    const own = translated[key];
    if (own !== undefined) return [key, overlay(value, own, missing, [...path, key])] as const;
    if (!SHARED.has(key)) missing.push([...path, key].join('.'));
    return [key, value] as const;
  });
  return { ...translated, ...Object.fromEntries(done) };
}

type Items = Readonly<Record<string, unknown>>;

function isListOfRecords(value: unknown): value is readonly Items[] {
  return Array.isArray(value) && value.every(isRecord);
}

function haveSameIds(english: readonly Items[], translated: readonly Items[]): boolean {
  const isSame = (item: Items, i: number) => typeof item['id'] === 'string' && item['id'] === translated[i]?.['id'];
  return english.length === translated.length && english.every(isSame);
}

function isRecord(value: unknown): value is Items {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
