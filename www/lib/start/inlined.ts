// The wasm as it travels inside the package: base64 of raw deflate.

/** The bytes of a deflated module. */
export async function inflate(deflated: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0));
  try {
    const inflater = new DecompressionStream("deflate-raw");
    return new Uint8Array(await new Response(new Blob([packed]).stream().pipeThrough(inflater)).arrayBuffer());
  } catch (cause) {
    // Chrome before 103 and Firefox before 113 have wasm SIMD but not this stream.
    if (typeof DecompressionStream !== "undefined" && !(cause instanceof TypeError)) throw cause;
    const { inflateSync } = await import("./inflate.js");
    return Uint8Array.from(inflateSync(packed));
  }
}
