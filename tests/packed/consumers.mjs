// TypeScript programs that use the package, checked with every declaration of it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { apps } from "./install.mjs";

const STRICT = { strict: true, skipLibCheck: false, noEmit: true, target: "es2022" };
const PROGRAM = `
import { describe, fromReactQueryBuilder, HeadcountError, openSnapshot, toReactQueryBuilder, toShopify, toSql, type CountOptions, type ErrorCode, type Snapshot } from "headcount";
const options: CountOptions = { asOf: "2024-01-01", policy: { refunds: "gross" } };
export async function run(): Promise<number | null> {
  using snapshot: Snapshot = await openSnapshot({ customers: [{ id: "1" }] }, { timeZone: "UTC" });
  const { count } = await snapshot.count("amount_spent > 10.00", options);
  snapshot.live({ version: 1, condition: { kind: "all", of: [] } }, { onCount: ({ count }) => console.log(count) }).dispose();
  try {
    await snapshot.members("", { limit: 10 });
  } catch (error) {
    if (error instanceof HeadcountError) {
      const code: ErrorCode = error.code;
      console.log(code, error.path);
    }
  }
  const group = await toReactQueryBuilder("", { signal: AbortSignal.timeout(1_000) });
  group.rules.push({ field: "age", operator: ">", value: 3 });
  const { condition } = await fromReactQueryBuilder(group);
  console.log(condition.kind, (await describe(group, { language: "de" })).text, (await toSql(group, "duckdb", options)).sql, (await toShopify(group, "legacy")).text);
  // @ts-expect-error: Shopify has two dialects
  await toShopify(group, "headcount");
  // @ts-expect-error: options are named exactly
  await snapshot.count("", { asof: "2024-01-01" });
  return count;
}
`;
const REACT = `
import { useCount, useSnapshot } from "headcount/react";
export function Count({ segment }: { segment: string }) {
  const { snapshot, status } = useSnapshot("/shop/manifest.json");
  const { count } = useCount(snapshot, segment);
  return status === "open" ? (count?.count ?? null) : null;
}
`;

const ELEMENT = `
import { english, SegmentBuilder, type SegmentChange, type Template, type Words } from "headcount/element";
import "headcount/element/define";
export class Own extends SegmentBuilder {
  override words: Words = { ...english, and: "plus" };
}
const builder = document.querySelector("segment-builder")!;
builder.value = "number_of_orders > 1";
const loyal: Template = { name: "Loyal", help: "Who comes back.", text: "number_of_orders > 3", needs: ["number_of_orders"] };
builder.templates = [loyal];
builder.addEventListener("segment-change", (event) => console.log((event as CustomEvent<SegmentChange>).detail.segment.condition.kind));
export const own: SegmentBuilder = new Own();
export const text: string = builder.value.condition.kind;
// @ts-expect-error: what the element is made of is its own affair
builder.requestUpdate();
`;

/** Programs by the way they resolve packages. */
const PROGRAMS = {
  "node without the DOM": {
    options: { module: "nodenext", moduleResolution: "nodenext", lib: ["es2022"], types: ["node"] },
    text: PROGRAM + 'import { pack } from "headcount/node";\nexport const packed = pack(["customers.csv"], {});\n',
  },
  "a bundler with the DOM": {
    options: { module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom", "dom.iterable"], types: [] },
    text: PROGRAM + 'import { filesOf } from "headcount";\nexport const drop = (event: DragEvent) => filesOf(event.dataTransfer!);\n',
  },
  "React": {
    options: { module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom", "dom.iterable"], types: ["react"], exactOptionalPropertyTypes: true },
    text: REACT,
  },
  "the element without lit": {
    options: { module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom", "dom.iterable"], types: [] },
    text: ELEMENT,
  },
};

for (const [name, { options, text }] of Object.entries(PROGRAMS)) {
  test(`TypeScript: ${name}`, () => {
    const folder = join(apps, "types", name.replaceAll(/\W/g, "-"));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "program.ts"), text);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files: ["program.ts"] }));
    const { status, stdout } = spawnSync(join(apps, "node_modules/.bin/tsc"), ["-p", folder], { cwd: apps, encoding: "utf8" });
    assert.equal(status, 0, stdout);
  });
}
