/** Only this page reads these; a request for it carries them, a call of the chat does not. */
const PATH = 'Path=/widget';
const PARTITIONED = 'SameSite=None; Secure; Partitioned';

/**
 * Which cookies of this server the browser keeps in this frame: as those of the page's own site, apart for the site that
 * embeds the chat, or none.
 */
export function findCookieKind(): 'site' | 'partitioned' | undefined {
  if (canKeep('SameSite=Lax')) return 'site';
  return canKeep(PARTITIONED) ? 'partitioned' : undefined;
}

/** A value that the frame finds again on the site's other pages, and that scripts of the site cannot read. */
export function keepInCookie(name: string, make: () => string): string | undefined {
  const found = readCookie(name);
  if (found) return found;
  document.cookie = `${name}=${make()}; ${PATH}; ${PARTITIONED}`;
  return readCookie(name);
}

function canKeep(scope: string): boolean {
  document.cookie = `kneebone_probe=1; ${PATH}; Max-Age=5; ${scope}`;
  const isKept = readCookie('kneebone_probe') === '1';
  document.cookie = `kneebone_probe=; ${PATH}; Max-Age=0; ${scope}`;
  return isKept;
}

function readCookie(name: string): string | undefined {
  const pairs = document.cookie.split('; ').map((pair) => pair.split('='));
  return pairs.find(([key]) => key === name)?.[1] || undefined;
}
