// The admin page, built as any customer would build one: from the package's public entries.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Writes the service worker: what it keeps is what this build wrote. */
const offline = {
  name: "offline",
  apply: "build",
  generateBundle(_, bundle) {
    const still = readdirSync(here("public"));
    const hash = createHash("sha256");
    for (const name of Object.keys(bundle).sort()) hash.update(name).update(bundle[name].code ?? bundle[name].source);
    for (const name of still) hash.update(name).update(readFileSync(here(`public/${name}`)));
    const files = ["./", ...[...Object.keys(bundle), ...still].filter((name) => name !== "index.html").map((name) => `./${name}`)];
    const source = readFileSync(here("offline.js"), "utf8")
      .replace("__VERSION__", JSON.stringify(`headcount-page-${hash.digest("hex").slice(0, 16)}`))
      .replace("__FILES__", JSON.stringify(files));
    this.emitFile({ type: "asset", fileName: "offline.js", source });
  },
};

export default defineConfig({
  // Relative addresses: the page may be served from any folder.
  base: "./",
  plugins: [offline],
  build: {
    target: ["chrome91", "firefox89", "safari16.4"],
    // An inlined script or style would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The engine's bytes are one module on purpose.
    chunkSizeWarningLimit: 1_500,
  },
});
