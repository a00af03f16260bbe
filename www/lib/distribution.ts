// The columns of a distribution, from bytes to the numbers they are.

import type { Distribution, DistributionReply } from "./types.js";

/** The distribution with its columns as typed arrays over the same bytes. */
export function distributionOf({ stops, counts, edges, bars, ...figures }: DistributionReply): Distribution {
  return {
    ...figures,
    stops: new Float64Array(stops.buffer),
    counts: new Uint32Array(counts.buffer),
    edges: new Float64Array(edges.buffer),
    bars: new Uint32Array(bars.buffer),
  };
}
