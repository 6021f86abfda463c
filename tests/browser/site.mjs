// A static server for one built site, and the browser that looks at it.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

export const folder = resolve(process.env.SITE ?? "public");

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8", ".md": "text/markdown; charset=utf-8",
};

/**
 * Serves a site under `/` or under `/handbook/`, as a static host would: compressed, with a strict CSP. `asked` notes the
 * paths that were asked for.
 */
export function serve(base = "/", site = folder) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const headers = { "content-security-policy": "default-src 'self'", "cache-control": "no-store" };
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    asked.push(path);
    const send = async (file, status) => {
      const bytes = await readFile(file), type = types[extname(file)] ?? "application/octet-stream";
      const isText = /text|javascript|json|xml/.test(type) && /gzip/.test(request.headers["accept-encoding"] ?? "");
      response.writeHead(status, { ...headers, "content-type": type, ...(isText && { "content-encoding": "gzip" }) });
      response.end(isText ? gzipSync(bytes) : bytes);
    };
    try {
      if (!path.startsWith(base)) throw new Error("outside the base path");
      const rest = normalize(path.slice(base.length)).replace(/^(\.\.(\/|$))+/, "");
      let file = join(site, rest);
      if ((await stat(file)).isDirectory()) {
        if (!path.endsWith("/")) {
          response.writeHead(301, { location: `${path}/` });
          return response.end();
        }
        file = join(file, "index.html");
      }
      await send(file, 200);
    } catch {
      try { await send(join(site, "404.html"), 404); } catch { response.writeHead(404, headers); response.end("not found"); }
    }
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => {
    done({ origin: `http://127.0.0.1:${server.address().port}`, base, asked, close: () => server.close() });
  }));
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}

/** The paths of a site, found by following links from the home page: at most `limit` of each page kind. */
export async function crawl(origin, base, limit = 3) {
  const seen = new Set([base]), queue = [base], kinds = new Map();
  while (queue.length) {
    const path = queue.shift();
    const response = await fetch(origin + path);
    if (!(response.headers.get("content-type") ?? "").startsWith("text/html")) continue;
    const html = await response.text();
    const kind = response.status === 404 ? "broken" : /<body class="kind-([\w-]+)"/.exec(html)?.[1] ?? "other";
    const list = kinds.get(kind) ?? kinds.set(kind, []).get(kind);
    list.push(path);
    for (const [, href] of html.matchAll(/<a [^>]*?href="([^"#]*)/g)) {
      const url = new URL(href.replaceAll("&amp;", "&"), origin + path);
      if (url.origin === origin && url.pathname.startsWith(base) && !seen.has(url.pathname)) {
        seen.add(url.pathname);
        queue.push(url.pathname);
      }
    }
    if (seen.size > 20000) break;
  }
  const broken = kinds.get("broken") ?? [];
  kinds.delete("broken");
  return { pages: [...kinds].flatMap(([kind, paths]) => paths.slice(0, limit).map((path) => ({ kind, path }))), kinds, broken };
}
