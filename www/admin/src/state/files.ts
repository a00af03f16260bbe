// What was dropped or chosen: data, a mapping, and what to call them.

/** Files, told apart. */
export interface Dropped {
  readonly files: File[];
  /** The mapping among them, if there is one. */
  readonly mapping: string | null;
  /** What to call them: the folder's name, or the first file's. */
  readonly name: string;
}

const TABLES = ["customers", "orders", "lines", "products", "checkouts", "events", "store_credit"];
/** A mapping is written by hand; anything longer is data. */
const LONGEST_MAPPING = 1 << 20;

/** The text of a file that is a mapping: a JSON object with a key for each table it maps; else null. */
async function mappingOf(file: File): Promise<string | null> {
  if (!/\.json$/i.test(file.name) || file.size > LONGEST_MAPPING || file.name === "manifest.json") return null;
  const text = await file.text();
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null && TABLES.some((table) => table in value) ? text : null;
  } catch {
    return null;
  }
}

/** Sorts out data and mapping; hidden files are left out. */
export async function sortOut(all: readonly File[]): Promise<Dropped> {
  const files: File[] = [];
  let mapping: string | null = null;
  for (const file of all.filter((one) => !one.name.startsWith("."))) {
    const text = await mappingOf(file);
    if (text === null) files.push(file);
    else mapping = text;
  }
  const [first] = files;
  const folder = first?.webkitRelativePath.split("/").slice(0, -1)[0];
  return { files, mapping, name: folder || first?.name || "" };
}

/** Whether these files are a snapshot that has been packed before. */
export const isPacked = (files: readonly File[]): boolean => files.some((file) => file.name === "manifest.json");
