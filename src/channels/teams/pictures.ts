import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Request, Response, Server } from 'restify';
import { HttpError } from '../http.js';

const DAY_S = 86_400;

/**
 * `GET /pictures/<id>.png`: the drawings for channels that show no SVG.
 * @param dir folder of the PNGs that the build makes
 */
export function mountPngPictures(server: Server, dir = path.resolve('dist', 'pictures')): void {
  server.get('/pictures/:id(^[a-z0-9-]{1,80}).png', async (req: Request, res: Response) => {
    const { id } = req.params as { readonly id: string }; // from the path above
    const png = readPicture(path.join(dir, `${id}.png`));
    res.setHeader('ETag', `"${createHash('sha256').update(png).digest('base64url').slice(0, 22)}"`);
    res.setHeader('Cache-Control', `public, max-age=${DAY_S}`);
    // Teams and Slack fetch it for pages of their own.
    res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    res.sendRaw(200, png, { 'Content-Type': 'image/png' });
  });
}

function readPicture(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new HttpError(404, 'HTTP_NOT_FOUND');
  }
}
