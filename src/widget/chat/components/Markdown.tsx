import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { renderMarkdown } from '../markdown.js';
import { useSay } from '../texts.js';

/** A Markdown text as safe elements. */
export function Markdown({
  text,
  form = 'inline',
}: {
  readonly text: string;
  readonly form?: 'inline' | 'blocks';
}): JSX.Element {
  const say = useSay();
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => ref.current?.replaceChildren(renderMarkdown(text, say('opensTab'), form)), [text, form]);
  return form === 'inline' ? <span ref={ref} /> : <div ref={ref} />;
}
