// headcount through its public interface: text in, count out; a dragged value through `live`.
import { toText } from "../criteria.mjs";
import { AS_OF, AS_OF_TEXT } from "../shop.mjs";
import { KINDS_OF_LEAVES } from "./loops.mjs";

/** The peer over an opened library module and the snapshot's files by path. */
export function headcount(shop, { openSnapshot }, files, options = {}) {
  let snapshot;
  return {
    name: "headcount",
    kinds: KINDS_OF_LEAVES,
    async build() {
      const parts = Object.fromEntries([...files].map(([path, bytes]) => [path, bytes]));
      snapshot = await openSnapshot(parts, options);
    },
    async count(tree, asOf) {
      const at = asOf === AS_OF ? AS_OF_TEXT : new Date(asOf * 1000).toISOString();
      const answer = await snapshot.count(toText(tree), { asOf: at });
      if (answer.count === null) throw new Error(answer.problems.map((problem) => problem.message).join(" "));
      return answer.count;
    },
    close: () => snapshot?.dispose(),
  };
}
