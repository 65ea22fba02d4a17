import type { Activity } from 'botbuilder';

type Element = Readonly<Record<string, unknown>>;

/** Every text a person sees in the messages of one reply, in reading order; buttons last. */
export function readMessages(messages: readonly Partial<Activity>[]): string[] {
  return messages.flatMap((m) => [
    ...(m.text ? [m.text] : []),
    ...(m.attachments ?? []).flatMap((a) => readElement(a.content as Element)),
    ...(m.suggestedActions?.actions ?? []).map((a) => a.title),
  ]);
}

function readElement(element: Element): string[] {
  const nested = ['body', 'items', 'columns', 'actions'].flatMap((name) => {
    const children = element[name];
    return Array.isArray(children) ? children.flatMap((child) => readElement(child as Element)) : [];
  });
  const facts = (element['facts'] ?? []) as { title: string; value: string }[];
  const own = [element['text'], element['title'], element['altText']].filter((t) => typeof t === 'string');
  return [...own, ...facts.flatMap((f) => [f.title, f.value]), ...nested];
}

/** All elements of a card of one type. */
export function findElements(element: Element, type: string): Element[] {
  const children = Object.values(element).flatMap((value) => (Array.isArray(value) ? value : [value]));
  const nested = children.flatMap((c) => (typeof c === 'object' && c !== null ? findElements(c as Element, type) : []));
  return element['type'] === type ? [element, ...nested] : nested;
}
