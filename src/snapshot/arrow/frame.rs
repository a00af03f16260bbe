//! The messages of a stream: continuation mark, metadata length, metadata, body.

use super::schema::bad;
use crate::error::{Code, Error, Result};
use arrow_ipc::{Message, MetadataVersion};

/// What begins each message since Arrow 0.15.
const CONTINUATION: u32 = u32::MAX;

/// What begins and ends an Arrow file, which holds a stream between its magic and its footer.
const FILE_MAGIC: &[u8] = b"ARROW1";

/// Reads messages one by one.
#[derive(Debug)]
pub(super) struct Frames<'a> {
    rest: &'a [u8],
    ends_with_footer: bool,
}

impl<'a> Frames<'a> {
    /// The messages of a stream, or of the stream inside an Arrow file.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Frames<'a>> {
        if bytes.starts_with(b"FEA1") {
            return Err(Error::new(Code::UnsupportedType, "This is a Feather version 1 file.")
                .help("Write an Arrow IPC stream."));
        }
        if bytes.starts_with(b"PAR1") {
            return Err(Error::new(Code::UnsupportedType, "This is a Parquet file.").help("Write an Arrow IPC stream."));
        }
        let ends_with_footer = bytes.starts_with(FILE_MAGIC);
        let rest = if ends_with_footer {
            if bytes.len() < 16 || !bytes.ends_with(FILE_MAGIC) {
                return Err(bad("The Arrow file is cut off"));
            }
            &bytes[8..]
        } else {
            bytes
        };
        Ok(Frames { rest, ends_with_footer })
    }

    /// The next message with its body; `None` after the end mark.
    pub(super) fn next(&mut self) -> Result<Option<(Message<'a>, &'a [u8])>> {
        let mut length = self.number()?;
        if length == CONTINUATION {
            length = self.number()?;
        }
        if length == 0 {
            // Rows behind the end mark would be lost without a word.
            if !self.ends_with_footer && self.rest.iter().any(|byte| *byte != 0) {
                return Err(bad("Bytes follow the end of the stream").help("Make each stream a part of its own."));
            }
            return Ok(None);
        }
        let metadata = self.take(u64::from(length))?;
        let message = arrow_ipc::root_as_message(metadata)
            .map_err(|error| bad(&format!("A message's metadata is damaged ({})", first_line(&error))))?;
        if message.version() < MetadataVersion::V4 {
            return Err(Error::new(Code::UnsupportedType, "The stream is written in a format older than Arrow 0.8.")
                .help("Write it with a current Arrow library."));
        }
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

fn first_line(error: &impl ToString) -> String {
    error.to_string().lines().next().unwrap_or_default().trim_end_matches('.').to_owned()
}
