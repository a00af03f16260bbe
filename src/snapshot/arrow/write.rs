//! Columns → an Arrow IPC stream.

use super::layout::{Field, Layout, TextLayout, Width};
use super::{SCALE_KEY, build::Bits};
use crate::rows::BLOCK;
use crate::snapshot::array::{Array, Values};
use crate::snapshot::strings::Strings;
use arrow_ipc::{
    Bool, BoolArgs, Buffer, Date, DateArgs, DateUnit, Decimal, DecimalArgs, DictionaryBatch, DictionaryBatchArgs,
    DictionaryEncoding, DictionaryEncodingArgs, Endianness, FieldArgs, FieldNode, FloatingPoint, FloatingPointArgs,
    Int, IntArgs, KeyValue, KeyValueArgs, LargeList, LargeListArgs, LargeUtf8, LargeUtf8Args, List, ListArgs, Message,
    MessageArgs, MessageHeader, MetadataVersion, Null, NullArgs, Precision, RecordBatch, RecordBatchArgs, Schema,
    SchemaArgs, Struct_, Struct_Args, TimeUnit, Timestamp, TimestampArgs, Type, Utf8, Utf8Args,
};
use flatbuffers::{FlatBufferBuilder, UnionWIPOffset, WIPOffset};
use std::ops::Range;

/// Writes columns of equal length as one stream: a schema, the dictionaries, record batches of at
/// most 65,536 rows, the end mark.
///
/// Integers take the narrowest signed width that holds them; decimals that fit 64 bits are such
/// integers with the field metadata `headcount.scale`, others `Decimal128`; texts are
/// dictionary-encoded unless nearly all are distinct; instants are `Timestamp(s, "UTC")`.
///
/// # Panics
/// If the columns, the items of a list or the fields of a struct differ in length.
pub fn write_stream(columns: &[Array]) -> Vec<u8> {
    let rows = columns.first().map_or(0, |column| column.len);
    let mut dictionaries = Vec::new();
    let fields: Vec<Field> = columns.iter().map(|column| plan(column, &mut dictionaries)).collect();
    let mut out = Vec::new();
    write_schema(&mut out, &fields);
    for (id, dictionary) in dictionaries.iter().enumerate() {
        write_dictionary(&mut out, id as i64, dictionary);
    }
    for start in (0..rows).step_by(BLOCK) {
        let range = start..rows.min(start.saturating_add(BLOCK as u32));
        let mut body = Body::default();
        for (field, column) in fields.iter().zip(columns) {
            assert_eq!(column.len, rows, "column '{}' has another length", column.name);
            body.push(&field.layout, column, range.clone());
        }
        write_message(&mut out, body, i64::from(range.end - range.start), None);
    }
    out.extend_from_slice(&[0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
    out
}

/// Chooses the layout of a column; a dictionary's identifier is its place in `dictionaries`.
fn plan<'a>(array: &'a Array, dictionaries: &mut Vec<&'a Strings>) -> Field {
    let layout = match &array.values {
        Values::Null => Layout::Null,
        Values::Boolean(_) => Layout::Boolean,
        Values::Integer(values) => {
            let (least, greatest) = extent(values.iter().copied());
            Layout::Integer { width: Width::holding(least, greatest), signed: true, scale: None }
        }
        Values::Decimal { scale, values } => match (
            i64::try_from(values.iter().min().copied().unwrap_or(0)),
            i64::try_from(values.iter().max().copied().unwrap_or(0)),
        ) {
            (Ok(least), Ok(greatest)) => {
                Layout::Integer { width: Width::holding(least, greatest), signed: true, scale: Some(*scale) }
            }
            _ => Layout::Decimal { bytes: 16, scale: *scale },
        },
        Values::Float(_) => Layout::Float64,
        Values::Day(_) => Layout::Day,
        Values::Second(_) => Layout::Timestamp { per_second: 1 },
        Values::Text { codes, dictionary } => {
            if dictionary.len() > codes.len() - codes.len() / 4 {
                let bytes: usize = codes.iter().map(|code| text_of(dictionary, *code).len()).sum();
                Layout::Text(text_layout(bytes))
            } else {
                dictionaries.push(dictionary);
                Layout::Dictionary {
                    id: dictionaries.len() as i64 - 1,
                    width: Width::holding(0, dictionary.len() as i64),
                    signed: true,
                    texts: text_layout(dictionary.iter().map(str::len).sum()),
                }
            }
        }
        Values::List { offsets, items } => Layout::List {
            wide: offsets.last().is_some_and(|last| i32::try_from(*last).is_err()),
            item: Box::new(plan(items, dictionaries)),
        },
        Values::Struct(fields) => {
            for field in fields {
                assert_eq!(field.len, array.len, "field '{}' has another length", field.name);
            }
            Layout::Struct(fields.iter().map(|field| plan(field, dictionaries)).collect())
        }
    };
    Field { name: array.name.clone(), layout }
}

fn extent(values: impl Iterator<Item = i64>) -> (i64, i64) {
    values.fold((0, 0), |(least, greatest), value| (least.min(value), greatest.max(value)))
}

fn text_layout(bytes: usize) -> TextLayout {
    if i32::try_from(bytes).is_ok() { TextLayout::Offsets32 } else { TextLayout::Offsets64 }
}

fn text_of(dictionary: &Strings, code: u32) -> &str {
    dictionary.get(code as usize).unwrap_or_default()
}

/// The buffers of one batch with their places.
#[derive(Default)]
struct Body {
    bytes: Vec<u8>,
    nodes: Vec<FieldNode>,
    buffers: Vec<Buffer>,
}

impl Body {
    fn push(&mut self, layout: &Layout, array: &Array, rows: Range<u32>) {
        let length = rows.end - rows.start;
        let missing = match &array.valid {
            _ if *layout == Layout::Null => length,
            Some(valid) => rows.clone().filter(|row| !valid.contains(*row)).count() as u32,
            None => 0,
        };
        self.nodes.push(FieldNode::new(i64::from(length), i64::from(missing)));
        if *layout == Layout::Null {
            return;
        }
        self.buffer(|bytes| {
            if let (Some(valid), true) = (&array.valid, missing > 0) {
                bytes.extend(Bits::from_fn(length, |row| valid.contains(rows.start + row)).to_bytes());
            }
        });
        let span = rows.start as usize..rows.end as usize;
        match (layout, &array.values) {
            (Layout::Boolean, Values::Boolean(set)) => self.buffer(|bytes| {
                bytes.extend(Bits::from_fn(length, |row| set.contains(rows.start + row)).to_bytes());
            }),
            (Layout::Integer { width, .. }, Values::Integer(values)) => {
                self.integers(*width, values[span].iter().copied());
            }
            (Layout::Integer { width, .. }, Values::Decimal { values, .. }) => {
                self.integers(*width, values[span].iter().map(|value| *value as i64));
            }
            (Layout::Decimal { .. }, Values::Decimal { values, .. }) => {
                self.buffer(|bytes| bytes.extend(values[span].iter().flat_map(|value| value.to_le_bytes())));
            }
            (Layout::Float64, Values::Float(values)) => {
                self.buffer(|bytes| bytes.extend(values[span].iter().flat_map(|value| value.to_le_bytes())));
            }
            (Layout::Day, Values::Day(values)) => {
                self.buffer(|bytes| bytes.extend(values[span].iter().flat_map(|value| value.to_le_bytes())));
            }
            (Layout::Timestamp { .. }, Values::Second(values)) => {
                self.integers(Width::Eight, values[span].iter().copied());
            }
            (Layout::Text(texts), Values::Text { codes, dictionary }) => {
                let text = |row: u32| {
                    if array.is_valid(row) { text_of(dictionary, codes[row as usize]) } else { "" }
                };
                self.texts(*texts, rows.map(text));
            }
            (Layout::Dictionary { width, .. }, Values::Text { codes, .. }) => {
                let index = |row: u32| if array.is_valid(row) { i64::from(codes[row as usize]) } else { 0 };
                self.integers(*width, rows.map(index));
            }
            (Layout::List { wide, item }, Values::List { offsets, items }) => {
                let offsets = &offsets[span.start..=span.end];
                let width = if *wide { Width::Eight } else { Width::Four };
                self.integers(width, offsets.iter().map(|offset| i64::from(offset - offsets[0])));
                self.push(&item.layout, items, offsets[0]..offsets[offsets.len() - 1]);
            }
            (Layout::Struct(fields), Values::Struct(arrays)) => {
                for (field, array) in fields.iter().zip(arrays) {
                    self.push(&field.layout, array, rows.clone());
                }
            }
            _ => unreachable!("the layout was planned from the same array"),
        }
    }

    fn integers(&mut self, width: Width, values: impl Iterator<Item = i64>) {
        self.buffer(|bytes| values.for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()[..width.bytes()])));
    }

    fn texts<'a>(&mut self, layout: TextLayout, texts: impl Iterator<Item = &'a str>) {
        let mut content = Vec::new();
        let mut offsets = vec![0];
        for text in texts {
            content.extend_from_slice(text.as_bytes());
            offsets.push(content.len() as i64);
        }
        let width = if layout == TextLayout::Offsets64 { Width::Eight } else { Width::Four };
        self.integers(width, offsets.into_iter());
        self.buffer(|bytes| bytes.append(&mut content));
    }

    /// Appends one buffer, padded to eight bytes.
    fn buffer(&mut self, fill: impl FnOnce(&mut Vec<u8>)) {
        let start = self.bytes.len();
        fill(&mut self.bytes);
        self.buffers.push(Buffer::new(start as i64, (self.bytes.len() - start) as i64));
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
    }
}

fn write_dictionary(out: &mut Vec<u8>, id: i64, dictionary: &Strings) {
    let mut body = Body::default();
    body.nodes.push(FieldNode::new(dictionary.len() as i64, 0));
    body.buffer(|_| ());
    body.texts(text_layout(dictionary.iter().map(str::len).sum()), dictionary.iter());
    write_message(out, body, dictionary.len() as i64, Some(id));
}

/// Writes a record batch, or with an identifier a dictionary batch.
fn write_message(out: &mut Vec<u8>, body: Body, length: i64, dictionary: Option<i64>) {
    let mut builder = FlatBufferBuilder::new();
    let nodes = builder.create_vector(&body.nodes);
    let buffers = builder.create_vector(&body.buffers);
    let batch = RecordBatch::create(
        &mut builder,
        &RecordBatchArgs { length, nodes: Some(nodes), buffers: Some(buffers), ..Default::default() },
    );
    let (kind, header) = match dictionary {
        None => (MessageHeader::RecordBatch, batch.as_union_value()),
        Some(id) => {
            let args = DictionaryBatchArgs { id, data: Some(batch), isDelta: false };
            (MessageHeader::DictionaryBatch, DictionaryBatch::create(&mut builder, &args).as_union_value())
        }
    };
    finish(out, builder, kind, header, &body.bytes);
}

fn write_schema(out: &mut Vec<u8>, fields: &[Field]) {
    let mut builder = FlatBufferBuilder::new();
    let fields: Vec<_> = fields.iter().map(|field| write_field(&mut builder, field)).collect();
    let fields = builder.create_vector(&fields);
    let schema = Schema::create(
        &mut builder,
        &SchemaArgs { endianness: Endianness::Little, fields: Some(fields), ..Default::default() },
    );
    finish(out, builder, MessageHeader::Schema, schema.as_union_value(), &[]);
}

/// Frames a message: continuation mark, length of the padded metadata, metadata, body.
fn finish(
    out: &mut Vec<u8>,
    mut builder: FlatBufferBuilder<'_>,
    kind: MessageHeader,
    header: WIPOffset<UnionWIPOffset>,
    body: &[u8],
) {
    let message = Message::create(
        &mut builder,
        &MessageArgs {
            version: MetadataVersion::V5,
            header_type: kind,
            header: Some(header),
            bodyLength: body.len() as i64,
            custom_metadata: None,
        },
    );
    builder.finish(message, None);
    let metadata = builder.finished_data();
    let padded = metadata.len().next_multiple_of(8);
    out.extend_from_slice(&[0xff; 4]);
    out.extend_from_slice(&(padded as u32).to_le_bytes());
    out.extend_from_slice(metadata);
    out.resize(out.len() + padded - metadata.len(), 0);
    out.extend_from_slice(body);
}

type Offset<'b> = WIPOffset<arrow_ipc::Field<'b>>;

fn write_field<'b>(builder: &mut FlatBufferBuilder<'b>, field: &Field) -> Offset<'b> {
    let children: Vec<Offset<'b>> = match &field.layout {
        Layout::List { item, .. } => vec![write_field(builder, item)],
        Layout::Struct(fields) => fields.iter().map(|field| write_field(builder, field)).collect(),
        _ => Vec::new(),
    };
    let dictionary = match &field.layout {
        Layout::Dictionary { id, width, signed, .. } => {
            let index = write_integer(builder, *width, *signed);
            let args = DictionaryEncodingArgs { id: *id, indexType: Some(index), ..Default::default() };
            Some(DictionaryEncoding::create(builder, &args))
        }
        _ => None,
    };
    let custom_metadata = match &field.layout {
        Layout::Integer { scale: Some(scale), .. } => {
            let (key, value) = (builder.create_string(SCALE_KEY), builder.create_string(&scale.to_string()));
            let pair = KeyValue::create(builder, &KeyValueArgs { key: Some(key), value: Some(value) });
            Some(builder.create_vector(&[pair]))
        }
        _ => None,
    };
    let (type_type, type_) = write_type(builder, &field.layout);
    let name = builder.create_string(&field.name);
    let children = builder.create_vector(&children);
    let args = FieldArgs {
        name: Some(name),
        nullable: true,
        type_type,
        type_: Some(type_),
        dictionary,
        children: Some(children),
        custom_metadata,
    };
    arrow_ipc::Field::create(builder, &args)
}

fn write_integer<'b>(builder: &mut FlatBufferBuilder<'b>, width: Width, is_signed: bool) -> WIPOffset<Int<'b>> {
    Int::create(builder, &IntArgs { bitWidth: width.bytes() as i32 * 8, is_signed })
}

fn write_type(builder: &mut FlatBufferBuilder<'_>, layout: &Layout) -> (Type, WIPOffset<UnionWIPOffset>) {
    match layout {
        Layout::Null => (Type::Null, Null::create(builder, &NullArgs {}).as_union_value()),
        Layout::Boolean => (Type::Bool, Bool::create(builder, &BoolArgs {}).as_union_value()),
        Layout::Integer { width, signed, .. } => (Type::Int, write_integer(builder, *width, *signed).as_union_value()),
        Layout::Decimal { bytes, scale } => {
            let args = DecimalArgs { precision: 38, scale: i32::from(*scale), bitWidth: i32::from(*bytes) * 8 };
            (Type::Decimal, Decimal::create(builder, &args).as_union_value())
        }
        Layout::Float32 | Layout::Float64 => {
            let precision = if *layout == Layout::Float64 { Precision::DOUBLE } else { Precision::SINGLE };
            let float = FloatingPoint::create(builder, &FloatingPointArgs { precision });
            (Type::FloatingPoint, float.as_union_value())
        }
        Layout::Day => (Type::Date, Date::create(builder, &DateArgs { unit: DateUnit::DAY }).as_union_value()),
        Layout::Timestamp { .. } => {
            let timezone = Some(builder.create_string("UTC"));
            let args = TimestampArgs { unit: TimeUnit::SECOND, timezone };
            (Type::Timestamp, Timestamp::create(builder, &args).as_union_value())
        }
        Layout::Text(TextLayout::Offsets64) | Layout::Dictionary { texts: TextLayout::Offsets64, .. } => {
            (Type::LargeUtf8, LargeUtf8::create(builder, &LargeUtf8Args {}).as_union_value())
        }
        Layout::Text(_) | Layout::Dictionary { .. } => {
            (Type::Utf8, Utf8::create(builder, &Utf8Args {}).as_union_value())
        }
        Layout::List { wide: true, .. } => {
            (Type::LargeList, LargeList::create(builder, &LargeListArgs {}).as_union_value())
        }
        Layout::List { .. } => (Type::List, List::create(builder, &ListArgs {}).as_union_value()),
        Layout::Struct(_) => (Type::Struct_, Struct_::create(builder, &Struct_Args {}).as_union_value()),
    }
}
