//! The messages of a stream: continuation mark, metadata length, metadata, body.

use super::schema::bad;
use crate::error::{Code, Error, Result};
use arrow_ipc::{Block, Message, MetadataVersion, Schema};

/// What begins each message since Arrow 0.15.
const CONTINUATION: u32 = u32::MAX;

/// What begins and ends an Arrow file.
const FILE_MAGIC: &[u8] = b"ARROW1";

/// Bytes behind an Arrow file's footer: its length and the magic.
const FOOTER_END: usize = 10;

/// Reads messages one by one.
#[derive(Debug)]
pub(super) struct Frames<'a> {
    rest: &'a [u8],
    /// Of a file: its bytes, its schema and the blocks not yet read, last one first. What a file
    /// holds besides its blocks is its writer's affair: Polars frames no schema there.
    file: Option<(&'a [u8], Schema<'a>, Vec<Block>)>,
}

/// Bytes of the first message of a stream, its end mark included; `None` if more are needed to
/// tell or the message is not whole.
pub(super) fn whole_message(bytes: &[u8]) -> Result<Option<usize>> {
    let number = |at: usize| {
        let four = bytes.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_le_bytes(four))
    };
    let (mut at, mut length) = (4, number(0));
    if length == Some(CONTINUATION) {
        (at, length) = (8, number(4));
    }
    let Some(length) = length else { return Ok(None) };
    if length == 0 {
        return Ok(Some(at));
    }
    let Some(metadata) = bytes.get(at..).filter(|rest| rest.len() >= length as usize) else { return Ok(None) };
    let message = message_of(&metadata[..length as usize])?;
    let body = usize::try_from(message.bodyLength()).unwrap_or(usize::MAX);
    let end = (at + length as usize).checked_add(body);
    Ok(end.filter(|end| *end <= bytes.len()))
}

impl<'a> Frames<'a> {
    /// The messages of a stream, or those a file's footer lists.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Frames<'a>> {
        if bytes.starts_with(b"FEA1") {
            return Err(Error::new(Code::UnsupportedType, "This is a Feather version 1 file.")
                .help("Write an Arrow IPC stream."));
        }
        if bytes.starts_with(b"PAR1") {
            return Err(Error::new(Code::UnsupportedType, "This is a Parquet file.").help("Write an Arrow IPC stream."));
        }
        let file = if is_file(bytes) { Some(file(bytes)?) } else { None };
        Ok(Frames { rest: bytes, file })
    }

    /// The schema, which is asked for first.
    pub(super) fn schema(&mut self) -> Result<Schema<'a>> {
        if let Some((_, schema, _)) = &self.file {
            return Ok(*schema);
        }
        let first = self.message()?.and_then(|(message, _)| message.header_as_schema());
        first.ok_or_else(|| bad("The stream does not begin with a schema"))
    }

    /// The next message with its body; `None` after the last one.
    pub(super) fn next(&mut self) -> Result<Option<(Message<'a>, &'a [u8])>> {
        if let Some((bytes, _, blocks)) = &mut self.file {
            let Some(block) = blocks.pop() else { return Ok(None) };
            let start = usize::try_from(block.offset()).ok().filter(|start| *start < bytes.len());
            self.rest = start.map(|start| &bytes[start..]).ok_or_else(|| bad("A block lies outside the file"))?;
            let (whole, claimed) = (self.rest.len() as i128, size(&block));
            let message = self.message()?.ok_or_else(|| bad("A block of the file has no message"))?;
            if whole - self.rest.len() as i128 > claimed {
                return Err(bad("A block of the file is longer than its footer says"));
            }
            return Ok(Some(message));
        }
        self.message()
    }

    fn message(&mut self) -> Result<Option<(Message<'a>, &'a [u8])>> {
        let mut length = self.number()?;
        if length == CONTINUATION {
            length = self.number()?;
        }
        if length == 0 {
            // Rows behind the end mark would be lost without a word.
            if self.file.is_none() && self.rest.iter().any(|byte| *byte != 0) {
                return Err(beyond_end());
            }
            return Ok(None);
        }
        let metadata = self.take(u64::from(length))?;
        let message = message_of(metadata)?;
        let body = u64::try_from(message.bodyLength()).map_err(|_| bad("A message's body has a negative length"))?;
        Ok(Some((message, self.take(body)?)))
    }

    fn number(&mut self) -> Result<u32> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes(bytes.try_into().expect("four bytes were taken")))
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8]> {
        let length = usize::try_from(length).ok().filter(|length| *length <= self.rest.len());
        let length = length.ok_or_else(|| {
            bad("The stream is cut off")
                .help("A complete stream ends with the eight-byte end mark its writer leaves on closing.")
        })?;
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(taken)
    }
}

/// Whether bytes begin a file rather than a stream.
pub(super) fn is_file(bytes: &[u8]) -> bool {
    bytes.starts_with(FILE_MAGIC)
}

/// Bytes behind the end mark.
pub(super) fn beyond_end() -> Error {
    bad("Bytes follow the end of the stream").help("Make each stream a part of its own.")
}

fn message_of(metadata: &[u8]) -> Result<Message<'_>> {
    let message = arrow_ipc::root_as_message(metadata)
        .map_err(|error| bad(&format!("A message's metadata is damaged ({})", first_line(&error))))?;
    if message.version() < MetadataVersion::V4 {
        return Err(Error::new(Code::UnsupportedType, "The stream is written in a format older than Arrow 0.8.")
            .help("Write it with a current Arrow library."));
    }
    Ok(message)
}

/// A file's bytes, schema and blocks: dictionaries, then record batches, last one first.
fn file(bytes: &[u8]) -> Result<(&[u8], Schema<'_>, Vec<Block>)> {
    let cut_off = || bad("The Arrow file is cut off");
    if bytes.len() < FILE_MAGIC.len() + FOOTER_END || !bytes.ends_with(FILE_MAGIC) {
        return Err(cut_off());
    }
    let end = bytes.len() - FOOTER_END;
    let length = u32::from_le_bytes(bytes[end..end + 4].try_into().expect("four bytes were taken"));
    let start = usize::try_from(length).ok().and_then(|length| end.checked_sub(length)).ok_or_else(cut_off)?;
    let footer = arrow_ipc::root_as_footer(&bytes[start..end])
        .map_err(|error| bad(&format!("The file's footer is damaged ({})", first_line(&error))))?;
    let schema = footer.schema().ok_or_else(|| bad("The file's footer has no schema"))?;
    let lists = [footer.dictionaries(), footer.recordBatches()];
    let blocks: Vec<Block> = lists.into_iter().flatten().flat_map(|list| list.iter().copied()).collect();
    // Blocks that share bytes would make more of a file than there is in it.
    if blocks.iter().map(size).sum::<i128>() > bytes.len() as i128 {
        return Err(bad("The blocks of the file are longer than the file"));
    }
    Ok((bytes, schema, blocks.into_iter().rev().collect()))
}

/// Bytes of a block, by the footer.
fn size(block: &Block) -> i128 {
    i128::from(block.metaDataLength().max(0)) + i128::from(block.bodyLength().max(0))
}

fn first_line(error: &impl ToString) -> String {
    error.to_string().lines().next().unwrap_or_default().trim_end_matches('.').to_owned()
}
