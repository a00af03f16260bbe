//! The codes of all problems of reading and printing, each explained in GRAMMAR.md.

macro_rules! codes {
    ($($name:ident = $code:literal),* $(,)?) => {
        $(pub(super) const $name: &str = $code;)*

        /// Every code of reading and printing, in the order of GRAMMAR.md.
        pub const CODES: &[&str] = &[$($code),*];
    };
}

codes! {
    UNKNOWN_CHARACTER = "unknown-character",
    UNCLOSED_QUOTE = "unclosed-quote",
    WRONG_QUOTES = "wrong-quotes",
    UNKNOWN_ESCAPE = "unknown-escape",
    WRONG_OPERATOR = "wrong-operator",
    BAD_NAME = "bad-name",
    BAD_NUMBER = "bad-number",
    THOUSANDS_SEPARATOR = "thousands-separator",
    BAD_DATE = "bad-date",
    IMPOSSIBLE_DATE = "impossible-date",
    BAD_DATETIME = "bad-datetime",
    BAD_OFFSET = "bad-offset",
    UNQUOTED_TEXT = "unquoted-text",
    EXPECTED_CONDITION = "expected-condition",
    EXPECTED_OPERATOR = "expected-operator",
    EXPECTED_VALUE = "expected-value",
    EXPECTED_AND = "expected-and",
    EXPECTED_LIST = "expected-list",
    EXPECTED_PARAMETER = "expected-parameter",
    EXPECTED_MATCHES = "expected-matches",
    EXPECTED_PARENTHESES = "expected-parentheses",
    EXPECTED_ARGUMENT = "expected-argument",
    EXPECTED_TRUTH = "expected-truth",
    REDUNDANT_TRUTH = "redundant-truth",
    UNEXPECTED = "unexpected",
    COMMA_BETWEEN_CONDITIONS = "comma-between-conditions",
    AND_BETWEEN_PARAMETERS = "and-between-parameters",
    OR_BETWEEN_PARAMETERS = "or-between-parameters",
    COLON_FOR_OPERATOR = "colon-for-operator",
    MISSING_COMMA = "missing-comma",
    EXTRA_COMMA = "extra-comma",
    EXTRA_PARENTHESIS = "extra-parenthesis",
    UNCLOSED_PARENTHESIS = "unclosed-parenthesis",
    NESTED_LIST = "nested-list",
    EQUALS_NULL = "equals-null",
    NOT_BEFORE_OPERATOR = "not-before-operator",
    LEGACY_DATE = "legacy-date",
    MIXED_AND_OR = "mixed-and-or",
    TEXT_TOO_LONG = "text-too-long",
    TOO_DEEP = "too-deep",
    TOO_MANY_NODES = "too-many-nodes",
    TOO_MANY_VALUES = "too-many-values",
    TOO_MANY_PROBLEMS = "too-many-problems",
    CANNOT_BE_WRITTEN = "cannot-be-written",
    NOT_IN_SHOPIFY = "not-in-shopify",
    SHOPIFY_LIMIT = "shopify-limit",
    UNKNOWN_KIND = "unknown-kind",
    UNKNOWN_KEY = "unknown-key",
    BAD_CONDITION = "bad-condition",
    BAD_RULE = "bad-rule",
}
