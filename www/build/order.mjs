// The order of a wasm's functions in which it compresses best: each stands near those it resembles.
//
// Deflate looks back 32 kB. The compiler places functions by where they come from, so that two instances of
// one generic lie hundreds of kilobytes apart and are paid for twice.

/** Bytes that make functions alike. */
const GRAM = 6;
/** A gram that this many functions hold says nothing. */
const COMMON = 2000;
/** How far back what was placed counts as near. */
const NEAR = { functions: 60, bytes: 30_000 };
/** Keeps the smallest functions, alike by chance, from being placed before any other. */
const SMALL = 60;

const [CUSTOM, IMPORTS, CODE] = [0, 2, 10];

/** The same wasm with a name on each function, so that their order as texts is the one wanted. */
export function namedInOrder(wasm) {
  const { imported, bodies } = functionsOf(wasm);
  const rank = new Map(order(bodies).map((body, at) => [body, at]));
  const names = bodies.map((_, body) => [...leb(imported + body), ...text(`f${String(rank.get(body)).padStart(6, "0")}`)]);
  const functions = [...leb(names.length), ...names.flat()];
  const section = [...text("name"), 1, ...leb(functions.length), ...functions];
  return Buffer.concat([wasm, Buffer.from([CUSTOM, ...leb(section.length), ...section])]);
}

// Always the one of which most is found among the last ones; what few functions hold weighs more.
function order(bodies) {
  const grams = bodies.map(gramsOf);
  const holders = new Map();
  for (const [body, own] of grams.entries()) {
    for (const gram of own) {
      if (!holders.has(gram)) holders.set(gram, []);
      holders.get(gram).push(body);
    }
  }
  const telling = grams.map((own) => own.filter((gram) => holders.get(gram).length > 1 && holders.get(gram).length <= COMMON));
  const found = new Float64Array(bodies.length);
  const near = new Map();
  const count = (body, by) => {
    for (const gram of telling[body]) {
      const times = (near.get(gram) ?? 0) + by;
      near.set(gram, times);
      if (times !== Math.max(by, 0)) continue;
      const alike = holders.get(gram);
      const weight = by / Math.log2(1 + alike.length);
      for (const other of alike) found[other] += weight;
    }
  };
  const placed = [];
  const left = new Set(bodies.keys());
  for (let next = 0, oldest = 0, bytes = 0; next !== undefined; next = mostAlike(left, found, grams)) {
    placed.push(next);
    left.delete(next);
    count(next, 1);
    bytes += bodies[next].length;
    while (oldest < placed.length - 1 && (bytes > NEAR.bytes || placed.length - oldest > NEAR.functions)) {
      count(placed[oldest], -1);
      bytes -= bodies[placed[oldest]].length;
      oldest += 1;
    }
  }
  return placed;
}

function mostAlike(left, found, grams) {
  let best;
  let most = -Infinity;
  for (const body of left) {
    const share = found[body] / (grams[body].length + SMALL);
    if (share > most) [best, most] = [body, share];
  }
  return best;
}

function gramsOf(body) {
  const own = new Set();
  for (let at = 0; at + GRAM <= body.length; at += 1) {
    let hash = 0;
    for (let place = at; place < at + GRAM; place += 1) hash = Math.imul(hash, 0x01000193) ^ body[place];
    own.add(hash);
  }
  return [...own];
}

/** How many functions are imported, and the bytes of each other one. */
function functionsOf(wasm) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = wasm[at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  const bytes = () => {
    const length = number();
    at += length;
    return wasm.subarray(at - length, at);
  };
  const found = { imported: 0, bodies: [] };
  while (at < wasm.length) {
    const id = wasm[at++];
    const end = number() + at;
    if (id === IMPORTS) {
      // wasm-bindgen imports functions alone: two names, a zero and a type each.
      for (found.imported = number(); at < end; number()) {
        bytes();
        bytes();
        if (wasm[at++] !== 0) throw new Error("The wasm imports what is no function; www/build/order.mjs has to follow.");
      }
    }
    if (id === CODE) {
      for (let functions = number(); functions > 0; functions -= 1) found.bodies.push(bytes());
    }
    at = end;
  }
  return found;
}

const text = (words) => [...leb(words.length), ...Buffer.from(words)];

const leb = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);
