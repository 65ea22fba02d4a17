/** The demonstration page: suggested questions open the chat, and the snippet can be copied. */

const COPIED = 'Copied';

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-ask]')) {
  button.addEventListener('click', () => kneebone('ask', button.dataset['ask']));
}

const snippet = document.getElementById('snippet');
for (const id of ['snippet', 'snippet-sri']) {
  const code = document.getElementById(id);
  // The server may be reached by another name than the one it was told.
  if (code) code.textContent = (code.textContent ?? '').replace(/https?:\/\/[^/"]+/, location.origin);
}

document.getElementById('copy')?.addEventListener('click', async () => {
  const status = document.getElementById('copied');
  await navigator.clipboard.writeText(snippet?.textContent ?? '');
  if (status) status.textContent = COPIED;
});

/** Works before the launcher has loaded too: it takes over what was asked until then. */
function kneebone(...command: unknown[]): void {
  type Queue = ((...values: unknown[]) => void) & { q?: unknown[][] };
  const page = window as { Kneebone?: Queue };
  const queue: Queue = page.Kneebone ?? ((...values) => void (queue.q ??= []).push(values));
  page.Kneebone = queue;
  queue(...command);
}
