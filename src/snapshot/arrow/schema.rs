//! The schema message → fields, refusing by name what is not read.

use super::SCALE_KEY;
use super::layout::{Field, Layout, TextLayout, Width};
use crate::error::{Code, Error, Result};
use arrow_ipc::{DateUnit, Endianness, Precision, Schema, TimeUnit, Type};

/// Most digits after the point of a decimal column.
const MAX_SCALE: i32 = 18;

/// An inconsistent stream; `what` is a sentence without its full stop.
pub(super) fn bad(what: &str) -> Error {
    Error::new(Code::BadArrow, format!("{what}."))
}

/// The fields of a schema; errors name the column.
pub(super) fn fields_of(schema: &Schema<'_>, place: &str) -> Result<Vec<Field>> {
    if schema.endianness() != Endianness::Little {
        return Err(Error::new(Code::UnsupportedType, "The stream is big-endian.")
            .help("Write it on a little-endian machine, or with the writer's little-endian option."));
    }
    let fields = schema.fields().ok_or_else(|| bad("The schema has no fields"))?;
    let mut out: Vec<Field> = Vec::new();
    for field in fields {
        let column = || format!("{place}, column '{}'", field.name().unwrap_or_default());
        let read = field_of(&field, Inside::default()).map_err(|error| error.at(column()))?;
        if out.iter().any(|other| other.name == read.name) {
            return Err(bad("The stream has two columns of this name").at(column()));
        }
        out.push(read);
    }
    Ok(out)
}

/// What a field stands in: one list and one struct at most lie on a path.
#[derive(Debug, Clone, Copy, Default)]
struct Inside {
    list: bool,
    structure: bool,
}

fn field_of(field: &arrow_ipc::Field<'_>, inside: Inside) -> Result<Field> {
    Ok(Field { name: field.name().unwrap_or_default().to_owned(), layout: layout_of(field, inside)? })
}

fn layout_of(field: &arrow_ipc::Field<'_>, inside: Inside) -> Result<Layout> {
    let layout = plain_layout(field, inside)?;
    let Some(dictionary) = field.dictionary() else { return Ok(layout) };
    let Layout::Text(texts) = layout else {
        return Err(unsupported("a dictionary of values that are not text", "Write the column without a dictionary."));
    };
    let (width, signed) = match dictionary.indexType() {
        None => (Width::Four, true),
        Some(index) => (width_of(index.bitWidth())?, index.is_signed()),
    };
    Ok(Layout::Dictionary { id: dictionary.id(), width, signed, texts })
}

fn plain_layout(field: &arrow_ipc::Field<'_>, inside: Inside) -> Result<Layout> {
    let damaged = || bad("The type of a column is damaged");
    let children = || field.children().into_iter().flatten();
    match field.type_type() {
        Type::Null => Ok(Layout::Null),
        Type::Bool => Ok(Layout::Boolean),
        Type::Int => {
            let int = field.type_as_int().ok_or_else(damaged)?;
            let width = width_of(int.bitWidth())?;
            Ok(Layout::Integer { width, signed: int.is_signed(), scale: scale_of(field)? })
        }
        Type::FloatingPoint => match field.type_as_floating_point().ok_or_else(damaged)?.precision() {
            Precision::SINGLE => Ok(Layout::Float32),
            Precision::DOUBLE => Ok(Layout::Float64),
            _ => Err(unsupported("Float16", "Cast it to Float64.")),
        },
        Type::Decimal => {
            let decimal = field.type_as_decimal().ok_or_else(damaged)?;
            let bits = decimal.bitWidth();
            if !matches!(bits, 32 | 64 | 128) {
                return Err(unsupported(&format!("Decimal{bits}"), "Cast it to DECIMAL(38, s) or narrower."));
            }
            if !(0..=MAX_SCALE).contains(&decimal.scale()) {
                let what = format!("a decimal of scale {}", decimal.scale());
                return Err(unsupported(&what, "Cast it to a decimal with 0 to 18 digits after the point."));
            }
            Ok(Layout::Decimal { bytes: (bits / 8) as u8, scale: decimal.scale() as u8 })
        }
        Type::Date => match field.type_as_date().ok_or_else(damaged)?.unit() {
            DateUnit::DAY => Ok(Layout::Day),
            _ => Err(unsupported("Date64", "Cast it to Date32 or to a timestamp.")),
        },
        Type::Timestamp => {
            let per_second = match field.type_as_timestamp().ok_or_else(damaged)?.unit() {
                TimeUnit::SECOND => 1,
                TimeUnit::MILLISECOND => 1_000,
                TimeUnit::MICROSECOND => 1_000_000,
                TimeUnit::NANOSECOND => 1_000_000_000,
                _ => return Err(damaged()),
            };
            Ok(Layout::Timestamp { per_second })
        }
        Type::Utf8 => Ok(Layout::Text(TextLayout::Offsets32)),
        Type::LargeUtf8 => Ok(Layout::Text(TextLayout::Offsets64)),
        Type::Utf8View => Ok(Layout::Text(TextLayout::Views)),
        kind @ (Type::List | Type::LargeList) => {
            if inside.list {
                return Err(unsupported("a list of lists", "Flatten it to one list."));
            }
            let inside = Inside { list: true, ..inside };
            let mut children = children();
            let (Some(item), None) = (children.next(), children.next()) else { return Err(damaged()) };
            // Errors name the column; the item's own name is the writer's affair.
            let item = Field { name: "item".into(), layout: layout_of(&item, inside)? };
            Ok(Layout::List { wide: kind == Type::LargeList, item: Box::new(item) })
        }
        Type::Struct_ => {
            if inside.structure {
                return Err(unsupported("a struct within a struct", "Flatten it to one level."));
            }
            let inside = Inside { structure: true, ..inside };
            Ok(Layout::Struct(children().map(|child| field_of(&child, inside)).collect::<Result<_>>()?))
        }
        kind => Err(unsupported(
            kind.variant_name().unwrap_or("an unknown type").trim_end_matches('_'),
            match kind {
                Type::Binary | Type::LargeBinary | Type::BinaryView | Type::FixedSizeBinary => {
                    "Write it as text (ClickHouse: SETTINGS output_format_arrow_string_as_string = 1)."
                }
                Type::ListView | Type::LargeListView | Type::FixedSizeList => "Cast it to a list.",
                Type::Time => "Join it with its date to a timestamp.",
                Type::Duration | Type::Interval => "Cast it to a number of seconds.",
                Type::RunEndEncoded => "Cast it to plain values or a dictionary.",
                Type::Map => "Make each key a column of its own.",
                _ => "Leave the column out.",
            },
        )),
    }
}

fn unsupported(what: &str, help: &str) -> Error {
    Error::new(Code::UnsupportedType, format!("The column's type, {what}, is not read.")).help(help)
}

fn width_of(bits: i32) -> Result<Width> {
    Width::of_bits(bits).ok_or_else(|| unsupported(&format!("an integer of {bits} bits"), "Cast it to Int64."))
}

fn scale_of(field: &arrow_ipc::Field<'_>) -> Result<Option<u8>> {
    let pairs = field.custom_metadata().into_iter().flatten();
    let Some(pair) = pairs.into_iter().find(|pair| pair.key() == Some(SCALE_KEY)) else { return Ok(None) };
    let scale = pair.value().and_then(|value| value.trim().parse::<u8>().ok());
    match scale.filter(|scale| i32::from(*scale) <= MAX_SCALE) {
        Some(scale) => Ok(Some(scale)),
        None => Err(bad("The field metadata 'headcount.scale' is not a number from 0 to 18")),
    }
}
