// A website of somebody else that embeds the widget, with the policy and the markup that a test asks for.
import { createServer } from 'node:http';

const page = (title, body, { lang = 'en', dir = 'ltr', head = '' } = {}) => `<!doctype html>
<html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,">${head}</head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;

/**
 * Serves pages under `http://<name>:<port>/<anything>`. `localhost` and `127.0.0.1` are different sites to a browser, so
 * the name decides whether the widget's frame is of the same site.
 * @param {(path: string) => { title?: string, body?: string, lang?: string, dir?: string, head?: string, csp?: string,
 *   script?: string | Buffer }} describe what stands under a path: a page, or a script
 */
export async function startHost(describe, name = 'localhost') {
  const reports = [];
  const server = createServer((req, res) => {
    if (req.url === '/csp-reports') {
      let text = '';
      req.on('data', (chunk) => (text += chunk));
      req.on('end', () => (reports.push(text), res.writeHead(204).end()));
      return;
    }
    const { title = 'A shop for shoes', body = '<p>Welcome.</p>', csp, script, ...rest } = describe(req.url ?? '/');
    if (script) return res.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    const headers = { 'Content-Type': 'text/html; charset=utf-8' };
    if (csp) headers['Content-Security-Policy'] = `${csp}; report-uri /csp-reports`;
    res.writeHead(200, headers).end(page(title, body, rest));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  return {
    reports,
    port,
    url: `http://${name}:${port}`,
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}

/** The script tag, as the README shows it. */
export const tag = (server, attributes = '') => `<script src="${server.url}/widget.js" async ${attributes}></script>`;
