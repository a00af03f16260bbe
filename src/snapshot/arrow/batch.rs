//! One record batch: its nodes and buffers, taken in the order of the fields.

use super::allowance::Allowance;
use super::schema::bad;
use crate::error::{Code, Error, Result};
use arrow_ipc::{BodyCompressionMethod, Buffer, CompressionType, FieldNode, RecordBatch};
use std::borrow::Cow;
use std::io::Read;

/// A cursor over a batch.
#[derive(Debug)]
pub(super) struct Batch<'a> {
    /// Rows.
    pub(super) length: usize,
    nodes: std::vec::IntoIter<FieldNode>,
    buffers: std::vec::IntoIter<Buffer>,
    variadic: std::vec::IntoIter<i64>,
    compressed: bool,
    body: &'a [u8],
}

/// Rows of one field and which of them have a value.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// Rows.
    pub(super) length: usize,
    /// A bit for each row with a value, at least `length`; `None` means all have one.
    pub(super) valid: Option<Cow<'a, [u8]>>,
}

impl Node<'_> {
    /// Whether a row below `length` has a value.
    pub(super) fn is_valid(&self, row: usize) -> bool {
        self.valid.as_ref().is_none_or(|bits| bits[row / 8] >> (row % 8) & 1 == 1)
    }
}

impl<'a> Batch<'a> {
    /// The batch a header describes, over its message's body.
    pub(super) fn new(header: &RecordBatch<'a>, body: &'a [u8]) -> Result<Batch<'a>> {
        let compressed = match header.compression() {
            None => false,
            Some(compression) if compression.method() != BodyCompressionMethod::BUFFER => {
                return Err(Error::new(Code::UnsupportedType, "The buffers are compressed by an unknown method."));
            }
            Some(compression) => match compression.codec() {
                CompressionType::LZ4_FRAME => true,
                CompressionType::ZSTD => {
                    return Err(Error::new(Code::UnsupportedType, "The buffers are compressed with zstd, which is not read.")
                        .help("Write them plain or with LZ4: pyarrow IpcWriteOptions(compression=None), Polars write_ipc_stream(compression='uncompressed'), ClickHouse output_format_arrow_compression_method='none'; the file as a whole may be compressed."));
                }
                _ => return Err(Error::new(Code::UnsupportedType, "The buffers are compressed by an unknown codec.")),
            },
        };
        Ok(Batch {
            length: length(header.length())?,
            nodes: header.nodes().into_iter().flatten().copied().collect::<Vec<_>>().into_iter(),
            buffers: header.buffers().into_iter().flatten().copied().collect::<Vec<_>>().into_iter(),
            variadic: header.variadicBufferCounts().into_iter().flatten().collect::<Vec<_>>().into_iter(),
            compressed,
            body,
        })
    }

    /// The next field's rows, without a validity buffer.
    pub(super) fn bare_node(&mut self) -> Result<usize> {
        let node = self.nodes.next().ok_or_else(|| bad("A batch has fewer nodes than the schema has fields"))?;
        length(node.length())
    }

    /// The next field's rows with their validity buffer.
    pub(super) fn node(&mut self, allowance: &mut Allowance) -> Result<Node<'a>> {
        let node = self.nodes.next().ok_or_else(|| bad("A batch has fewer nodes than the schema has fields"))?;
        let length = length(node.length())?;
        let bits = self.buffer(allowance)?;
        if !(0..=length as i64).contains(&node.null_count()) {
            return Err(bad("A null count does not fit the number of rows"));
        }
        if node.null_count() == 0 {
            return Ok(Node { length, valid: None });
        }
        if bits.len() < length.div_ceil(8) {
            return Err(bad("A validity buffer is too short"));
        }
        Ok(Node { length, valid: Some(bits) })
    }

    /// The next buffer, decompressed.
    pub(super) fn buffer(&mut self, allowance: &mut Allowance) -> Result<Cow<'a, [u8]>> {
        let buffer = self.buffers.next().ok_or_else(|| bad("A batch has fewer buffers than its fields need"))?;
        let place = usize::try_from(buffer.offset()).ok().zip(usize::try_from(buffer.length()).ok());
        let bytes = place
            .and_then(|(offset, length)| self.body.get(offset..offset.checked_add(length)?))
            .ok_or_else(|| bad("A buffer lies outside its message"))?;
        if self.compressed { decompress(bytes, allowance) } else { Ok(Cow::Borrowed(bytes)) }
    }

    /// The next text-view field's data buffers.
    pub(super) fn view_buffers(&mut self, allowance: &mut Allowance) -> Result<Vec<Cow<'a, [u8]>>> {
        let count = self.variadic.next().ok_or_else(|| bad("A batch does not say how many view buffers it has"))?;
        let count = usize::try_from(count).ok().filter(|count| *count <= self.buffers.len());
        let count = count.ok_or_else(|| bad("A batch has fewer buffers than its fields need"))?;
        (0..count).map(|_| self.buffer(allowance)).collect()
    }

    /// Checks that nothing is left over, which would mean that fields were misread.
    pub(super) fn finish(mut self) -> Result<()> {
        if self.nodes.next().is_some() || self.buffers.next().is_some() || self.variadic.next().is_some() {
            return Err(bad("A batch has more nodes or buffers than its fields need"));
        }
        Ok(())
    }
}

fn length(length: i64) -> Result<usize> {
    match u32::try_from(length) {
        Ok(length) => Ok(length as usize),
        Err(_) if length < 0 => Err(bad("A batch has a negative number of rows")),
        Err(_) => Err(Error::new(Code::TooLarge, format!("A batch claims {length} rows; at most 2^32 − 1 are read."))),
    }
}

/// LZ4 cannot shrink further: one byte of a frame stands for at most 255.
const LZ4_RATIO: u64 = 255;

fn decompress<'a>(bytes: &'a [u8], allowance: &mut Allowance) -> Result<Cow<'a, [u8]>> {
    if bytes.is_empty() {
        return Ok(Cow::Borrowed(bytes));
    }
    let Some((length, rest)) = bytes.split_first_chunk::<8>() else {
        return Err(bad("A compressed buffer is too short"));
    };
    let length = i64::from_le_bytes(*length);
    if length == -1 {
        return Ok(Cow::Borrowed(rest));
    }
    let length = u64::try_from(length).map_err(|_| bad("A compressed buffer has a negative length"))?;
    if length > rest.len() as u64 * LZ4_RATIO {
        return Err(bad("A compressed buffer claims to expand to more than LZ4 can hold"));
    }
    allowance.decompressed(length)?;
    let mut out = Vec::with_capacity(length as usize);
    let mut decoder = lz4_flex::frame::FrameDecoder::new(rest).take(length + 1);
    match decoder.read_to_end(&mut out) {
        Ok(read) if read as u64 == length => Ok(Cow::Owned(out)),
        Ok(_) => Err(bad("A compressed buffer does not expand to the length it states")),
        Err(error) => Err(bad(&format!("A compressed buffer is damaged ({error})"))),
    }
}
