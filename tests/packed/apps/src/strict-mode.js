// React 18 in StrictMode: every effect runs twice.
import { createElement, StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { useCount, useSnapshot } from "headcount/react";
import { OPTIONS, SEGMENT, SHOP } from "./shop.js";

const seen = (window.seen = { opened: new Set(), statuses: [] });

function App() {
  const { status, snapshot } = useSnapshot(SHOP, OPTIONS);
  const [segment, setSegment] = useState(SEGMENT);
  const { count, pending } = useCount(snapshot, segment);
  if (snapshot) seen.opened.add(snapshot);
  if (seen.statuses.at(-1) !== status) seen.statuses.push(status);
  window.edit = setSegment;
  return createElement("output", { "data-pending": pending }, count ? String(count.count) : status);
}

const container = document.body.appendChild(document.createElement("main"));
const root = createRoot(container);
root.render(createElement(StrictMode, null, createElement(App)));
window.unmount = () => root.unmount();
