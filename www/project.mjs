// Where things are in the project, and what the build leaves where.
import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The project's root. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** A path in the project. */
export const path = (...parts) => join(root, ...parts);

/** Tools installed by set-up; not tracked. */
export const tools = path(".tools");

/** Intermediate results; not tracked. */
export const cache = path(".cache");

/** What the npm package ships; not tracked. */
export const dist = path("dist");

/** A program installed with the npm packages. */
export const program = (name) => path("node_modules", ".bin", name);
