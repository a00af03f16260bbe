//! What is wrong, or merely doubtful, in a user's segment.

/// Bytes `start..end` of the segment's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Whether the segment can be counted all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The count is given all the same.
    Warning,
    /// There is no count until this is mended.
    Error,
}

/// A replacement that mends the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The bytes to replace; `None` means those of `path`, or else the problem's own span.
    pub span: Option<Span>,
    /// The node to replace, if it is another than the problem is about.
    pub path: Option<String>,
    /// The text to put there.
    pub text: String,
}

/// One problem of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// Whether it prevents a count.
    pub severity: Severity,
    /// One sentence that says what to do.
    pub message: String,
    /// Path of the node or of a part of it (`/of/1/value`, `/of/1/where/0`).
    pub path: String,
    /// Where it stands in the text, if the segment came as text.
    pub span: Option<Span>,
    /// How to mend it, if that is certain.
    pub fix: Option<Fix>,
}

impl Problem {
    /// An error-level problem.
    pub fn error(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem { code, severity: Severity::Error, message: message.into(), path: path.into(), span: None, fix: None }
    }

    /// A warning: the count is given all the same.
    pub fn warning(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Warning, ..Problem::error(code, path, message) }
    }

    /// Places the problem in the text.
    #[must_use]
    pub fn spanning(mut self, start: usize, end: usize) -> Problem {
        self.span = Some(Span { start, end });
        self
    }

    /// Proposes a replacement for the problem's span.
    #[must_use]
    pub fn fix(mut self, text: impl Into<String>) -> Problem {
        self.fix = Some(Fix { span: None, path: None, text: text.into() });
        self
    }

    /// Proposes a replacement for another node.
    #[must_use]
    pub fn fix_node(mut self, path: &str, text: impl Into<String>) -> Problem {
        self.fix = Some(Fix { span: None, path: Some(path.to_owned()), text: text.into() });
        self
    }

    /// Proposes a replacement for other bytes than the problem's span.
    #[must_use]
    pub fn fix_at(mut self, start: usize, end: usize, text: impl Into<String>) -> Problem {
        self.fix = Some(Fix { span: Some(Span { start, end }), path: None, text: text.into() });
        self
    }
}
