// The shop of the apps as a packed snapshot, in the folder `shop`: made by the package, in Node.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { apps } from "./install.mjs";

/** The folder of the manifest and its parts. */
export const shop = join(apps, "built", "shop");

mkdirSync(shop, { recursive: true });
const text = `
  import { pack } from "headcount";
  import { writeFileSync } from "node:fs";
  import { OPTIONS, SHOP } from "./src/shop.js";
  const { manifest, parts } = await pack(SHOP, OPTIONS);
  writeFileSync("built/shop/manifest.json", manifest);
  for (const { path, bytes } of parts) writeFileSync("built/shop/" + path, bytes);`;
execFileSync(process.execPath, ["--input-type=module", "-e", text], { cwd: apps });
