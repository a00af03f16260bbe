//! How a column's values lie in Arrow buffers, as the reader and the writer both see it.

/// Bytes of one integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    One,
    Two,
    Four,
    Eight,
}

/// How texts lie in buffers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextLayout {
    /// 32-bit offsets into one buffer.
    Offsets32,
    /// 64-bit offsets into one buffer.
    Offsets64,
    /// 16-byte views into any number of buffers.
    Views,
}

/// The physical type of a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Layout {
    Null,
    Boolean,
    /// Integers; with a scale they are decimals.
    Integer {
        width: Width,
        signed: bool,
        scale: Option<u8>,
    },
    /// Decimals of 4, 8 or 16 bytes.
    Decimal {
        bytes: u8,
        scale: u8,
    },
    Float32,
    Float64,
    /// Days since 1970-01-01.
    Day,
    /// Units since 1970-01-01T00:00:00Z, this many a second.
    Timestamp {
        per_second: i64,
    },
    Text(TextLayout),
    /// Indices into the texts of a dictionary.
    Dictionary {
        id: i64,
        width: Width,
        signed: bool,
        texts: TextLayout,
    },
    /// Lists with 32-bit or (`wide`) 64-bit offsets.
    List {
        wide: bool,
        item: Box<Field>,
    },
    Struct(Vec<Field>),
}

/// A named field.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) layout: Layout,
}

impl Width {
    /// Bytes of one integer.
    pub(super) fn bytes(self) -> usize {
        match self {
            Width::One => 1,
            Width::Two => 2,
            Width::Four => 4,
            Width::Eight => 8,
        }
    }

    /// The width of that many bits, if there is one.
    pub(super) fn of_bits(bits: i32) -> Option<Width> {
        match bits {
            8 => Some(Width::One),
            16 => Some(Width::Two),
            32 => Some(Width::Four),
            64 => Some(Width::Eight),
            _ => None,
        }
    }

    /// The narrowest signed width that holds both numbers.
    pub(super) fn holding(least: i64, greatest: i64) -> Width {
        let fits = |bits: u32| least >= -(1i64 << (bits - 1)) && greatest < 1i64 << (bits - 1);
        if fits(8) {
            Width::One
        } else if fits(16) {
            Width::Two
        } else if fits(32) {
            Width::Four
        } else {
            Width::Eight
        }
    }
}
