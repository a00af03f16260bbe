// Samples → what is told of them.

/** The nearest-rank percentile of ascending numbers. */
const percentile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)];

/** Milliseconds of a frame at 60 a second. */
const FRAME = 16.7;

/**
 * The first run, the second, and of the steady ones after these the median and 99th percentile; of
 * fewer than four runs all count as steady. `slow` is how many of all took longer than a frame.
 */
export function figures(samples) {
  const sorted = samples.slice(samples.length < 4 ? 0 : 2).sort((a, b) => a - b);
  return {
    steps: samples.length,
    first: samples[0],
    second: samples[1],
    p50: percentile(sorted, 50),
    p99: percentile(sorted, 99),
    worst: Math.max(...samples),
    slow: samples.filter((sample) => sample > FRAME).length,
  };
}

/** Milliseconds as they are printed. */
export function time(ms) {
  if (ms === undefined) return "–";
  if (ms < 0.01) return ms.toFixed(5);
  return ms >= 100 ? ms.toFixed(0) : ms >= 1 ? ms.toFixed(1) : ms.toFixed(3);
}

/** How many times, as it is printed. */
export const times = (ratio) => `${ratio.toFixed(ratio < 10 ? 1 : 0)}×`;
