// What opening takes: from memory, and over a slow connection until the first count.
import { AS_OF_TEXT } from "./shop.mjs";

/** Bytes of 100 Mbit/s in a millisecond. */
const RATE = 12_500;
const CHUNK = 1 << 16;

/** One connection that all downloads share: a stream of `bytes` that comes as fast as it lets it. */
function connection() {
  let free = performance.now();
  return (bytes) => {
    let at = 0;
    return new ReadableStream(
      {
        async pull(controller) {
          if (at >= bytes.length) return controller.close();
          const chunk = bytes.slice(at, (at += CHUNK));
          free = Math.max(free, performance.now()) + chunk.length / RATE;
          const wait = free - performance.now();
          if (wait > 1) await new Promise((ready) => setTimeout(ready, wait));
          controller.enqueue(chunk);
        },
      },
      { highWaterMark: 1 },
    );
  };
}

const through = async (bytes, stream) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

/** Milliseconds from nothing to the first count, the files gzipped as a server sends them or not. */
async function firstCount(openSnapshot, files, options, zipped) {
  const download = connection();
  const began = performance.now();
  const fetched = (path) => {
    const body = download(files.get(path));
    return new Response(zipped ? body.pipeThrough(new DecompressionStream("gzip")) : body);
  };
  const snapshot = await openSnapshot(fetched, { ...options, cache: false });
  await snapshot.count("default_country = 'DE'", { asOf: AS_OF_TEXT });
  const took = performance.now() - began;
  snapshot.dispose();
  return took;
}

/** Opens the snapshot from memory a few times and over a connection twice. */
export async function opening({ openSnapshot }, files, { brief, log = () => {} }, options = {}) {
  const canonical = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  const samples = [];
  for (let run = 0; run < (brief ? 1 : 4); run++) {
    log(`opening from memory, run ${run + 1}`);
    const began = performance.now();
    (await openSnapshot(Object.fromEntries(files), options)).dispose();
    samples.push(performance.now() - began);
  }
  log("opening over 100 Mbit/s");
  const zipped = new Map();
  for (const [path, bytes] of files) zipped.set(path, await through(bytes, new CompressionStream("gzip")));
  const sent = [...zipped.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  return {
    canonical,
    sent,
    samples,
    plain: await firstCount(openSnapshot, files, options, false),
    zipped: await firstCount(openSnapshot, zipped, options, true),
  };
}

/** One sentence, and the numbers the aims are about. */
export function toldOf({ canonical, sent, samples, plain, zipped }) {
  const mega = (bytes) => (bytes / 1e6).toFixed(1);
  const steady = Math.min(...samples.slice(samples.length > 2 ? 2 : 0));
  const speed = canonical / 1e3 / steady;
  const text =
    `Opening ${mega(canonical)} MB from memory: ${samples.map((ms) => ms.toFixed(0)).join(", ")} ms, at best ${speed.toFixed(0)} MB/s. ` +
    `First count over 100 Mbit/s: ${(plain / 1e3).toFixed(1)} s; gzipped (${mega(sent)} MB) ${(zipped / 1e3).toFixed(1)} s.`;
  return { text, values: { megabytesPerSecond: speed, firstCountSeconds: Math.min(plain, zipped) / 1e3 } };
}
