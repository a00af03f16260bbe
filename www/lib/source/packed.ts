// A packed snapshot: its manifest, and its parts, wherever they are.

import { failure } from "../errors.js";
import type { Manifest, ManifestPart, Report, TableOutline } from "../types.js";

/** A packed snapshot that was found, its parts not yet read. */
export interface Packed {
  /** The text of the manifest. */
  readonly manifest: string;
  /** The report of packing, if it lies beside the manifest. */
  readonly report: Report | null;
  /** Where the parts are, if they are downloaded; their cache is tidied by it. */
  readonly origin: string | null;
  /** The bytes of a part, the caller's own. */
  part(part: ManifestPart, onBytes: (bytes: number) => void, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** Name of the manifest in every folder. */
export const MANIFEST = "manifest.json";
/** Name of the report beside it. */
export const REPORT = "report.json";

/** Whether a text, or its beginning, is a manifest. */
export function isManifest(text: string): boolean {
  return /^\uFEFF?\s*\{/.test(text) && /"format"\s*:\s*"headcount-snapshot"/.test(text);
}

/** What the page needs of a manifest to fetch its parts, and the tables it outlines; the engine checks all of it. */
export function partsOf(manifest: string): Pick<Manifest, "taken_at" | "parts"> & { readonly told: ReadonlySet<string> } {
  let json: unknown;
  try {
    json = JSON.parse(manifest.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw bad("is not JSON", cause);
  }
  if (typeof json !== "object" || json === null) throw bad("is not an object");
  const { taken_at, parts, tables = [] } = json as Partial<Manifest>;
  if (typeof taken_at !== "string" || !Array.isArray(parts)) throw bad("names no parts");
  for (const part of parts as Partial<ManifestPart>[]) {
    if (typeof part.path !== "string" || !isInside(part.path)) {
      throw bad(`names a part outside its folder: '${part.path}'`);
    }
    if (!Number.isSafeInteger(part.bytes) || part.bytes! < 0) throw bad(`gives no length for '${part.path}'`);
  }
  if (!Array.isArray(tables)) throw bad("tells no list of tables");
  const told = (tables as Partial<TableOutline>[]).map(({ table }) => String(table).split("/", 1)[0]!);
  return { taken_at, parts, told: new Set(told) };
}

/** Whether a path stays in the manifest's folder: a manifest must not send anyone elsewhere. */
function isInside(path: string): boolean {
  return path !== "" && !/^[/\\]|\\|^[a-z][a-z\d+.-]*:|[?#]/i.test(path) && !path.split("/").includes("..");
}

function bad(what: string, cause?: unknown) {
  return failure("bad-manifest", `The manifest ${what}.`, { path: MANIFEST, cause });
}
