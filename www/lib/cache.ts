// Parts kept between visits by content hash. Best effort: where storage is denied there is none.

import type { ManifestPart } from "./types.js";

const NAME = "headcount-parts";
/** Tells which manifest an entry was kept for. */
const ORIGIN = "x-headcount-origin";

/** The kept bytes of a part; null if there are none. */
export async function kept(part: ManifestPart): Promise<Uint8Array<ArrayBuffer> | null> {
  const response = await quietly(async () => (await caches.open(NAME)).match(keyOf(part.sha256)));
  const bytes = await quietly(async () => response && new Uint8Array(await response.arrayBuffer()));
  return bytes?.length === part.bytes ? bytes : null;
}

/** Keeps the bytes of a part fetched for the manifest at `origin`. They are copied at once. */
export function keep(part: ManifestPart, bytes: Uint8Array<ArrayBuffer>, origin: string): Promise<void | null> {
  const response = new Response(bytes, { headers: { [ORIGIN]: origin } });
  return quietly(async () => (await caches.open(NAME)).put(keyOf(part.sha256), response));
}

/** Forgets what was kept for the manifest at `origin` and is no part of it any more. */
export function tidy(parts: readonly ManifestPart[], origin: string): Promise<void | null> {
  const wanted = new Set(parts.map((part) => keyOf(part.sha256)));
  return quietly(async () => {
    const cache = await caches.open(NAME);
    for (const request of await cache.keys()) {
      if (wanted.has(request.url)) continue;
      const response = await cache.match(request);
      if (response?.headers.get(ORIGIN) === origin) await cache.delete(request);
    }
  });
}

/** Forgets parts whose bytes are not what their hashes say. */
export function forget(parts: readonly ManifestPart[]): Promise<void | null> {
  return quietly(async () => {
    const cache = await caches.open(NAME);
    await Promise.all(parts.map((part) => cache.delete(keyOf(part.sha256))));
  });
}

/** A cache's keys are URLs; nothing is ever fetched from this one. */
function keyOf(sha256: string): string {
  return `https://headcount.invalid/${sha256}`;
}

async function quietly<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch {
    return null;
  }
}
