import type { JSX } from 'preact';

const SHAPES = {
  close: 'm6 9.5 6 6 6-6',
  send: 'M5 12h13M12.5 6l6 6-6 6',
  warning:
    'M12 8.5v4.5M12 16.5v.01M10.4 4.2 2.9 17.3A1.85 1.85 0 0 0 4.5 20h15a1.85 1.85 0 0 0 1.6-2.7L13.6 4.2a1.85 1.85 0 0 0-3.2 0Z',
  phone:
    'M6.5 3.5h2.7l1.6 4-2 1.7a11 11 0 0 0 6 6l1.7-2 4 1.6v2.7a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2Z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  down: 'M12 5v14M6 13l6 6 6-6',
  again: 'M20 12a8 8 0 1 1-2.3-5.7M20 4v5h-5',
  up: 'M7 10v10M7 10l4-7a2.5 2.5 0 0 1 2.5 2.5V9h5a2 2 0 0 1 2 2.3l-1.2 7A2 2 0 0 1 17.3 20H4V10h3Z',
  thumbDown: 'M17 14V4M17 14l-4 7a2.5 2.5 0 0 1-2.5-2.5V15h-5a2 2 0 0 1-2-2.3l1.2-7A2 2 0 0 1 6.7 4H20v10h-3Z',
} as const;

/** A small drawing beside a word that says the same; screen readers skip it. */
export function Icon({ name }: { readonly name: keyof typeof SHAPES }): JSX.Element {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
