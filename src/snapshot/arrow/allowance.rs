//! How much memory reading a part may take: a multiple of the bytes the part really has.

use crate::error::{Code, Error, Result};

/// Bytes that may still be allocated. Every accepted layout grows by less than [`GROWTH`] when
/// decoded (the worst is an 8-bit integer that becomes a 128-bit decimal, beside its validity
/// bit), so only overlapping text views, repeated dictionaries and the like meet the limit.
#[derive(Debug)]
pub(super) struct Allowance {
    left: u64,
    decompressed: u64,
}

/// Decoded bytes allowed for each byte of the part.
const GROWTH: u64 = 64;

/// Most bytes that compressed buffers of one part may expand to.
const DECOMPRESSED: u64 = 1 << 31;

impl Allowance {
    /// For a part of `bytes` bytes.
    pub(super) fn new(bytes: usize) -> Allowance {
        Allowance { left: bytes as u64 * GROWTH + (1 << 16), decompressed: 0 }
    }

    /// For another message of `bytes` bytes, when what the ones before it expanded to is gone.
    pub(super) fn add(&mut self, bytes: usize) {
        self.left += bytes as u64 * GROWTH;
        self.decompressed = 0;
    }

    /// Takes `bytes` from what is left.
    pub(super) fn take(&mut self, bytes: usize) -> Result<()> {
        let left = self.left.checked_sub(bytes as u64).ok_or_else(|| {
            Error::new(Code::TooLarge, "The columns take over 64 times the memory of the bytes they are stored in.")
        })?;
        self.left = left;
        Ok(())
    }

    /// Adds the size of a decompressed buffer.
    pub(super) fn decompressed(&mut self, bytes: u64) -> Result<()> {
        self.decompressed += bytes;
        if self.decompressed > DECOMPRESSED {
            return Err(Error::new(
                Code::TooLarge,
                format!("Compressed buffers expand to {} bytes, over the limit of {DECOMPRESSED}.", self.decompressed),
            )
            .help("Write the table as several parts."));
        }
        self.left += bytes * GROWTH;
        Ok(())
    }
}
