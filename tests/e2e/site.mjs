// The page and a browser for the tests of one file.
import { after, before } from "node:test";
import { launch, serve } from "./page.mjs";

/** Both stand while the file's tests run: read `browser` and `address` inside them. */
export function site() {
  const standing = { browser: undefined, address: "" };
  let server;
  before(async () => {
    server = await serve();
    standing.address = server.address;
    standing.browser = await launch();
  });
  after(async () => {
    await standing.browser?.close();
    server?.stop();
  });
  return standing;
}
