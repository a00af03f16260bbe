// Downloads, always on the page: hosts patch the page's `fetch`, and a worker's has other rights.

import { checkAborted, failure, HeadcountError, wordsOf } from "../errors.js";

/** Fetches; anything but a good answer is an error that names the URL. */
export async function fetchOk(url: string | URL, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, signal ? { signal } : {});
  } catch (cause) {
    checkAborted(signal);
    throw failure("fetch-failed", `${String(url)} could not be fetched: ${wordsOf(cause)}.`, { cause });
  }
  return okay(response, String(url));
}

/** The response, if its status is good. */
export function okay(response: Response, url = response.url): Response {
  if (response.ok) return response;
  throw failure("fetch-failed", `${url} answered with status ${response.status}.`);
}

/** The body's chunks. */
export async function* chunksOf(response: Response, signal?: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (!response.body) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      checkAborted(signal);
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    checkAborted(signal);
    if (cause instanceof HeadcountError) throw cause;
    throw failure("fetch-failed", `${response.url || "The response"} broke off: ${wordsOf(cause)}.`, { cause });
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * The whole body of a part that has `length` bytes. One byte more ends it, so that a server cannot
 * fill the memory; one byte less is found by the engine.
 */
export async function bodyOf(
  response: Response,
  length: number,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  for await (const chunk of chunksOf(response, signal)) {
    if (filled + chunk.length > length) {
      throw failure("part-mismatch", `The part has more than the ${length} bytes the manifest says.`, {
        path: response.url,
        help: "Fetch the part again; if that does not help, pack the snapshot again.",
      });
    }
    bytes.set(chunk, filled);
    filled += chunk.length;
    onBytes(filled);
  }
  return filled === length ? bytes : bytes.slice(0, filled);
}
