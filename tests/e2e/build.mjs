// Builds any condition in the visual builder, control by control, with the mouse or with the keyboard
// alone. The condition is the JSON form of a text; what comes out is compared as text.
import assert from "node:assert/strict";

/** How a hand with a mouse uses a control. */
export const mouse = (page) => ({
  press: (control) => control.click(),
  choose: async (control, value) => {
    if ((await control.inputValue()) !== value) await control.selectOption(value);
  },
  type: async (control, text) => {
    await control.click();
    await control.fill(text);
  },
  pick: (key) => page.locator(`.popup [data-key="${key}"]`).click(),
});

/** How a hand without a mouse does. */
export const keyboard = (page) => {
  // Tab order is the only way from one control to another.
  const reach = async (control) => {
    await control.waitFor();
    const reached = () => control.evaluate((node) => node.getRootNode().activeElement === node);
    const forward = await control.evaluate((node) => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return !at || at === document.body || Boolean(at.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) || at.getRootNode() !== node.getRootNode();
    });
    for (let step = 0; step < 250 && !(await reached()); step += 1) await page.keyboard.press(forward ? "Tab" : "Shift+Tab");
    assert.ok(await reached(), `Tab does not lead to ${control}`);
  };
  return {
    press: async (control) => {
      await reach(control);
      await page.keyboard.press("Enter");
    },
    choose: async (control, value) => {
      await reach(control);
      if ((await control.inputValue()) === value) return;
      await page.keyboard.press("Home");
      for (let step = 0; step < 40 && (await control.inputValue()) !== value; step += 1) await page.keyboard.press("ArrowDown");
      assert.equal(await control.inputValue(), value);
    },
    type: async (control, text) => {
      await reach(control);
      const date = (await control.getAttribute("type")) === "date";
      // Coming from below one lands in the year; from above in the month.
      if (date) {
        while (await control.evaluate((node) => node.getRootNode().activeElement === node)) await page.keyboard.press("Shift+Tab");
        await page.keyboard.press("Tab");
      } else await page.keyboard.press("Control+a");
      // A date is typed in the order of the browser's own language: month, day, year.
      const [year, month, day] = text.split("-");
      await page.keyboard.type(date ? `${month}${day}${year}` : text);
    },
    pick: async (key) => {
      const active = () => page.locator(".popup .option[data-active]").getAttribute("data-key");
      await page.locator(".popup .search").waitFor();
      await page.keyboard.type(key.replace(/[_.]/g, " "));
      for (let step = 0; step < 40 && (await active()) !== key; step += 1) await page.keyboard.press("ArrowDown");
      assert.equal(await active(), key);
      await page.keyboard.press("Enter");
    },
  };
};

/** Builds a condition in an empty builder. */
export async function build(page, condition, fields, hand) {
  const builder = page.locator("segment-builder");
  const at = (path, what) => builder.locator(`[data-at="${path}:${what}"]`);
  const describe = (name) => fields.find((field) => field.name === name);
  const menu = async (path, action) => {
    await hand.press(at(path, "actions"));
    await hand.press(builder.getByRole("menuitem", { name: action }));
  };

  async function test(scope, path, { operator, value, values, from, to }, type, closed) {
    await hand.choose(scope.locator('select[aria-label^="Operator"]'), operator);
    if (value !== undefined) await one(scope, path, "value", value, type, closed);
    if (from !== undefined) await one(scope, path, "from", from, type, closed);
    if (to !== undefined) await one(scope, path, "to", to, type, closed);
    for (const each of values ?? []) {
      await hand.type(at(path, "values"), String(each));
      await page.keyboard.press("Enter");
    }
    if (values || /^(string|list|id|ids|enum|any)$/.test(type)) await page.keyboard.press("Escape");
  }

  async function one(scope, path, slot, value, type, closed) {
    const label = { value: "Value", from: "From", to: "To" }[slot];
    if (type === "coordinates") {
      await hand.type(at(path, "latitude"), String(value[0]));
      return hand.type(at(path, "longitude"), String(value[1]));
    }
    if (typeof value === "object" && value.stat) return hand.choose(scope.getByRole("combobox", { name: `${label}: Unit` }), value.stat);
    if (type === "boolean" || closed) return hand.choose(scope.getByRole("combobox", { name: label, exact: true }), String(value));
    if (type === "date") {
      const [, sign, amount, unit] = /^([+-])(\d+)(\w+)$/.exec(value) ?? [];
      await hand.choose(scope.getByRole("combobox", { name: `${label}: Unit` }), unit ? sign + unit : /^\d/.test(value) ? "date" : value);
      if (unit) return hand.type(at(path, slot), amount);
      return /^\d/.test(value) ? hand.type(at(path, slot), value) : undefined;
    }
    return hand.type(at(path, slot), String(typeof value === "object" ? (value.text ?? value.integer) : value));
  }

  async function clause(node, path, scope) {
    await hand.pick(node.kind === "anniversary" ? "anniversary" : (node.field ?? node.function));
    if (node.kind === "anniversary") {
      await hand.choose(scope.getByRole("combobox", { name: "Date field" }), node.field);
      return test(scope, path, node, "date");
    }
    const described = describe(node.field ?? node.function);
    if (node.kind === "field") return test(scope, path, node, described.type, described.values);
    await hand.choose(scope.getByRole("combobox", { name: "Operator", exact: true }), String(node.matches));
    for (const [index, parameter] of node.where.entries()) {
      await hand.press(at(path, "parameter"));
      await hand.pick(parameter.parameter);
      const { label, type } = described.parameters.find(({ name }) => name === parameter.parameter);
      await test(scope.getByRole("group", { name: label, exact: true }), `${path}/where/${index}`, parameter, type);
    }
  }

  async function members(group, path, nested) {
    for (const [index, child] of group.of.entries()) {
      const node = child.kind === "not" ? child.of : child;
      const place = `${path}/of/${index}`;
      // A new group brings a condition to fill in.
      const blank = nested && index === 0;
      if (node.kind === "all" || node.kind === "any") {
        assert.ok(!blank, "the first of a group is a condition here");
        await hand.press(at(path, "add-group"));
        await page.keyboard.press("Escape");
        await hand.choose(at(place, "join"), node.kind);
        await members(node, place, true);
      } else {
        await hand.press(blank ? at(place, "field") : at(path, "add"));
        await clause(node, place, builder.locator(`li[data-path="${place}"]`));
      }
      if (child.kind === "not") await menu(place, "Negate");
    }
  }

  const root = condition.kind === "all" || condition.kind === "any" ? condition : { kind: "all", of: [condition] };
  await hand.choose(at("", "join"), root.kind);
  await members(root, "", false);
}
