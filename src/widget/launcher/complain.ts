/** Tells the site's owner in the console what keeps the chat away; the visitor sees nothing of it. */
export function complain(text: string, server = ''): void {
  // eslint-disable-next-line no-console -- the one place where a site's owner looks when the chat is missing
  console.error(text.replaceAll('{origin}', location.origin).replaceAll('{server}', server));
}
