//! The one public error: what stopped an operation that cannot go on.
//!
//! Problems of a user's segment are not errors; they are [`crate::condition::Problem`]s.

use std::fmt;

/// Why an operation stopped. The kebab-case form ([`Code::as_str`]) is stable and crosses into
/// JavaScript unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// An Arrow part is truncated, inconsistent or not Arrow at all.
    BadArrow,
    /// An Arrow part holds a type the engine does not read.
    UnsupportedType,
    /// The manifest is not valid JSON or lacks a key.
    BadManifest,
    /// The manifest's `version` is higher than this engine reads.
    UnsupportedVersion,
    /// A part's length or hash differs from the manifest.
    PartMismatch,
    /// A part named by the manifest was not supplied.
    MissingPart,
    /// A delta changes another snapshot than the one that is open.
    WrongBase,
    /// A delta cannot be packed or applied exactly; the whole data must be packed.
    PackAnew,
    /// An input file cannot be read as the table it claims to be.
    BadInput,
    /// None of the given files is one that can be imported.
    UnknownInput,
    /// The mapping file is not valid.
    BadMapping,
    /// A time zone has no name, no transitions, or transitions out of order.
    BadTimeZone,
    /// A currency code is not one of ISO 4217's.
    BadCurrency,
    /// An argument (an instant, a policy, an option) cannot be read.
    BadArgument,
    /// A segment document is not JSON of the documented form.
    BadSegment,
    /// The segment has error-level problems and no partial count was asked for.
    InvalidSegment,
    /// A value is too large for its column's exact representation.
    OutOfRange,
    /// The data needs more memory than allowed; the message gives the bytes needed.
    TooLarge,
    /// The snapshot has no such customer.
    UnknownCustomer,
    /// A library document is not one, or breaks the rules of names.
    BadLibrary,
    /// A segment's name is empty or too long.
    BadName,
    /// Another segment has the name.
    NameTaken,
    /// The library has no such segment.
    UnknownSegment,
    /// A segment is used by a campaign, a flow or another segment.
    SegmentInUse,
    /// A segment would refer to itself.
    SegmentCycle,
    /// A segment was changed elsewhere since the caller saw it.
    Conflict,
    /// The operation was cancelled by its caller.
    Aborted,
}

impl Code {
    /// Every code, in declaration order.
    pub const ALL: [Code; 27] = [
        Code::BadArrow,
        Code::UnsupportedType,
        Code::BadManifest,
        Code::UnsupportedVersion,
        Code::PartMismatch,
        Code::MissingPart,
        Code::WrongBase,
        Code::PackAnew,
        Code::BadInput,
        Code::UnknownInput,
        Code::BadMapping,
        Code::BadTimeZone,
        Code::BadCurrency,
        Code::BadArgument,
        Code::BadSegment,
        Code::InvalidSegment,
        Code::OutOfRange,
        Code::TooLarge,
        Code::UnknownCustomer,
        Code::BadLibrary,
        Code::BadName,
        Code::NameTaken,
        Code::UnknownSegment,
        Code::SegmentInUse,
        Code::SegmentCycle,
        Code::Conflict,
        Code::Aborted,
    ];

    /// The stable kebab-case name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Code::BadArrow => "bad-arrow",
            Code::UnsupportedType => "unsupported-type",
            Code::BadManifest => "bad-manifest",
            Code::UnsupportedVersion => "unsupported-version",
            Code::PartMismatch => "part-mismatch",
            Code::MissingPart => "missing-part",
            Code::WrongBase => "wrong-base",
            Code::PackAnew => "pack-anew",
            Code::BadInput => "bad-input",
            Code::UnknownInput => "unknown-input",
            Code::BadMapping => "bad-mapping",
            Code::BadTimeZone => "bad-time-zone",
            Code::BadCurrency => "bad-currency",
            Code::BadArgument => "bad-argument",
            Code::BadSegment => "bad-segment",
            Code::InvalidSegment => "invalid-segment",
            Code::OutOfRange => "out-of-range",
            Code::TooLarge => "too-large",
            Code::UnknownCustomer => "unknown-customer",
            Code::BadLibrary => "bad-library",
            Code::BadName => "bad-name",
            Code::NameTaken => "name-taken",
            Code::UnknownSegment => "unknown-segment",
            Code::SegmentInUse => "segment-in-use",
            Code::SegmentCycle => "segment-cycle",
            Code::Conflict => "conflict",
            Code::Aborted => "aborted",
        }
    }
}

/// An error with a stable code, a sentence that says what to do, and where it happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    code: Code,
    message: String,
    place: Option<String>,
    help: Option<String>,
}

/// `Result` with the crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of `code` whose `message` is one sentence for a person.
    pub fn new(code: Code, message: impl Into<String>) -> Error {
        Error { code, message: message.into(), place: None, help: None }
    }

    /// Names the file, part, column or tree path the error is about. The innermost place wins.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Error {
        if self.place.is_none() {
            self.place = Some(place.into());
        }
        self
    }

    /// Adds one sentence on how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Error {
        self.help = Some(help.into());
        self
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// What happened, without place and help.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The file, part, column or tree path, if known.
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// How to mend it, if known.
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(help) = &self.help {
            write!(f, " {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
