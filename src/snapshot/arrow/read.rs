//! An Arrow IPC stream → columns, all of it or batch by batch.

use super::allowance::Allowance;
use super::batch::Batch;
use super::build::{Build, Dictionaries, dictionaries_of};
use super::frame::{Frames, is_file, whole_message};
use super::layout::Field;
use super::schema::{bad, fields_of};
use crate::error::{Code, Error, Result};
use crate::snapshot::array::Array;
use arrow_ipc::{Message, MessageHeader, Schema};

/// Reads the columns of a stream or of an Arrow file; `place` names the part in errors.
///
/// # Errors
/// [`Code::BadArrow`] if the bytes are cut off, damaged or not Arrow; [`Code::UnsupportedType`]
/// for a type or compression that is not read; [`Code::OutOfRange`] for a value the column's
/// representation cannot hold; [`Code::TooLarge`] if it takes far more memory than bytes. Where an
/// error concerns a column, its place names it.
pub fn read_stream(bytes: &[u8], place: &str) -> Result<Vec<Array>> {
    let whole = || {
        let mut allowance = Allowance::new(bytes.len());
        let mut frames = Frames::new(bytes)?;
        let mut columns = Columns::new(&frames.schema()?, place)?;
        while let Some((message, body)) = frames.next()? {
            columns.message(message, body, place, &mut allowance)?;
        }
        columns.finish(place, &mut allowance)
    };
    whole().map_err(|error| error.at(place))
}

/// Takes the columns of a batch.
pub type TakeBatch<'a> = &'a mut dyn FnMut(&[Array]) -> Result<()>;

/// A stream or a file read as its bytes come. A batch is handed on when it is whole, and then gone;
/// before the first, the columns are handed on without rows. Of a file nothing can be read before
/// its end.
#[derive(Debug)]
pub struct Batches {
    place: &'static str,
    /// Bytes that are no whole message yet.
    bytes: Vec<u8>,
    columns: Option<Columns>,
    allowance: Allowance,
    ended: bool,
}

impl Batches {
    /// A reader; `place` names the data in errors.
    pub fn new(place: &'static str) -> Batches {
        Batches { place, bytes: Vec::new(), columns: None, allowance: Allowance::new(0), ended: false }
    }

    /// Bytes held.
    pub fn bytes_held(&self) -> usize {
        self.bytes.capacity()
    }

    /// Reads the next bytes.
    ///
    /// # Errors
    /// Those of [`read_stream`] and of `take`.
    pub fn push(&mut self, chunk: &[u8], take: TakeBatch<'_>) -> Result<()> {
        self.bytes.extend_from_slice(chunk);
        if self.columns.is_none() && is_file(&self.bytes) { Ok(()) } else { self.messages(take) }
    }

    /// Reads to the end.
    ///
    /// # Errors
    /// Those of [`Batches::push`].
    pub fn finish(&mut self, take: TakeBatch<'_>) -> Result<()> {
        let bytes = std::mem::take(&mut self.bytes);
        let mut frames = Frames::new(&bytes).map_err(|error| error.at(self.place))?;
        if is_file(&bytes) {
            let schema = frames.schema().map_err(|error| error.at(self.place))?;
            self.begin(&schema, take)?;
        }
        self.allowance.add(bytes.len());
        // Of a stream only what is not whole is left, which is an error.
        while !self.ended {
            match frames.next().map_err(|error| error.at(self.place))? {
                Some((message, body)) => self.message(message, body, take)?,
                None => self.ended = true,
            }
        }
        Ok(())
    }

    /// Reads the messages that are whole.
    fn messages(&mut self, take: TakeBatch<'_>) -> Result<()> {
        let bytes = std::mem::take(&mut self.bytes);
        let mut start = 0;
        while let Some(length) = whole_message(&bytes[start..]).map_err(|error| error.at(self.place))? {
            if self.ended {
                break;
            }
            let of_message = &bytes[start..start + length];
            start += length;
            self.allowance.add(length);
            let mut frames = Frames::new(of_message).map_err(|error| error.at(self.place))?;
            if self.columns.is_none() {
                let schema = frames.schema().map_err(|error| error.at(self.place))?;
                self.begin(&schema, take)?;
                continue;
            }
            match frames.next().map_err(|error| error.at(self.place))? {
                Some((message, body)) => self.message(message, body, take)?,
                None => self.ended = true,
            }
        }
        if self.ended && bytes[start..].iter().any(|byte| *byte != 0) {
            return Err(super::frame::beyond_end().at(self.place));
        }
        if !self.ended {
            self.bytes = bytes;
            self.bytes.drain(..start);
        }
        Ok(())
    }

    fn begin(&mut self, schema: &Schema<'_>, take: TakeBatch<'_>) -> Result<()> {
        let columns = Columns::new(schema, self.place).map_err(|error| error.at(self.place))?;
        let columns = self.columns.insert(columns);
        take(&columns.batch(self.place)?)
    }

    fn message(&mut self, message: Message<'_>, body: &[u8], take: TakeBatch<'_>) -> Result<()> {
        let Some(columns) = &mut self.columns else { return Ok(()) };
        columns.message(message, body, self.place, &mut self.allowance).map_err(|error| error.at(self.place))?;
        if message.header_type() == MessageHeader::RecordBatch {
            take(&columns.batch(self.place)?)?;
        }
        Ok(())
    }
}

/// The columns of a stream as they grow.
#[derive(Debug)]
struct Columns {
    fields: Vec<Field>,
    columns: Vec<Build>,
    dictionaries: Dictionaries,
}

impl Columns {
    fn new(schema: &Schema<'_>, place: &str) -> Result<Columns> {
        let fields = fields_of(schema, place)?;
        let dictionaries = dictionaries_of(&fields)?;
        let columns = empty(&fields);
        Ok(Columns { fields, columns, dictionaries })
    }

    fn message(&mut self, message: Message<'_>, body: &[u8], place: &str, allowance: &mut Allowance) -> Result<()> {
        let damaged = || bad("A message has no header");
        match message.header_type() {
            MessageHeader::DictionaryBatch => {
                let header = message.header_as_dictionary_batch().ok_or_else(damaged)?;
                let dictionary = self.dictionaries.get_mut(header.id());
                let dictionary = dictionary.ok_or_else(|| bad("A dictionary belongs to no column"))?;
                let mut batch = Batch::new(&header.data().ok_or_else(damaged)?, body)?;
                dictionary.read(&mut batch, header.isDelta(), allowance)?;
                batch.finish()
            }
            MessageHeader::RecordBatch => {
                let header = message.header_as_record_batch().ok_or_else(damaged)?;
                let mut batch = Batch::new(&header, body)?;
                let rows = batch.length;
                for (field, column) in self.fields.iter().zip(&mut self.columns) {
                    column
                        .append(&field.layout, &mut batch, Some(rows), 0..rows, &self.dictionaries, allowance)
                        .map_err(|error| in_column(error, place, &field.name))?;
                }
                batch.finish()
            }
            MessageHeader::Schema => Err(bad("The stream has two schemas").help("Make each stream a part of its own.")),
            _ => Err(Error::new(Code::UnsupportedType, "The stream holds tensors, which are not read.")),
        }
    }

    /// All rows; dictionaries are used up.
    fn finish(self, place: &str, allowance: &mut Allowance) -> Result<Vec<Array>> {
        let Columns { fields, columns, mut dictionaries } = self;
        arrays(&fields, columns, place, &mut |id, _| {
            dictionaries.get_mut(id).map_or_else(|| Ok(Default::default()), |dictionary| dictionary.give(allowance))
        })
    }

    /// The rows since the last call.
    fn batch(&mut self, place: &str) -> Result<Vec<Array>> {
        let columns = std::mem::replace(&mut self.columns, empty(&self.fields));
        arrays(&self.fields, columns, place, &mut |id, codes| {
            Ok(self.dictionaries.get(id).map(|dictionary| dictionary.pick(codes)).unwrap_or_default())
        })
    }
}

fn empty(fields: &[Field]) -> Vec<Build> {
    fields.iter().map(|field| Build::new(&field.layout)).collect()
}

fn arrays(
    fields: &[Field],
    columns: Vec<Build>,
    place: &str,
    texts_of: &mut super::build::TextsOf<'_>,
) -> Result<Vec<Array>> {
    let finish = |(field, column): (&Field, Build)| {
        column.finish(field, texts_of).map_err(|error| in_column(error, place, &field.name))
    };
    fields.iter().zip(columns).map(finish).collect()
}

fn in_column(error: Error, place: &str, column: &str) -> Error {
    error.at(format!("{place}, column '{column}'"))
}
