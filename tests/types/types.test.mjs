// Declarations cannot drift: what the engine really answers is checked against them by tsc, in both directions,
// and what they allow to be asked is asked.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { build } from "esbuild";
import { replies } from "./replies.mjs";
import { ask, taken } from "./questions.mjs";

const root = new URL("../..", import.meta.url).pathname;
const folder = join(root, ".cache", "types");
const OPTIONS = {
  ...JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8")).compilerOptions,
  types: [],
};

/** What a declaration promises that no reply can show, in TypeScript. */
const UNSHOWN = {
  // Columns are named by the shop.
  Manifest: "`columns ${string}`",
  // One list of types serves both: points are of parameters alone, and what has no column yet is not listed.
  FieldDescription: `"type 'any'" | "type 'coordinates'"`,
  ParameterDescription: "`type ${string}`",
  MembersReply: "`columns type ${string}`",
  BreakdownReply: "`kind ${string}`",
  // A segment that was taken in is told in the log; importing many is no change of one.
  LibraryChange: `"event event 'imported'"`,
  // The codes are compared one by one below. Only an error about a text has a span, and the engine lists those as problems.
  PlainError: '`code ${string}` | "span" | `span ${string}`',
};

let samples;
before(async () => {
  mkdirSync(folder, { recursive: true });
  samples = await replies();
});

/** What tsc says of a program of these files. */
function complaints(name, files, options = {}) {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
  writeFileSync(join(place, "package.json"), '{ "type": "module" }');
  writeFileSync(join(place, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...OPTIONS, ...options }, files: Object.keys(files) }));
  const { status, stdout, stderr } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", place], { encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

/** A value as TypeScript text; a key that is there without a value stays. */
function literal(value) {
  if (ArrayBuffer.isView(value)) return `new ${value.constructor.name}()`;
  if (value === undefined) return "undefined";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${literal(each)}`).join(", ")} }`;
}

const HEAD = `import type * as declared from "../../../dist/types/index.js";
import type { Unshown } from "../../../tests/types/facts.js";
`;

/** Whose lists callers may change, because other packages' may be. */
const CHANGEABLE = new Set(["RuleGroup"]);

const program = (type, values) => `${HEAD}${CHANGEABLE.has(type) ? `import type { Frozen } from "../../../tests/types/facts.js";\n` : ""}
const samples = [
  ${values.map(literal).join(",\n  ")},
] as const satisfies readonly ${CHANGEABLE.has(type) ? `Frozen<declared.${type}>` : `declared.${type}`}[];
type Missing = Exclude<Unshown<declared.${type}, (typeof samples)[number]>, ${UNSHOWN[type] ?? "never"}>;
export const unshown = null as unknown as Missing satisfies never;
`;

test("every reply is what its declaration says, and shows all of it", () => {
  const files = Object.fromEntries(Object.entries(samples).map(([type, values]) => [`${type}.ts`, program(type, values)]));
  assert.equal(complaints("replies", files), "");
});

test("every answer of a snapshot and of the library is among them", () => {
  const known = Object.keys(samples).map((type) => `declared.${type}`).join(" | ");
  const uncovered = `${HEAD}
type Known = ${known} | readonly (${known})[] | string | readonly string[] | void | null | (() => void);
type Uncovered<T> = { [M in keyof T & string]: T[M] extends (...args: never[]) => Promise<infer Reply> ? (Reply extends Known ? never : M) : never }[keyof T & string];
export const uncovered = null as unknown as Uncovered<declared.Snapshot> | Uncovered<declared.SegmentLibrary> | Uncovered<declared.Language> | Uncovered<declared.Alone> satisfies never;
`;
  assert.equal(complaints("uncovered", { "uncovered.ts": uncovered.replace("import type { Unshown", "export type { Unshown") }), "");
});

test("a key too many, one too few and one that nothing shows are found", () => {
  const [reply] = samples.MembersReply;
  const { total, ...fewer } = reply;
  assert.match(complaints("more", { "more.ts": program("MembersReply", [{ ...reply, pages: total }]) }), /"pages"' does not exist/);
  assert.match(complaints("fewer", { "fewer.ts": program("MembersReply", [fewer]) }), /'total' is missing/);
  const unshown = program("Problem", samples.Problem.filter(({ fix }) => fix === undefined));
  assert.match(complaints("unshown", { "unshown.ts": unshown }), /"fix/);
});

test("the engine takes every form of what may be asked", async () => {
  const questions = join(root, "tests/types/questions.ts");
  const { outputFiles } = await build({ entryPoints: [questions], format: "esm", write: false });
  const { default: asked } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`);
  assert.equal(complaints("questions", { "questions.ts": readFileSync(questions, "utf8").replaceAll("../../dist", "../../../dist").replaceAll('"./facts.js"', '"../../../tests/types/facts.js"') }), "");
  assert.deepEqual(await ask(asked), []);
});

test("the keys the engine takes are those that are declared", async () => {
  for (const [type, keys] of Object.entries(await taken())) {
    const list = keys.map((key) => JSON.stringify(key)).join(" | ") || "never";
    const text = `import type { ${type} } from "../../../dist/types/index.js";
export const other = null as unknown as Exclude<${list}, keyof ${type}> | Exclude<keyof ${type}, ${list}> satisfies never;\n`;
    assert.equal(complaints(type, { "keys.ts": text }), "");
  }
});

test("rule groups and react-querybuilder's own go both ways", () => {
  const text = readFileSync(join(root, "tests/types/rules.ts"), "utf8").replaceAll("../../dist", "../../../dist");
  // The declarations of its own dependencies are not the matter here.
  const options = { skipLibCheck: true };
  assert.equal(complaints("rules", { "rules.ts": text }, options), "");
  const wrong = text.replaceAll(/^ *\/\/ @ts-expect-error.*$/gm, "");
  assert.equal(complaints("wrong-rules", { "rules.ts": wrong }, options).match(/error TS/g)?.length, 3);
});

test("error codes are the same in the engine, in the declarations and in the README", () => {
  const codes = (text) => [...text.matchAll(/["`]([a-z]+(?:-[a-z]+)*)["`]/g)].map(([, code]) => code);
  const between = (file, from, until) => {
    const text = readFileSync(join(root, file), "utf8");
    return text.slice(text.indexOf(from), text.indexOf(until, text.indexOf(from)));
  };
  const engine = codes(between("src/error.rs", "pub const fn as_str", "\n    }"));
  const declared = between("www/lib/types/errors.d.ts", "export type EngineErrorCode", "export type ErrorCode");
  assert.deepEqual(codes(declared.slice(0, declared.indexOf(";"))).sort(), engine.sort());
  const table = between("README.md", "### Error codes", "\n\nProblems of a segment");
  assert.deepEqual(codes(table.replace(/\|[^|]*\|$/gm, "")).sort(), codes(declared).sort());
});
