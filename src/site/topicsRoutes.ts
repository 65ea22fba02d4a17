import { readFileSync } from 'node:fs';
import type { Response, Server } from 'restify';
import type { Region } from '../config.js';
import type { Knowledge } from '../knowledge/loadKnowledge.js';
import { renderTopicsPage } from './topicsPage.js';

const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** Adds `GET /topics`: every entry in plain HTML, made anew when the knowledge changes. */
export function mountTopics(server: Server, knowledge: () => Knowledge, region: Region): void {
  const css = readFileSync(new URL('./topics.css', import.meta.url), 'utf8');
  let made: { version: string; html: string } | undefined;
  const page = (): string => {
    const current = knowledge();
    if (made?.version !== current.version)
      made = { version: current.version, html: renderTopicsPage(current, current.regions[region]) };
    return made.html;
  };
  server.get('/topics', async (_req, res: Response) => {
    res.setHeader('Content-Security-Policy', CSP);
    send(res, 'text/html; charset=utf-8', page());
  });
  server.get('/topics.css', async (_req, res: Response) => send(res, 'text/css; charset=utf-8', css));
}

function send(res: Response, type: string, body: string): void {
  res.setHeader('Cache-Control', 'public, max-age=300');
  res.sendRaw(200, body, { 'Content-Type': type });
}
