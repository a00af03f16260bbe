// The race: every peer answers every trace on the same shop in the same run, and all answers must be equal.
import { supports } from "./criteria.mjs";
import { figures } from "./figures.mjs";

/** What a step asks, and how a peer is asked it. A peer without a slider's table counts each frame. */
const ASK = {
  count: (peer, { tree, asOf }) => peer.count(tree, asOf),
  drag: (peer, { tree, asOf, drag }) => (peer.drag ? peer.drag(drag) : peer.count(tree, asOf)),
  funnel: (peer, { tree, asOf }) => peer.funnel(tree, asOf),
  overlap: (peer, { trees, asOf }) => peer.overlap(trees, asOf),
  timeline: (peer, { tree, days }, until) => peer.timeline(tree, days, until),
};

const says = (peer, { ask, tree, trees = [tree], asOf }) =>
  (ask === "count" || ask === "drag" || typeof peer[ask] === "function") &&
  trees.every((tree) => supports(peer.kinds, tree) && (peer.fits?.(tree) ?? true)) &&
  (peer.only?.(asOf) ?? true);

/** The least difference two readings of the clock have, in milliseconds. */
function resolution() {
  const steps = Array.from({ length: 20 }, () => {
    const from = performance.now();
    let now = from;
    while (now === from) now = performance.now();
    return now - from;
  });
  return Math.min(...steps);
}

/**
 * Milliseconds of one frame of a drag that is too quick for the clock: the same frame again and
 * again until the clock can tell. Only what is looked up anew each time is repeated.
 */
function repeated(peer, step) {
  let frames = 0;
  const from = performance.now();
  let now = from;
  while (now - from < 1) {
    for (let i = 0; i < 20; i++) ASK.drag(peer, step);
    frames += 20;
    now = performance.now();
  }
  return (now - from) / frames;
}

/** Numbers, or lists of them; a timeline that was broken off is held against as many days. */
function equal(answer, truth, ask) {
  if (!Array.isArray(truth)) return answer === truth;
  const length = ask === "timeline" ? Math.min(answer.length, truth.length) : truth.length;
  return answer.length >= length && truth.slice(0, length).every((number, at) => answer[at] === number);
}

/**
 * Races `peers` over `traces`; the first peer's answers are what the others' are held against. A slow
 * peer stops a trace after `budget` milliseconds; the figures say how many steps it did. `memory` tells
 * the bytes of the newest wasm memory.
 */
export async function race(peers, traces, { budget = 4_000, log = () => {}, memory = () => undefined } = {}) {
  const results = [];
  const truth = new Map();
  const tick = resolution();
  for (const peer of peers) {
    log(`${peer.name}: building`);
    const began = performance.now();
    await peer.build();
    const built = performance.now() - began;
    const opened = memory();
    const rows = {};
    let answers = 0;
    for (const [name, steps] of Object.entries(traces)) {
      if (!steps.every((step) => says(peer, step))) continue;
      log(`${peer.name}: ${name}`);
      const samples = [];
      await peer.begin?.(steps);
      const until = performance.now() + budget;
      for (const [index, step] of steps.entries()) {
        const from = performance.now();
        let answer = ASK[step.ask](peer, step, until);
        const waited = answer instanceof Promise;
        if (waited) answer = await answer;
        let sample = performance.now() - from;
        if (step.ask === "drag" && !waited && sample < 20 * tick) sample = repeated(peer, step);
        // A timeline that was broken off counts as if its other days took as long.
        if (step.ask === "timeline") sample *= step.days.length / answer.length;
        samples.push(sample);
        answers += 1;
        const key = `${name} ${index}`;
        if (!truth.has(key)) truth.set(key, answer);
        if (!equal(answer, truth.get(key), step.ask)) {
          throw new Error(`${peer.name} counts ${answer} instead of ${truth.get(key)} at step ${index} of '${name}': ${JSON.stringify(step)}`);
        }
        if (performance.now() > until) break;
      }
      await peer.end?.();
      rows[name] = figures(samples);
    }
    const used = memory();
    await peer.close?.();
    results.push({ name: peer.name, built, memory: opened === undefined ? undefined : { opened, used }, answers, rows });
  }
  return { results, compared: truth.size };
}
