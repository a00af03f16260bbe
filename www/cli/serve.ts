// headcount serve: the admin page on localhost.

import { once } from "node:events";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { HeadcountError } from "../lib/node.js";
import { parse, wholeNumber, type Command } from "./command.js";
import { print } from "./output.js";
import { serveFolders } from "./server.js";

/** The port if none is asked for; the next free ones are tried too. */
const PORT = 8420;
const TRIED = 20;

export const serve: Command = {
  usage: "[DIR]",
  summary: "Serves the admin page on localhost, with a snapshot if one is named",
  options: [["--port N", `${PORT} or the next free one if missing; 0 for any`]],
  async run(args) {
    const { values, positionals } = parse(args, ["[DIR]"], { port: { type: "string" } });
    await servePage(positionals[0], values.port);
    return 0;
  },
};

/** Serves the page with the snapshot in `folder`, prints the address and stays until it is interrupted. */
export async function servePage(folder: string | undefined, port: string | undefined): Promise<void> {
  // The page's folder holds all but the engine, which it loads from the package's own files.
  const dist = fileURLToPath(new URL(".", import.meta.url));
  const page = join(dist, "admin");
  if (!existsSync(join(page, "index.html"))) {
    throw new HeadcountError({ code: "bad-input", message: "This build has no page.", help: "Run 'npm run build'." });
  }
  if (folder !== undefined && !existsSync(join(folder, "manifest.json"))) {
    throw new HeadcountError({
      code: "bad-manifest",
      message: "There is no manifest.json here.",
      help: "Pack the files first: headcount pack INPUT… --out DIR.",
      path: folder,
    });
  }
  const server = await listening(
    folder === undefined ? { "": [page, dist] } : { "": [page, dist], snapshot: [folder] },
    port === undefined ? undefined : wholeNumber("port", port, 0, 65_535),
  );
  const { port: taken } = server.address() as AddressInfo;
  print(`http://localhost:${taken}/${folder === undefined ? "" : "?snapshot=snapshot/manifest.json"}`);
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  await once(server, "close");
}

async function listening(mounts: Parameters<typeof serveFolders>[0], port: number | undefined) {
  for (let candidate = port ?? PORT; ; candidate += 1) {
    try {
      return await serveFolders(mounts, candidate);
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (taken && port === undefined && candidate < PORT + TRIED) continue;
      throw new HeadcountError({
        code: "bad-argument",
        message: `Port ${candidate} cannot be used: ${(error as Error).message}.`,
        help: "Choose another with --port.",
      });
    }
  }
}
