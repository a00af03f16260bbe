// A static server whose headers the checks choose.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".arrow": "application/vnd.apache.arrow.stream",
};

/**
 * Serves folders by their first match; `headers(path)` adds to a response, `pages` answers paths,
 * or paths with their queries, that are no files. Gives the origin on `host` and what ends it.
 */
export async function serve({ folders, headers = () => ({}), pages = {}, host = "127.0.0.1" }) {
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url, "http://x");
    const path = normalize(decodeURIComponent(pathname));
    try {
      const type = {
        "content-type": TYPES[path.endsWith("/") ? ".html" : extname(path)] ?? "application/octet-stream",
        "access-control-allow-origin": "*",
      };
      const page = pages[path + search] ?? pages[path];
      const body = page ?? (await fileIn(folders, path));
      if (page !== undefined && !TYPES[extname(path)]) type["content-type"] = TYPES[".html"];
      response.writeHead(200, { ...type, ...headers(path) }).end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/html" }).end("<!doctype html><title>404</title>");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://${host}:${server.address().port}`, close };
}

async function fileIn(folders, path) {
  for (const folder of folders) {
    const place = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    if (await stat(place).then((found) => found.isFile(), () => false)) return readFile(place);
  }
  throw new Error(path);
}
