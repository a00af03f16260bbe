//! An Arrow IPC stream → columns.

use super::allowance::Allowance;
use super::batch::Batch;
use super::build::{Build, dictionaries_of};
use super::frame::Frames;
use super::schema::{bad, fields_of};
use crate::error::{Code, Error, Result};
use crate::snapshot::array::Array;
use arrow_ipc::MessageHeader;

/// Reads the columns of a stream or of an Arrow file; `place` names the part in errors.
///
/// # Errors
/// [`Code::BadArrow`] if the bytes are cut off, damaged or not Arrow; [`Code::UnsupportedType`]
/// for a type or compression that is not read; [`Code::OutOfRange`] for a value the column's
/// representation cannot hold; [`Code::TooLarge`] if it takes far more memory than bytes. Where an
/// error concerns a column, its place names it.
pub fn read_stream(bytes: &[u8], place: &str) -> Result<Vec<Array>> {
    read(bytes, place).map_err(|error| error.at(place))
}

fn read(bytes: &[u8], place: &str) -> Result<Vec<Array>> {
    let mut allowance = Allowance::new(bytes.len());
    let mut frames = Frames::new(bytes)?;
    let schema = frames.schema()?;
    let fields = fields_of(&schema, place)?;
    let mut dictionaries = dictionaries_of(&fields)?;
    let mut columns: Vec<Build> = fields.iter().map(|field| Build::new(&field.layout)).collect();
    while let Some((message, body)) = frames.next()? {
        let damaged = || bad("A message has no header");
        match message.header_type() {
            MessageHeader::DictionaryBatch => {
                let header = message.header_as_dictionary_batch().ok_or_else(damaged)?;
                let dictionary = dictionaries.get_mut(&header.id());
                let dictionary = dictionary.ok_or_else(|| bad("A dictionary belongs to no column"))?;
                let mut batch = Batch::new(&header.data().ok_or_else(damaged)?, body)?;
                dictionary.read(&mut batch, header.isDelta(), &mut allowance)?;
                batch.finish()?;
            }
            MessageHeader::RecordBatch => {
                let header = message.header_as_record_batch().ok_or_else(damaged)?;
                let mut batch = Batch::new(&header, body)?;
                let rows = batch.length;
                for (field, column) in fields.iter().zip(&mut columns) {
                    column
                        .append(&field.layout, &mut batch, Some(rows), 0..rows, &dictionaries, &mut allowance)
                        .map_err(|error| in_column(error, place, &field.name))?;
                }
                batch.finish()?;
            }
            MessageHeader::Schema => {
                return Err(bad("The stream has two schemas").help("Make each stream a part of its own."));
            }
            _ => return Err(Error::new(Code::UnsupportedType, "The stream holds tensors, which are not read.")),
        }
    }
    let finished = fields.iter().zip(columns).map(|(field, column)| {
        column.finish(field, &mut dictionaries, &mut allowance).map_err(|error| in_column(error, place, &field.name))
    });
    finished.collect()
}

fn in_column(error: Error, place: &str, column: &str) -> Error {
    error.at(format!("{place}, column '{column}'"))
}
