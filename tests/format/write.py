"""Writes small Arrow files with pyarrow, DuckDB and Polars, and what must be read from them.

python write.py FOLDER: FOLDER/NAME.arrow, and on stdout a JSON list of
{ name, columns: { name: [shown values] } } or { name, refused: code, says: part of the message }.
"""
import datetime as dt
import decimal
import json
import sys
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

folder = Path(sys.argv[1])
cases = []
D = decimal.Decimal
utc = dt.timezone.utc
INSTANT = dt.datetime(2024, 5, 1, 12, 30, 15, tzinfo=utc)
EARLY = dt.datetime(1969, 12, 31, 23, 59, 59, 500000, tzinfo=utc)


def show(value):
    """As tests/suite/formats.rs shows a value."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, D):
        return format(value.normalize(), "f")
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, dt.datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=utc)
        return aware.astimezone(utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + "|".join(map(show, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}={show(item)}" for key, item in value.items()) + "}"
    return str(value)


def expect(name, columns):
    cases.append({"name": name, "columns": {key: [show(v) for v in values] for key, values in columns.items()}})


def refuse(name, code, says):
    cases.append({"name": name, "refused": code, "says": says})


def stream(name, batches, schema=None, options=None, file=False):
    schema = schema or batches[0].schema
    make = pa.ipc.new_file if file else pa.ipc.new_stream
    with pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink, make(sink, schema, options=options) as writer:
        for batch in batches:
            writer.write_batch(batch)


def one(name, kind, values, expected=None):
    """One column of one type, written by pyarrow in two batches."""
    array = pa.array(values, kind)
    batches = [pa.record_batch([part], names=["c"]) for part in (array.slice(0, 1), array.slice(1))]
    stream(name, batches)
    expect(name, {"c": expected if expected is not None else values})


for bits in (8, 16, 32, 64):
    top = 2 ** (bits - 1)
    one(f"int{bits}", getattr(pa, f"int{bits}")(), [top - 1, None, -top, 0])
    one(f"uint{bits}", getattr(pa, f"uint{bits}")(), [min(2**bits, 2**63) - 1, None, 0])
one("bool", pa.bool_(), [True, None, False, True])
one("null", pa.null(), [None, None, None])
one("float32", pa.float32(), [1.5, None, -0.25])
one("float64", pa.float64(), [0.1, None, -1e15, 3.0])
for bits, make in ((32, pa.decimal32), (64, pa.decimal64), (128, pa.decimal128)):
    one(f"decimal{bits}", make(9, 3), [D("1.500"), None, D("-999999.999")])
one("decimal128_wide", pa.decimal128(38, 2), [D("123456789012345678.25"), None, D("-0.01")])
one("date32", pa.date32(), [dt.date(2024, 2, 29), None, dt.date(1900, 1, 1)])
for unit in ("s", "ms", "us", "ns"):
    for zone in (None, "UTC", "America/New_York"):
        given = [INSTANT, None, EARLY.replace(microsecond=0)]
        one(f"timestamp_{unit}_{(zone or 'none').split('/')[0]}", pa.timestamp(unit, zone), given)
fractions = [INSTANT.replace(microsecond=999999), EARLY]
one("timestamp_cut", pa.timestamp("us", "UTC"), fractions, [INSTANT, EARLY.replace(microsecond=0)])
TEXTS = ["a", None, "", "Łódź 😀", "a longer text that no view holds inline", "a"]
for kind in ("string", "large_string", "string_view"):
    one(kind, getattr(pa, kind)(), TEXTS)
for index in (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()):
    one(f"dictionary_{index}", pa.dictionary(index, pa.string()), TEXTS)
one("dictionary_large", pa.dictionary(pa.int32(), pa.large_string()), TEXTS)
LISTS = [["a", "b"], None, [], [None, "a"], ["c"]]
for item in ("string", "large_string", "string_view"):
    one(f"list_{item}", pa.list_(getattr(pa, item)()), LISTS)
one("large_list", pa.large_list(pa.string()), LISTS)
one("list_int", pa.list_(pa.int32()), [[1, 2], None, [], [3]])
one("list_dictionary", pa.list_(pa.dictionary(pa.int8(), pa.string())), LISTS)
pair = pa.struct([("country", pa.string()), ("latitude", pa.float64())])
one("struct", pair, [{"country": "GB", "latitude": 51.5}, None, {"country": None, "latitude": None}])
one("list_struct", pa.list_(pair), [[{"country": "GB", "latitude": 1.5}], None, [], [{"country": "FR", "latitude": None}] * 2])

# Dictionaries that grow, in deltas or replaced, and compression.
grown = [pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), pa.array(texts)) for codes, texts in
         (([0, 1, None], ["a", "b"]), ([2, 0], ["a", "b", "c"]), ([3, 1, 2], ["a", "b", "c", "d"]))]
expected = ["a", "b", None, "c", "a", "d", "b", "c"]
for delta in (True, False):
    name = "dictionary_delta" if delta else "dictionary_replaced"
    stream(name, [pa.record_batch([part], names=["c"]) for part in grown], options=pa.ipc.IpcWriteOptions(emit_dictionary_deltas=delta))
    expect(name, {"c": expected})
wide = pa.record_batch([pa.array(range(5000), pa.int32()), pa.array([f"text {i % 7}" for i in range(5000)])], names=["n", "t"])
for codec in ("lz4", "zstd"):
    stream(codec, [wide, wide.slice(4990)], options=pa.ipc.IpcWriteOptions(compression=codec))
expect("lz4", {"n": [*range(5000), *range(4990, 5000)], "t": [f"text {i % 7}" for i in [*range(5000), *range(4990, 5000)]]})
refuse("zstd", "unsupported-type", "zstd")
stream("file", [wide.slice(0, 3), wide.slice(3, 2)], file=True)
expect("file", {"n": list(range(5)), "t": [f"text {i}" for i in range(5)]})
stream("sliced", [wide.slice(13, 70)])
expect("sliced", {"n": list(range(13, 83)), "t": [f"text {i % 7}" for i in range(13, 83)]})
stream("empty", [], schema=wide.schema)
expect("empty", {"n": [], "t": []})
scaled = pa.schema([pa.field("c", pa.int64(), metadata={"headcount.scale": "2"})])
stream("scaled", [pa.record_batch([pa.array([150, None, -5], pa.int64())], schema=scaled)])
expect("scaled", {"c": [D("1.5"), None, D("-0.05")]})

# Refused by name.
for name, array, says in (
    ("uint64_large", pa.array([2**64 - 1], pa.uint64()), "column 'c'"),
    ("float16", pa.array([1.0], pa.float16()), "Float16"),
    ("decimal256", pa.array([D(1)], pa.decimal256(50, 2)), "Decimal256"),
    ("negative_scale", pa.array([D(100)], pa.decimal128(9, -2)), "scale -2"),
    ("binary", pa.array([b"x"]), "Binary"),
    ("fixed_binary", pa.array([b"x"], pa.binary(1)), "FixedSizeBinary"),
    ("binary_view", pa.array([b"x"], pa.binary_view()), "BinaryView"),
    ("date64", pa.array([0], pa.date64()), "Date64"),
    ("time", pa.array([0], pa.time32("s")), "Time"),
    ("duration", pa.array([0], pa.duration("s")), "Duration"),
    ("interval", pa.array([(1, 2, 3)], pa.month_day_nano_interval()), "Interval"),
    ("map", pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int32())), "Map"),
    ("union", pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array([1])]), "Union"),
    ("fixed_list", pa.array([[1, 2]], pa.list_(pa.int32(), 2)), "FixedSizeList"),
    ("list_view", pa.array([["a"]], pa.list_view(pa.string())), "ListView"),
    ("run_end", pa.RunEndEncodedArray.from_arrays(pa.array([1], pa.int32()), pa.array(["a"])), "RunEndEncoded"),
    ("list_list", pa.array([[["a"]]]), "a list of lists"),
    ("deep_struct", pa.array([{"a": {"b": 1}}]), "a struct within a struct"),
    ("dictionary_int", pa.array([5]).dictionary_encode(), "a dictionary"),
):
    stream(name, [pa.record_batch([array], names=["c"])])
    refuse(name, "out-of-range" if name == "uint64_large" else "unsupported-type", says)

# DuckDB's own types.
table = duckdb.sql("""
  SELECT * FROM (VALUES
    (1::TINYINT, 70000::INTEGER, 2.50::DECIMAL(18, 2), 'x', DATE '2024-01-31', TIMESTAMP '2024-01-31 10:00:00.5',
     TIMESTAMPTZ '2024-01-31 10:00:00+02', ['p', 'q'], {'country': 'GB', 'city': 'York'}, TRUE, 1.25::DOUBLE, 'low'::ENUM('low', 'high')),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL))
  t(tiny, whole, money, word, day, wall, instant, list, place, flag, real, tier)""").to_arrow_table()
stream("duckdb", table.to_batches())
moment = dt.datetime(2024, 1, 31, 10, tzinfo=utc)
first = [1, 70000, D("2.5"), "x", dt.date(2024, 1, 31), moment, moment - dt.timedelta(hours=2), ["p", "q"],
         {"country": "GB", "city": "York"}, True, 1.25, "low"]
expect("duckdb", {name: [value, None] for name, value in zip(table.column_names, first, strict=True)})

# Polars writes views and LZ4.
frame = pl.DataFrame({
    "word": ["short", None, "a text longer than twelve bytes", ""],
    "kind": pl.Series(["u", "v", None, "u"], dtype=pl.Categorical),
    "money": pl.Series([D("1.25"), None, D("-3"), D("0.01")], dtype=pl.Decimal(18, 2)),
    "at": pl.Series([moment, None, moment, moment], dtype=pl.Datetime("us", "Europe/London")),
    "day": [dt.date(2024, 1, 31), None, dt.date(1960, 1, 1), dt.date(2024, 2, 1)],
    "tags": [["a", "a text longer than twelve bytes"], None, [], [None]],
    "n": pl.Series([1, None, 3, 255], dtype=pl.UInt8),
    "flag": [True, None, False, True],
    "place": [{"city": "York"}, None, {"city": None}, {"city": "Ely"}],
})
shown = {name: frame[name].to_list() for name in frame.columns}
for compression in ("uncompressed", "lz4"):
    frame.write_ipc_stream(folder / f"polars_{compression}.arrow", compression=compression)
    expect(f"polars_{compression}", shown)
frame.write_ipc_stream(folder / "polars_zstd.arrow", compression="zstd")
refuse("polars_zstd", "unsupported-type", "zstd")
frame.write_ipc(folder / "polars_file.arrow", compression="uncompressed")
expect("polars_file", shown)

json.dump(cases, sys.stdout)
