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
    const lazy = Object.values(bundle).flatMap(({ dynamicImports = [] }) => dynamicImports).filter((name) => !(name in bundle));
    const beside = new Set(lazy.flatMap((name) => withImports(name.replace("../../", ""))));
    const own = [...Object.keys(bundle), ...still].filter((name) => name !== "index.html");
    const files = ["./", ...own.map((name) => `./${name}`), ...[...beside].map((name) => `../${name}`)];
    const source = readFileSync(here("offline.js"), "utf8")
      .replace("__VERSION__", JSON.stringify(`headcount-page-${hash.digest("hex").slice(0, 16)}`))
      .replace("__FILES__", JSON.stringify(files));
    this.emitFile({ type: "asset", fileName: "offline.js", source });
  },
};

/** A file of the package and all it imports. */
const withImports = (name) => [name, ...[...readFileSync(here(`../../dist/${name}`), "utf8").matchAll(/(?:from|import)"\.\/([^"]+)"/g)].flatMap(([, each]) => withImports(each))];

/** The engine and the packer stay the package's own files: dist carries each once, the page loads them from beside its folder. */
const SHARED = /^\.\/((?:\w+-)?bytes-\w+\.js)$/;
const shared = {
  name: "shared",
  enforce: "pre",
  apply: "build",
  resolveId(id) {
    const name = SHARED.exec(id)?.[1];
    return name === undefined ? undefined : { id: `../../${name}`, external: "absolute" };
  },
};

export default defineConfig({
  // Relative addresses: the page may be served from any folder.
  base: "./",
  plugins: [shared, offline],
  build: {
    target: ["chrome91", "firefox89", "safari16.4"],
    // An inlined script or style would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
