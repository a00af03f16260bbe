// A static server for the page and one snapshot, for this machine only.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".arrow": "application/vnd.apache.arrow.stream",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

const HEADERS = {
  "cache-control": "no-cache",
  "content-security-policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/** Folders by the path they are served under, the empty one for the rest; the first that has a file answers. */
export type Mounts = Readonly<Record<string, readonly string[]>>;

/** A server on localhost; rejects when the port is taken. */
export function serveFolders(mounts: Mounts, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    answer(mounts, request, response).catch(() => end(response, 500, "The file could not be read."));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", () => resolve(server));
  });
}

async function answer(mounts: Mounts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") return end(response, 405, "Only GET.");
  // Another name for this machine would let a foreign page read the snapshot (DNS rebinding).
  if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? "")) {
    return end(response, 421, "This server answers to localhost.");
  }
  for (const file of filesOf(mounts, request.url ?? "/")) {
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) continue;
    response.writeHead(200, {
      ...HEADERS,
      "content-length": found.size,
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(file).on("error", () => response.destroy()).pipe(response);
    return;
  }
  end(response, 404, "There is no such file.");
}

/** Where a URL's file may be; nowhere if it would lie outside the folders. */
function filesOf(mounts: Mounts, url: string): string[] {
  let path: string;
  try {
    path = decodeURIComponent(new URL(url, "http://localhost").pathname).slice(1);
  } catch {
    return [];
  }
  const [first = ""] = path.split("/", 1);
  const mounted = first !== "" && Object.hasOwn(mounts, first);
  const folders = mounts[mounted ? first : ""] ?? [];
  const inside = mounted ? path.slice(first.length + 1) : path;
  if (inside.includes("\0")) return [];
  const name = inside === "" || inside.endsWith("/") ? `${inside}index.html` : inside;
  const within = (folder: string) => normalize(join(folder, name));
  return folders.filter((folder) => within(folder).startsWith(normalize(folder + sep))).map(within);
}

function end(response: ServerResponse, status: number, words: string): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { ...HEADERS, "content-type": "text/plain; charset=utf-8" }).end(`${words}\n`);
}
