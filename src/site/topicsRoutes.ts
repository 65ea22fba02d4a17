import { readFileSync } from 'node:fs';
import type { Request, Response, Server } from 'restify';
import type { Region } from '../config.js';
import type { KnowledgeOf } from '../knowledge/loadKnowledge.js';
import { LANGUAGES, languageOfLocale, type Language } from '../language/language.js';
import { renderTopicsPage } from './topicsPage.js';

const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** Adds `GET /topics`: every entry in plain HTML, made anew when the knowledge changes; `?lang=es` in Spanish. */
export function mountTopics(server: Server, knowledge: KnowledgeOf, region: Region): void {
  const css = readFileSync(new URL('./topics.css', import.meta.url), 'utf8');
  const made = new Map<Language, { version: string; html: string }>();
  const page = (language: Language): string => {
    const current = knowledge(language);
    const known = made.get(language);
    if (known?.version === current.version) return known.html;
    const html = renderTopicsPage(current, current.regions[region], listElsewhere(knowledge, language));
    made.set(language, { version: current.version, html });
    return html;
  };
  server.get('/topics', async (req: Request, res: Response) => {
    const asked = new URLSearchParams(req.getQuery()).get('lang');
    res.setHeader('Content-Security-Policy', CSP);
    send(res, 'text/html; charset=utf-8', page(languageOfLocale(asked) ?? LANGUAGES[0]));
  });
  server.get('/topics.css', async (_req, res: Response) => send(res, 'text/css; charset=utf-8', css));
}

function listElsewhere(knowledge: KnowledgeOf, language: Language) {
  return LANGUAGES.filter((other) => other !== language).map((other) => ({
    language: other,
    address: other === LANGUAGES[0] ? '/topics' : `/topics?lang=${other}`,
    label: knowledge(other).site.topics.here,
  }));
}

function send(res: Response, type: string, body: string): void {
  res.setHeader('Cache-Control', 'public, max-age=300');
  res.sendRaw(200, body, { 'Content-Type': type });
}
