// headcount through its public interface: text in, count out; a dragged value through `live`.
import { dateOf, toText } from "../criteria.mjs";
import { AS_OF, AS_OF_TEXT } from "../shop.mjs";
import { KINDS_OF_LEAVES } from "./loops.mjs";

const textOf = (asOf) => (asOf === AS_OF ? AS_OF_TEXT : new Date(asOf * 1000).toISOString());
const dayOf = (second) => dateOf(Math.floor(second / 86_400));

function countOf({ count, problems }) {
  if (count === null) throw new Error(problems.map((problem) => problem.message).join(" "));
  return count;
}

/** The peer over an opened library module and the snapshot's files by path. */
export function headcount(shop, { openSnapshot }, files, options = {}) {
  let snapshot;
  let live;
  let told;
  let hear;
  return {
    name: "headcount",
    kinds: KINDS_OF_LEAVES,
    async build() {
      snapshot = await openSnapshot(Object.fromEntries(files), options);
    },
    /** A drag begins on a segment that is counted already. */
    async begin([{ ask, asOf, drag }]) {
      if (ask !== "drag") return;
      const counted = new Promise((resolve) => (hear = resolve));
      live = snapshot.live(toText(drag.first), {
        asOf: textOf(asOf),
        onCount: (count) => {
          told = count;
          hear?.(count);
        },
      });
      await counted;
    },
    end() {
      live?.dispose();
      live = undefined;
    },
    async count(tree, asOf) {
      return countOf(await snapshot.count(toText(tree), { asOf: textOf(asOf) }));
    },
    /** At once from the table, or when it is there. */
    drag({ path, value }) {
      told = undefined;
      live.drag(path, value);
      if (told !== undefined) return countOf(told);
      return new Promise((resolve) => (hear = resolve)).then(countOf);
    },
    async funnel(tree, asOf) {
      const answer = await snapshot.count(toText(tree), { asOf: textOf(asOf), nodes: true });
      const without = tree.all.map((_, at) => answer.nodes.find(({ path }) => path === `/of/${at}`).withoutIt);
      return [countOf(answer), ...without];
    },
    async overlap(trees, asOf) {
      const { shared } = await snapshot.overlap(trees.map(toText), { asOf: textOf(asOf) });
      return shared.flatMap((row, at) => row.slice(at));
    },
    async timeline(tree, days) {
      const answer = await snapshot.timeline(toText(tree), { from: dayOf(days[0]), to: dayOf(days.at(-1)) });
      return answer.days.map(({ count }) => count);
    },
    close: () => snapshot?.dispose(),
  };
}
