//! The codes of all problems the checker reports, and of those only an evaluation can see, each
//! explained in PROBLEMS.md.

macro_rules! codes {
    ($($name:ident = $code:literal),* $(,)?) => {
        $(pub(crate) const $name: &str = $code;)*

        /// Every code the checker uses, in the order of PROBLEMS.md.
        pub const CODES: &[&str] = &[$($code),*];
    };
}

codes! {
    UNKNOWN_FIELD = "unknown-field",
    UNKNOWN_FUNCTION = "unknown-function",
    UNKNOWN_PARAMETER = "unknown-parameter",
    UNKNOWN_KIND = "unknown-kind",
    UNAVAILABLE = "unavailable",
    BAD_ARGUMENT = "bad-argument",
    OPERATOR_NOT_ALLOWED = "operator-not-allowed",
    VALUE_COUNT = "value-count",
    WRONG_TYPE = "wrong-type",
    NEEDS_QUOTES = "needs-quotes",
    QUOTED_DATE = "quoted-date",
    QUOTED_NUMBER = "quoted-number",
    DECIMAL_FOR_INTEGER = "decimal-for-integer",
    INTEGER_TOO_LARGE = "integer-too-large",
    NUMBER_TOO_LONG = "number-too-long",
    LEADING_ZEROS = "leading-zeros",
    REVERSED_RANGE = "reversed-range",
    NO_TIME_OF_DAY = "no-time-of-day",
    NOT_A_DATE_FIELD = "not-a-date-field",
    UNKNOWN_STATISTIC = "unknown-statistic",
    STATISTIC_NOT_HERE = "statistic-not-here",
    UNKNOWN_VALUE = "unknown-value",
    BAD_COORDINATES = "bad-coordinates",
    BAD_PLACE = "bad-place",
    BAD_CATEGORY = "bad-category",
    UNKNOWN_SEGMENT = "unknown-segment",
    SEGMENT_CYCLE = "segment-cycle",
    SEGMENT_INVALID = "segment-invalid",
    MISSING_PARAMETER = "missing-parameter",
    PARAMETER_TWICE = "parameter-twice",
    TOO_DEEP = "too-deep",
    TOO_MANY_NODES = "too-many-nodes",
    TOO_MANY_CLAUSES = "too-many-clauses",
    TOO_MANY_VALUES = "too-many-values",
    VALUE_SPELLING = "value-spelling",
    NO_SUCH_VALUE = "no-such-value",
    COVERS_EXTRA_DAY = "covers-extra-day",
    EMPTY_RANGE = "empty-range",
    EMPTY_GROUP = "empty-group",
    POLICY_EXCLUDES = "policy-excludes",
    MISSING_MATCHES = "missing-matches",
    LANGUAGE_ALONE = "language-alone",
    SEVERAL_CATEGORIES = "several-categories",
    CONTRADICTION = "contradiction",
    TAUTOLOGY = "tautology",
    REPEATED_CLAUSE = "repeated-clause",
    REDUNDANT_CLAUSE = "redundant-clause",
    NOBODY_LEFT = "nobody-left",
    CHANGES_NOTHING = "changes-nothing",
    SNAPSHOT_OLDER = "snapshot-older",
    AS_OF_LATER = "as-of-later",
}
