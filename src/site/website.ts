import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Request, Response, Server } from 'restify';
import { HttpError } from '../channels/http.js';
import type { Config } from '../config.js';
import { ASSET_ROUTE, loadAssets, type Asset, type Assets } from './assets.js';

export interface WebsiteOptions {
  readonly config: Config;
  /** Folder of the drawings; default `knowledge/pictures` in the working folder. */
  readonly picturesDir?: string;
  /** Folder of the built assets; default beside the compiled server. */
  readonly assetsDir?: string;
}

/** Immutable: the name changes with the content. */
const FOR_GOOD = 'public, max-age=31536000, immutable';
/** One name for every version, so a browser asks again; the tag makes that answer empty. */
const ASK_AGAIN = 'public, max-age=300, stale-while-revalidate=86400';
/** Nothing but our own files: no inline script or style, no other host. */
const OWN_FILES_ONLY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
const PICTURE = /^[a-z0-9-]{1,80}\.svg$/;

/** Adds the demonstration site, `/widget.js`, the chat page that it embeds, their assets and the pictures. */
export function mountWebsite(server: Server, options: WebsiteOptions): void {
  const assets = loadAssets(options.assetsDir);
  const pages = assets && createPages(assets, options.config);
  const get = (route: string, handler: (req: Request, res: Response) => void) => {
    const answer = async (req: Request, res: Response) => handler(req, res);
    server.get(route, answer);
    server.head(route, answer);
  };
  const need = <T>(found: T | undefined): T => {
    if (!found) throw new HttpError(404, 'HTTP_NOT_FOUND');
    return found;
  };
  get('/', (req, res) => sendPage(req, res, need(pages).home, "frame-src 'self'; frame-ancestors 'self'"));
  get('/widget/chat', (req, res) => sendPage(req, res, need(pages).chat, frameAncestors(options.config)));
  get('/widget.js', (req, res) => {
    // Any site may load it with an integrity hash; whether it may show anything is decided inside and by the frame.
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    sendTagged(req, res, need(pages).launcher);
  });
  get('/icon.svg', (req, res) => sendTagged(req, res, need(pages).icon));
  get(`${ASSET_ROUTE}/:file`, (req, res) => sendAsset(req, res, need(assets?.find(fileOf(req))), FOR_GOOD));
  get('/pictures/:file', (req, res) =>
    sendPicture(req, res, options.picturesDir ?? path.resolve('knowledge', 'pictures')),
  );
}

interface Pages {
  readonly home: Asset;
  readonly chat: Asset;
  readonly launcher: Asset;
  readonly icon: Asset;
}

function createPages(assets: Assets, config: Config): Pages {
  const launcher = fill(assets.textOf('launcher.js'), { __WIDGET_ORIGINS__: config.widget.origins.join(' ') });
  const integrity = `sha384-${createHash('sha384').update(launcher).digest('base64')}`;
  const names = Object.fromEntries(
    ['chat.js', 'chat.css', 'home.js', 'home.css'].map((name) => [`{{${name}}}`, assets.addressOf(name)]),
  );
  const values = { ...names, '{{publicUrl}}': config.publicUrl, '{{integrity}}': integrity };
  const links = { privacy: config.legal.privacyUrl, terms: config.legal.termsUrl };
  const html = (name: string) =>
    compress('text/html; charset=utf-8', fill(fillLinks(assets.textOf(name), links), values));
  return {
    home: html('home.html'),
    chat: html('chat.html'),
    launcher: compress('text/javascript; charset=utf-8', launcher),
    icon: compress('image/svg+xml', assets.textOf('icon.svg')),
  };
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((done, [name, value]) => done.replaceAll(name, () => value), text);
}

/** Fills the links between `<!--name-->` and `<!--/name-->`; those without an address are left out. */
function fillLinks(html: string, links: Readonly<Record<string, string>>): string {
  return html.replace(/\s*<!--(\w+)-->(.*?)<!--\/\1-->/gs, (_whole, name: string, inner: string) => {
    const address = links[name];
    return address
      ? inner.replace('{{address}}', () => address.replaceAll('&', '&amp;').replaceAll('"', '&quot;'))
      : '';
  });
}

function compress(type: string, text: string): Asset {
  return { type, plain: Buffer.from(text), br: brotliCompressSync(text), gzip: gzipSync(text) };
}

function frameAncestors(config: Config): string {
  return `frame-ancestors 'self' ${config.widget.origins.join(' ')}`.trim();
}

function sendPage(req: Request, res: Response, page: Asset, framing: string): void {
  res.setHeader('Content-Security-Policy', `${OWN_FILES_ONLY}; ${framing}`);
  sendTagged(req, res, page, 'no-cache');
}

function sendPicture(req: Request, res: Response, dir: string): void {
  const file = fileOf(req);
  if (!PICTURE.test(file)) throw new HttpError(404, 'HTTP_NOT_FOUND');
  let plain: Buffer;
  try {
    plain = readFileSync(path.join(dir, file));
  } catch {
    throw new HttpError(404, 'HTTP_NOT_FOUND');
  }
  // A drawing opened by itself is a document and could run scripts.
  res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  sendTagged(req, res, { type: 'image/svg+xml', plain });
}

/** Sends with an entity tag; a browser that has this version gets 304. */
function sendTagged(req: Request, res: Response, asset: Asset, caching = ASK_AGAIN): void {
  const tag = `"${createHash('sha256').update(asset.plain).digest('base64url').slice(0, 22)}"`;
  res.setHeader('ETag', tag);
  if (req.headers['if-none-match'] !== tag) return sendAsset(req, res, asset, caching);
  res.setHeader('Cache-Control', caching);
  res.sendRaw(304, '');
}

function sendAsset(req: Request, res: Response, asset: Asset, caching: string): void {
  const accepted = String(req.headers['accept-encoding'] ?? '');
  const encoding =
    asset.br && /\bbr\b/.test(accepted) ? 'br' : asset.gzip && /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
  const body = (encoding && asset[encoding]) ?? asset.plain;
  res.setHeader('Cache-Control', caching);
  res.setHeader('Vary', 'Accept-Encoding');
  if (encoding) res.setHeader('Content-Encoding', encoding);
  res.setHeader('Content-Length', body.length);
  res.setHeader('Content-Type', asset.type);
  res.writeHead(200);
  res.end(req.method === 'HEAD' ? undefined : body);
}

const fileOf = (req: Request) => String((req.params as Record<string, unknown>)['file']); // restify's parsed path
