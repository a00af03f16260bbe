// Every segment of the corpus as a rule group of react-querybuilder and back: the same tree, the same members, or a refusal with its reason.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { convertToIC, formatQuery, isRuleGroupType } from "react-querybuilder";
import { openLanguage, openSnapshot } from "../../dist/node.js";
import { casesByShop, failureOf, isPossible, openShop } from "./corpus.mjs";
import { plain } from "./rules.mjs";

const folder = new URL("../corpus", import.meta.url).pathname;
const json = (path) => JSON.parse(readFileSync(join(folder, path), "utf8"));
const wasm = await WebAssembly.compile(readFileSync(new URL("../../dist/engine.wasm", import.meta.url)));
const cases = casesByShop(readdirSync(folder).filter((name) => name.endsWith(".json")).map(json));

/** The codes of reading: what cannot be read has no tree. */
const page = readFileSync(new URL("../../src/query/GRAMMAR.md", import.meta.url), "utf8");
const READING = new Set([...page.slice(page.indexOf("| code | when | fix offered |")).matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code));

/** A tree with every literal as its field reads it, and without groups of one. */
async function settled(language, segment) {
  const once = JSON.parse((await language.format(segment, "json")).text);
  const twice = JSON.parse((await language.format(once, "json")).text);
  return plain(twice.condition);
}

test("every segment of the corpus and its rules are one tree", async (t) => {
  const language = await openLanguage();
  t.after(() => language.dispose());
  let said = 0;
  const refused = [];
  for (const { segment, condition, name } of [...cases.values()].flat()) {
    const input = segment ?? { version: 1, condition };
    const where = `${name}: ${segment ?? JSON.stringify(condition)}`;
    const written = await language.format(input, "react-querybuilder").catch((error) => error);
    if (written instanceof Error) {
      assert.equal(written.code, "invalid-segment", where);
      const { problems } = await language.check(input);
      const unread = problems.filter(({ code, severity }) => severity === "error" && READING.has(code));
      assert.ok(unread.length > 0, `${where} can be read, and is refused: ${written.message}`);
      assert.ok(unread.every(({ message }) => written.message.includes(message)), `${where}: ${written.message}`);
      refused.push(`${where}: ${unread.map(({ code }) => code)}`);
      continue;
    }
    const group = JSON.parse(written.text);
    assert.ok(isRuleGroupType(group), where);
    const tree = await settled(language, input);
    for (const form of [group, convertToIC(group), JSON.parse(formatQuery(group, "json_without_ids"))]) {
      assert.deepEqual(await settled(language, form), tree, where);
    }
    const again = JSON.parse((await language.format(JSON.parse((await language.format(group, "json")).text), "react-querybuilder")).text);
    assert.deepEqual(again, JSON.parse((await language.format(group, "react-querybuilder")).text), where);
    for (const format of ["sql", "parameterized", "mongodb_query", "cel", "natural_language", "jsonlogic"]) {
      assert.notEqual(formatQuery(group, format), undefined, where);
    }
    said += 1;
  }
  t.diagnostic(`witness react-querybuilder's round trips: ${said} segments`);
  for (const each of refused) t.diagnostic(`has no rules: ${each}`);
  assert.ok(said > 1000);
});

for (const [name, ofShop] of cases) {
  test(`the members of the shop ${name} are those of the rules`, async (t) => {
    const snapshot = await openShop(openSnapshot, json(`shops/${name}.json`), { wasm });
    t.after(() => snapshot.dispose());
    for (const { segment, condition, ...each } of ofShop.filter(isPossible)) {
      const input = segment ?? { version: 1, condition };
      const written = await snapshot.format(input, "react-querybuilder").catch(() => undefined);
      if (written === undefined || each.members === null) continue;
      const { dates: _, problems: __, ...rest } = each;
      const rules = JSON.parse(written.text);
      const counting = { count: (_, options) => snapshot.count(rules, options), memberIds: (_, options) => snapshot.memberIds(rules, options) };
      assert.equal(await failureOf(counting, { condition, ...rest, after: [] }), null, `${each.name}: ${JSON.stringify(rules)}`);
    }
  });
}
