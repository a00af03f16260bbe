// The shop as Arrow IPC streams: what headcount opens and duckdb-wasm ingests.
import {
  Dictionary,
  Field,
  Int32,
  List,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Utf8,
  makeData,
  tableToIPC,
  vectorFromArray,
} from "apache-arrow";
import { AS_OF, AS_OF_TEXT, COUNTRIES, KINDS, TAGS } from "./shop.mjs";

const cents = (name) => new Field(name, new Int32(), false, new Map([["headcount.scale", "2"]]));
const plain = (name, type) => new Field(name, type, false);
const STATUS = ["NOT_SUBSCRIBED", "SUBSCRIBED"];

/** Codes of a dictionary of texts. */
function coded(codes, texts, id) {
  const type = new Dictionary(new Utf8(), codes instanceof Uint8Array ? new Uint8() : new Uint16(), id);
  return makeData({ type, length: codes.length, nullCount: 0, data: codes, dictionary: vectorFromArray(texts, new Utf8()) });
}

function numbers(type, values) {
  return makeData({ type, length: values.length, nullCount: 0, data: values });
}

/** Ids "1".."n" as UTF-8. */
function ids(n) {
  const offsets = new Int32Array(n + 1);
  const bytes = new Uint8Array(n * String(n).length);
  let used = 0;
  for (let i = 0; i < n; i++) {
    const text = String(i + 1);
    for (let at = 0; at < text.length; at++) bytes[used++] = text.charCodeAt(at);
    offsets[i + 1] = used;
  }
  return makeData({ type: new Utf8(), length: n, nullCount: 0, valueOffsets: offsets, data: bytes.subarray(0, used) });
}

function stream(fields, columns) {
  const schema = new Schema(fields);
  const length = columns[0].length;
  const data = makeData({ type: new Struct(fields), length, nullCount: 0, children: columns });
  return tableToIPC(new Table(schema, [new RecordBatch(schema, data)]), "stream");
}

function seconds(values) {
  const wide = new BigInt64Array(values.length);
  for (let i = 0; i < values.length; i++) wide[i] = BigInt(values[i]);
  return numbers(new TimestampSecond("UTC"), wide);
}

/** The parts by table: `{ table, rows, bytes }`, customers first. */
export function arrowParts(shop) {
  const { customers, orders, lines, events } = shop;
  const tagItems = coded(customers.tags, TAGS, 2);
  const tags = makeData({
    type: new List(plain("item", tagItems.type)),
    length: customers.n,
    nullCount: 0,
    valueOffsets: new Int32Array(customers.tagStarts.buffer),
    child: tagItems,
  });
  const country = coded(customers.country, COUNTRIES, 1);
  const status = coded(customers.subscribed, STATUS, 3);
  const created = seconds(customers.addedDay.map((day) => day * 86_400));
  const utc = new TimestampSecond("UTC");
  const parts = [
    {
      table: "customers",
      rows: customers.n,
      bytes: stream(
        [
          plain("id", new Utf8()),
          plain("created_at", utc),
          plain("country", country.type),
          plain("email_status", status.type),
          plain("tags", tags.type),
        ],
        [ids(customers.n), created, country, status, tags],
      ),
    },
    {
      table: "orders",
      rows: orders.n,
      bytes: stream(
        [plain("customer", new Uint32()), plain("placed_at", utc), cents("total")],
        [numbers(new Uint32(), orders.customer), seconds(orders.at), numbers(new Int32(), orders.cents)],
      ),
    },
  ];
  if (lines.n > 0) {
    const product = coded(lines.product, Array.from({ length: 5_000 }, (_, index) => String(index + 1)), 4);
    parts.push({
      table: "lines",
      rows: lines.n,
      bytes: stream(
        [plain("order", new Uint32()), plain("product_id", product.type), plain("quantity", new Uint8()), cents("amount")],
        [numbers(new Uint32(), lines.order), product, numbers(new Uint8(), lines.quantity), numbers(new Int32(), lines.cents)],
      ),
    });
  }
  const kind = coded(events.kind, KINDS, 5);
  parts.push({
    table: "events",
    rows: events.n,
    bytes: stream(
      [plain("customer", new Uint32()), plain("kind", kind.type), plain("at", utc)],
      [numbers(new Uint32(), events.customer), kind, seconds(events.at)],
    ),
  });
  return parts;
}

/** The parts with a manifest, as `openSnapshot` takes them: path → bytes. */
export async function snapshotOf(shop) {
  const parts = arrowParts(shop);
  const files = new Map();
  const listed = [];
  for (const { table, rows, bytes } of parts) {
    const path = `${table}.arrow`;
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const sha256 = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    files.set(path, bytes);
    listed.push({ table, path, rows, bytes: bytes.length, sha256 });
  }
  const manifest = {
    format: "headcount-snapshot",
    version: 1,
    snapshot_id: `bench-${JSON.stringify(shop.size)}${shop.adversarial ? "-adversarial" : ""}`,
    taken_at: AS_OF_TEXT,
    time_zone: { name: "UTC", source: "none", transitions: [[0, 0]] },
    currency: { code: "EUR", exponent: 2 },
    customers: shop.customers.n,
    parts: listed,
  };
  files.set("manifest.json", new TextEncoder().encode(JSON.stringify(manifest)));
  return files;
}

export { AS_OF };
