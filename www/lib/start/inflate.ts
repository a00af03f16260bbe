// Raw inflate for browsers that lack the stream for it.

export { inflateSync } from "fflate";
