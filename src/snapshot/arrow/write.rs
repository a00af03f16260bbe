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
use std::slice::Iter;

/// What a stream must know of a column before its first batch.
#[derive(Debug)]
pub(crate) enum Shape {
    /// No row has a value.
    Null,
    /// Yes and no.
    Boolean,
    /// Whole numbers from `least` to `greatest`.
    Integer { least: i64, greatest: i64 },
    /// Decimals with mantissas from `least` to `greatest`.
    Decimal { scale: u8, least: i64, greatest: i64 },
    /// Decimals of 128 bits.
    Wide { scale: u8 },
    /// Doubles.
    Float,
    /// Dates.
    Day,
    /// Instants.
    Second,
    /// Texts of so many bytes in all.
    Text { bytes: usize },
    /// Texts by dictionary.
    Dictionary(DictionaryTexts),
    /// Lists of so many items in all.
    List { items: usize, item: Box<Shape> },
    /// Fields by name.
    Struct(Vec<(String, Shape)>),
}

/// The texts of a dictionary as they are written.
#[derive(Debug)]
pub(crate) struct DictionaryTexts {
    count: usize,
    layout: TextLayout,
    body: Body,
}

/// Takes a text.
pub(crate) type TakeText<'a> = &'a mut dyn FnMut(&str);

impl DictionaryTexts {
    /// So many texts; `text` hands over the one of a number. A dictionary has at least one text.
    pub(crate) fn new(count: usize, text: &dyn Fn(usize, TakeText<'_>)) -> DictionaryTexts {
        if count == 0 {
            // A code without a value must still lie in the dictionary.
            return DictionaryTexts::new(1, &|_, take| take(""));
        }
        let mut bytes = 0;
        (0..count).for_each(|at| text(at, &mut |text| bytes += text.len()));
        let layout = text_layout(bytes);
        let mut body = Body::default();
        body.nodes.push(FieldNode::new(count as i64, 0));
        body.buffer(|_| ());
        body.texts(layout, count, text);
        DictionaryTexts { count, layout, body }
    }
}

/// Whether so many distinct texts of so many rows are written as a dictionary: not if nearly all
/// differ.
pub(crate) fn is_dictionary(distinct: usize, rows: usize) -> bool {
    distinct.max(1) <= rows - rows / 4
}

/// A stream being written: a schema, the dictionaries, record batches of at most 65,536 rows, the
/// end mark. Its bytes are taken piece by piece.
///
/// Integers take the narrowest signed width that holds them; decimals that fit 64 bits are such
/// integers with the field metadata `headcount.scale`, others `Decimal128`; texts are
/// dictionary-encoded unless nearly all are distinct; instants are `Timestamp(s, "UTC")`.
#[derive(Debug)]
pub(crate) struct Stream {
    fields: Vec<Field>,
}

impl Stream {
    /// What ends a stream.
    pub(crate) const END: [u8; 8] = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];

    /// Begins a stream of columns.
    pub(crate) fn begin(columns: Vec<(String, Shape)>, take: &mut dyn FnMut(Vec<u8>)) -> Stream {
        let mut dictionaries = Vec::new();
        let fields: Vec<Field> =
            columns.into_iter().map(|(name, shape)| plan(name, shape, &mut dictionaries)).collect();
        write_schema(&fields, take);
        for (id, DictionaryTexts { count, body, .. }) in dictionaries.into_iter().enumerate() {
            write_message(body, count as i64, Some(id as i64), take);
        }
        Stream { fields }
    }

    /// Begins a batch of rows, whose columns come next.
    pub(crate) fn batch(&self, rows: Range<u32>) -> Batch<'_> {
        Batch { fields: self.fields.iter(), rows, body: Body::default() }
    }
}

/// Rows being written, column by column.
#[derive(Debug)]
pub(crate) struct Batch<'a> {
    /// Those of the columns that are not there yet.
    fields: Iter<'a, Field>,
    rows: Range<u32>,
    body: Body,
}

impl Batch<'_> {
    /// Adds the next column.
    ///
    /// # Panics
    /// If the rows, the items of a list or the fields of a struct are not all there.
    pub(crate) fn add(&mut self, column: &Array) {
        assert!(column.len >= self.rows.end, "column '{}' has another length", column.name);
        if let Some(field) = self.fields.next() {
            self.body.push(&field.layout, column, self.rows.clone());
        }
    }

    /// Ends the batch.
    pub(crate) fn end(self, take: &mut dyn FnMut(Vec<u8>)) {
        write_message(self.body, i64::from(self.rows.end - self.rows.start), None, take);
    }
}

/// Writes columns of equal length as one stream.
///
/// # Panics
/// If the columns, the items of a list or the fields of a struct differ in length.
pub fn write_stream(columns: &[Array]) -> Vec<u8> {
    let rows = columns.first().map_or(0, |column| column.len);
    let mut out = Vec::new();
    let mut take = |piece: Vec<u8>| out.extend_from_slice(&piece);
    let shapes = columns.iter().map(|column| (column.name.clone(), shape_of(column))).collect();
    let stream = Stream::begin(shapes, &mut take);
    for start in (0..rows).step_by(BLOCK) {
        let mut batch = stream.batch(start..rows.min(start.saturating_add(BLOCK as u32)));
        for column in columns {
            assert_eq!(column.len, rows, "column '{}' has another length", column.name);
            batch.add(column);
        }
        batch.end(&mut take);
    }
    take(Stream::END.to_vec());
    out
}

/// The shape of a whole column.
fn shape_of(array: &Array) -> Shape {
    match &array.values {
        Values::Null => Shape::Null,
        Values::Boolean(_) => Shape::Boolean,
        Values::Integer(values) => {
            let (least, greatest) = (values.iter().min(), values.iter().max());
            Shape::Integer { least: least.copied().unwrap_or(0), greatest: greatest.copied().unwrap_or(0) }
        }
        Values::Decimal { scale, values } => {
            let (least, greatest) = (values.iter().min(), values.iter().max());
            let (least, greatest) = (least.copied().unwrap_or(0), greatest.copied().unwrap_or(0));
            Shape::Decimal { scale: *scale, least, greatest }
        }
        Values::Wide { scale, .. } => Shape::Wide { scale: *scale },
        Values::Float(_) => Shape::Float,
        Values::Day(_) => Shape::Day,
        Values::Second(_) => Shape::Second,
        Values::Text { codes, dictionary } => {
            if is_dictionary(dictionary.len(), codes.len()) {
                Shape::Dictionary(DictionaryTexts::new(dictionary.len(), &|at, take| take(&dictionary[at])))
            } else {
                Shape::Text { bytes: codes.iter().map(|code| text_of(dictionary, *code).len()).sum() }
            }
        }
        Values::List { offsets, items } => {
            Shape::List { items: offsets.last().map_or(0, |last| *last as usize), item: Box::new(shape_of(items)) }
        }
        Values::Struct(fields) => {
            for field in fields {
                assert_eq!(field.len, array.len, "field '{}' has another length", field.name);
            }
            Shape::Struct(fields.iter().map(|field| (field.name.clone(), shape_of(field))).collect())
        }
    }
}

/// Chooses the layout of a column; a dictionary's identifier is its place in `dictionaries`.
fn plan(name: String, shape: Shape, dictionaries: &mut Vec<DictionaryTexts>) -> Field {
    let layout = match shape {
        Shape::Null => Layout::Null,
        Shape::Boolean => Layout::Boolean,
        Shape::Integer { least, greatest } => {
            Layout::Integer { width: Width::holding(least, greatest), signed: true, scale: None }
        }
        Shape::Decimal { scale, least, greatest } => {
            Layout::Integer { width: Width::holding(least, greatest), signed: true, scale: Some(scale) }
        }
        Shape::Wide { scale } => Layout::Decimal { bytes: 16, scale },
        Shape::Float => Layout::Float64,
        Shape::Day => Layout::Day,
        Shape::Second => Layout::Timestamp { per_second: 1 },
        Shape::Text { bytes } => Layout::Text(text_layout(bytes)),
        Shape::Dictionary(texts) => {
            let (id, width) = (dictionaries.len() as i64, Width::holding(0, texts.count as i64));
            let layout = Layout::Dictionary { id, width, signed: true, texts: texts.layout };
            dictionaries.push(texts);
            layout
        }
        Shape::List { items, item } => Layout::List {
            wide: i32::try_from(items).is_err(),
            item: Box::new(plan("item".to_owned(), *item, dictionaries)),
        },
        Shape::Struct(fields) => {
            Layout::Struct(fields.into_iter().map(|(name, shape)| plan(name, shape, dictionaries)).collect())
        }
    };
    Field { name, layout }
}

fn text_layout(bytes: usize) -> TextLayout {
    if i32::try_from(bytes).is_ok() { TextLayout::Offsets32 } else { TextLayout::Offsets64 }
}

fn text_of(dictionary: &Strings, code: u32) -> &str {
    dictionary.get(code as usize).unwrap_or_default()
}

/// The buffers of one batch with their places.
#[derive(Debug, Default)]
struct Body {
    /// Padded to eight bytes each.
    pieces: Vec<Vec<u8>>,
    /// Bytes of them all.
    len: usize,
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
            (Layout::Integer { width, .. }, Values::Integer(values) | Values::Decimal { values, .. }) => {
                self.integers(*width, values[span].iter().copied());
            }
            (Layout::Decimal { .. }, Values::Wide { values, .. }) => {
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
                self.texts(*texts, length as usize, &|at, take| {
                    let row = rows.start + at as u32;
                    take(if array.is_valid(row) { text_of(dictionary, codes[row as usize]) } else { "" });
                });
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
        self.buffer(|bytes| {
            bytes.reserve_exact(values.size_hint().0 * width.bytes() + 8);
            values.for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()[..width.bytes()]));
        });
    }

    /// Texts one behind the other, after where each of them ends.
    fn texts(&mut self, layout: TextLayout, count: usize, text: &dyn Fn(usize, TakeText<'_>)) {
        let width = if layout == TextLayout::Offsets64 { Width::Eight } else { Width::Four };
        let mut end = 0i64;
        self.integers(
            width,
            (0..=count).map(|at| {
                if at > 0 {
                    text(at - 1, &mut |text| end += text.len() as i64);
                }
                end
            }),
        );
        self.buffer(|bytes| {
            bytes.reserve_exact(end as usize + 8);
            (0..count).for_each(|at| text(at, &mut |text| bytes.extend_from_slice(text.as_bytes())));
        });
    }

    /// Appends one buffer, padded to eight bytes.
    fn buffer(&mut self, fill: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = Vec::new();
        fill(&mut bytes);
        self.buffers.push(Buffer::new(self.len as i64, bytes.len() as i64));
        bytes.resize(bytes.len().next_multiple_of(8), 0);
        self.len += bytes.len();
        if !bytes.is_empty() {
            self.pieces.push(bytes);
        }
    }
}

/// Writes a record batch, or with an identifier a dictionary batch.
fn write_message(body: Body, length: i64, dictionary: Option<i64>, take: &mut dyn FnMut(Vec<u8>)) {
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
    finish(builder, kind, header, body.len, take);
    body.pieces.into_iter().for_each(take);
}

fn write_schema(fields: &[Field], take: &mut dyn FnMut(Vec<u8>)) {
    let mut builder = FlatBufferBuilder::new();
    let fields: Vec<_> = fields.iter().map(|field| write_field(&mut builder, field)).collect();
    let fields = builder.create_vector(&fields);
    let schema = Schema::create(
        &mut builder,
        &SchemaArgs { endianness: Endianness::Little, fields: Some(fields), ..Default::default() },
    );
    finish(builder, MessageHeader::Schema, schema.as_union_value(), 0, take);
}

/// Frames a message up to its body: continuation mark, length of the padded metadata, metadata.
fn finish(
    mut builder: FlatBufferBuilder<'_>,
    kind: MessageHeader,
    header: WIPOffset<UnionWIPOffset>,
    body: usize,
    take: &mut dyn FnMut(Vec<u8>),
) {
    let message = Message::create(
        &mut builder,
        &MessageArgs {
            version: MetadataVersion::V5,
            header_type: kind,
            header: Some(header),
            bodyLength: body as i64,
            custom_metadata: None,
        },
    );
    builder.finish(message, None);
    let metadata = builder.finished_data();
    let padded = metadata.len().next_multiple_of(8);
    let mut head = Vec::with_capacity(8 + padded);
    head.extend_from_slice(&[0xff; 4]);
    head.extend_from_slice(&(padded as u32).to_le_bytes());
    head.extend_from_slice(metadata);
    head.resize(8 + padded, 0);
    take(head);
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
