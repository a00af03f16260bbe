// A react-querybuilder beside a live count: its edits are counted, and segments set its query.
import { openSnapshot } from "headcount";
import { ruleFields } from "headcount/react";
import { createElement, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { QueryBuilder } from "react-querybuilder";
import { OPTIONS, SHOP } from "./shop.js";

const snapshot = await openSnapshot(SHOP, OPTIONS);
const fields = ruleFields(snapshot.fields);
const rulesOf = async (segment) => JSON.parse((await snapshot.format(segment, "react-querybuilder")).text);
const FIRST = await rulesOf("number_of_orders >= 2");

function App() {
  const [query, setQuery] = useState(FIRST);
  const [told, setTold] = useState("");
  const [live, setLive] = useState(null);
  useEffect(() => {
    const live = snapshot.live(FIRST, {
      onCount: ({ count, problems }) => setTold(count === null ? problems.map(({ message }) => message).join(" ") : `${count}`),
    });
    setLive(live);
    return () => live.dispose();
  }, []);
  useEffect(() => live?.update(query), [live, query]);
  window.show = async (segment) => setQuery(await rulesOf(segment));
  window.text = async () => (await snapshot.format(query, "headcount")).text;
  return createElement(
    "main",
    null,
    createElement(QueryBuilder, { fields, query, onQueryChange: setQuery, showNotToggle: true, showMuteButtons: true, showCloneButtons: true }),
    createElement("output", null, told),
  );
}

createRoot(document.body.appendChild(document.createElement("div"))).render(createElement(App));
