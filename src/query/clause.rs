//! Clauses: a name, an operator, its values.

use super::codes;
use super::literal::shown;
use super::parse::{Parser, Read, problem};
use super::spans::{Place, Under};
use super::token::{Token, TokenKind};
use crate::condition::{AnniversaryClause, Condition, FieldClause, Literal, Operator, Problem, Span, Test};

/// A name as the tree holds it, and where it stands.
pub(super) struct Name {
    pub(super) text: String,
    pub(super) span: Span,
    /// Whether it is in quotes as a whole, so that it is no word of the language.
    quoted: bool,
}

/// An operator that was read.
struct Found {
    operator: Operator,
    span: Span,
    /// Whether a NOT stands before an operator that has no negative form.
    negated: bool,
}

impl Parser<'_> {
    /// A clause, or its problems; what is left of a clause with problems is the caller's to skip.
    pub(super) fn clause(&mut self) -> Option<Read> {
        let name = self.clause_name()?;
        let anniversary = !name.quoted && name.text.eq_ignore_ascii_case("anniversary");
        if self.is_mark(0, "(") {
            if anniversary {
                return self.anniversary(name);
            }
            if self.token_after(1).is_some_and(|token| token.kind == TokenKind::Text) && self.is_mark(2, ")") {
                return self.field_with_argument(name);
            }
            return self.legacy_call(name);
        }
        if self.is_word(0, "MATCHES")
            || self.is_word(0, "NOT_MATCHES")
            || (self.is_word(0, "NOT") && self.is_word(1, "MATCHES"))
        {
            return self.function(name);
        }
        if anniversary {
            let message = "Write the date field in parentheses, like anniversary('birth_date') = today.";
            self.error(codes::EXPECTED_ARGUMENT, name.span, message);
            return None;
        }
        self.field(name, None)
    }

    fn clause_name(&mut self) -> Option<Name> {
        let Some(token) = self.token().filter(|token| matches!(token.kind, TokenKind::Name | TokenKind::Text)) else {
            let span = self.here();
            let message = "A condition is expected here: a field, an operator and a value, like amount_spent > 100.";
            self.error(codes::EXPECTED_CONDITION, span, message);
            return None;
        };
        self.bump();
        self.name(token)
    }

    /// The name in a token: parts without their quotes, older spellings as the newer one.
    pub(super) fn name(&mut self, token: Token) -> Option<Name> {
        let raw = self.str(token.span);
        let text = if token.kind == TokenKind::Text {
            self.text(token.span)
        } else if raw.contains('\'') {
            self.quoted_name(token.span)?
        } else {
            raw.to_owned()
        };
        if token.kind == TokenKind::Name && text.split('.').any(str::is_empty) && !raw.contains("''") {
            let message = format!("Finish the name {}: a part is missing beside a point.", shown(raw));
            self.error(codes::BAD_NAME, token.span, message);
            return None;
        }
        Some(Name { text: newer_spelling(text), span: token.span, quoted: token.kind == TokenKind::Text })
    }

    fn quoted_name(&mut self, span: Span) -> Option<String> {
        let mut name = String::new();
        let mut at = span.start;
        while at < span.end {
            let rest = &self.text[at..span.end];
            if rest.starts_with('\'') {
                let end = at + closing_quote(rest)?;
                name.push_str(&self.text(Span { start: at, end }));
                at = end;
            } else {
                let end = rest.find('\'').unwrap_or(rest.len());
                name.push_str(&rest[..end]);
                at += end;
            }
        }
        Some(name)
    }

    fn field(&mut self, name: Name, argument: Option<(String, Span)>) -> Option<Read> {
        let mut place = Place::leaf(name.span);
        place.part("field", name.span);
        if let Some((_, span)) = &argument {
            place.part("argument", *span);
        }
        let (test, negated) = self.test(&name, &mut place, false)?;
        place.span = self.since(name.span.start);
        let argument = argument.map(|(text, _)| text);
        let read = Read::leaf(Condition::Field(FieldClause { field: name.text, argument, test }), place);
        self.perhaps_negated(read, negated)
    }

    fn field_with_argument(&mut self, name: Name) -> Option<Read> {
        self.bump();
        let span = self.bump()?.span;
        let text = self.text(span);
        self.bump();
        self.field(name, Some((text, span)))
    }

    fn anniversary(&mut self, name: Name) -> Option<Read> {
        let open = self.bump()?.span;
        let labelled = self.token().is_some_and(|token| self.str(token.span) == "date") && self.is_mark(1, ":");
        if labelled {
            self.bump();
            self.bump();
        }
        let quoted = self.token().filter(|token| token.kind == TokenKind::Text);
        let bare = self.token().filter(|token| token.kind == TokenKind::Name);
        let field = match (quoted, bare) {
            (Some(token), _) => {
                self.bump();
                Some((newer_spelling(self.text(token.span)), token.span))
            }
            (None, Some(token)) => {
                self.bump();
                Some((self.unquoted(token.span), token.span))
            }
            _ => None,
        };
        let Some((field, span)) = field else {
            let here = self.here();
            let message = "Write the date field in quotes, like anniversary('birth_date') = today.";
            self.error(codes::EXPECTED_ARGUMENT, here, message);
            self.skip_to_closing();
            return None;
        };
        if self.mark(")").is_none() {
            self.unclosed(open);
        }
        let mut place = Place::leaf(name.span);
        place.part("field", span);
        let (test, negated) = self.test(&name, &mut place, false)?;
        place.span = self.since(name.span.start);
        let read = Read::leaf(Condition::Anniversary(AnniversaryClause { field, test }), place);
        self.perhaps_negated(read, negated)
    }

    /// Reads `x NOT BETWEEN …` as `NOT (x BETWEEN …)`, which is how it is written.
    fn perhaps_negated(&mut self, read: Read, negated: bool) -> Option<Read> {
        if !negated {
            return Some(read);
        }
        let start = read.place.span.start;
        let span = read.place.span;
        let read = self.negate(read, start)?;
        let message = "NOT stands before the whole condition here; write NOT (…).";
        let problem = problem(codes::NOT_BEFORE_OPERATOR, span, message);
        self.report(match super::print::canonical(&read.condition) {
            Some(text) => problem.fix(text),
            None => problem,
        });
        Some(read)
    }

    /// An operator and its operands after the name of a field or parameter.
    pub(super) fn test(&mut self, name: &Name, place: &mut Place, parameter: bool) -> Option<(Test, bool)> {
        let found = self.operator(name, parameter)?;
        let mut operator = found.operator;
        let start = found.span.start;
        if matches!(operator, Operator::Equal | Operator::NotEqual) && self.is_word(0, "NULL") {
            self.bump();
            operator = if operator == Operator::Equal { Operator::IsNull } else { Operator::IsNotNull };
            let span = self.since(start);
            place.part("operator", span);
            let message = format!("Nothing equals NULL; write {}.", operator.as_str());
            self.report(problem(codes::EQUALS_NULL, span, message).fix(operator.as_str()));
            return Some((Test { operator, values: vec![] }, false));
        }
        place.part("operator", found.span);
        let values = match operator.operand_count() {
            Some(0) => vec![],
            Some(2) => self.ends(place)?,
            Some(_) => {
                let value = self.value(operator.as_str(), true)?;
                match (value.literal, implicit_list(operator)) {
                    (Literal::Tuple(values), Some(list)) if parameter && name.text != "coordinates" => {
                        operator = list;
                        list_of(place, value.parts);
                        values
                    }
                    (literal, _) => {
                        place.part("value", value.span);
                        vec![literal]
                    }
                }
            }
            None => {
                let (values, spans) = self.list(operator.as_str())?;
                list_of(place, spans);
                values
            }
        };
        Some((Test { operator, values }, found.negated))
    }

    fn ends(&mut self, place: &mut Place) -> Option<Vec<Literal>> {
        let from = self.value("BETWEEN", false);
        if self.word("AND").is_none() {
            if from.is_some() {
                let span = self.here();
                let message = "BETWEEN takes two values; write BETWEEN a AND b.";
                self.error(codes::EXPECTED_VALUE, span, message);
            }
            return None;
        }
        let to = self.value("AND", false)?;
        let from = from?;
        place.part("from", from.span);
        place.part("to", to.span);
        Some(vec![from.literal, to.literal])
    }

    fn operator(&mut self, name: &Name, parameter: bool) -> Option<Found> {
        let start = self.here().start;
        if let Some(operator) = self.comparison() {
            return Some(Found { operator, span: self.since(start), negated: false });
        }
        let negated = self.is_word(0, "NOT");
        let ahead = usize::from(negated);
        let known = ["BETWEEN", "IN", "CONTAINS", "STARTS", "ENDS"].iter().any(|word| self.is_word(ahead, word));
        if !known {
            if self.is_word(0, "IS") {
                return self.is_null();
            }
            self.no_operator(name);
            return None;
        }
        if negated {
            self.bump();
        }
        let word = self.bump()?.span;
        let (positive, negative) = match self.str(word).to_ascii_uppercase().as_str() {
            "BETWEEN" => (Operator::Between, None),
            "IN" => (Operator::In, Some(Operator::NotIn)),
            "CONTAINS" if self.word("ANY").is_some() => (Operator::ContainsAny, Some(Operator::ContainsNone)),
            "CONTAINS" if self.word("ALL").is_some() => (Operator::ContainsAll, None),
            "CONTAINS" if self.word("NONE").is_some() => (Operator::ContainsNone, Some(Operator::ContainsAny)),
            "CONTAINS" => (Operator::Contains, Some(Operator::NotContains)),
            edge => {
                let operator = if edge == "STARTS" { Operator::StartsWith } else { Operator::EndsWith };
                if self.word("WITH").is_none() {
                    let end = self.end();
                    let message = format!("Write {}.", operator.as_str());
                    let missing = problem(codes::EXPECTED_OPERATOR, word, message);
                    self.report(missing.fix_at(end, end, " WITH"));
                }
                (operator, None)
            }
        };
        let span = self.since(start);
        match (negated, negative, positive) {
            (false, ..) => Some(Found { operator: positive, span, negated: false }),
            (true, Some(negative), Operator::In | Operator::Contains) => {
                Some(Found { operator: negative, span, negated: false })
            }
            (true, Some(negative), _) => {
                let message = format!("Write {} instead of NOT {}.", negative.as_str(), positive.as_str());
                self.report(problem(codes::NOT_BEFORE_OPERATOR, span, message).fix(negative.as_str()));
                Some(Found { operator: negative, span, negated: false })
            }
            (true, None, _) if parameter => {
                let message = format!("A parameter takes no NOT {}; write another operator.", positive.as_str());
                self.error(codes::NOT_BEFORE_OPERATOR, span, message);
                None
            }
            (true, None, _) => Some(Found { operator: positive, span, negated: true }),
        }
    }

    /// Takes a comparison if one is next, also as other languages spell it.
    pub(super) fn comparison(&mut self) -> Option<Operator> {
        let token = self.token().filter(|token| token.kind == TokenKind::Operator)?;
        let spelling = self.str(token.span);
        let next = self.token_after(1).filter(|next| next.kind == TokenKind::Operator);
        let (operator, length) = match (spelling, next.map(|next| self.str(next.span))) {
            (">", Some("=")) => (Operator::GreaterOrEqual, 2),
            ("<", Some("=")) => (Operator::LessOrEqual, 2),
            ("<", Some(">")) | ("!", Some("=")) => (Operator::NotEqual, 2),
            ("=", _) | ("==", _) => (Operator::Equal, 1),
            ("!=", _) | ("<>", _) | ("≠", _) => (Operator::NotEqual, 1),
            (">", _) => (Operator::Greater, 1),
            (">=", _) | ("=>", _) | ("≥", _) => (Operator::GreaterOrEqual, 1),
            ("<", _) => (Operator::Less, 1),
            ("<=", _) | ("=<", _) | ("≤", _) => (Operator::LessOrEqual, 1),
            _ => return None,
        };
        for _ in 0..length {
            self.bump();
        }
        if length > 1 || spelling != operator.as_str() {
            let span = self.since(token.span.start);
            let message = format!("Write {} here.", operator.as_str());
            self.report(problem(codes::WRONG_OPERATOR, span, message).fix(operator.as_str()));
        }
        Some(operator)
    }

    fn is_null(&mut self) -> Option<Found> {
        let start = self.bump()?.span.start;
        let negated = self.word("NOT").is_some();
        if self.word("NULL").is_some() {
            let operator = if negated { Operator::IsNotNull } else { Operator::IsNull };
            return Some(Found { operator, span: self.since(start), negated: false });
        }
        let span = self.since(start);
        let operator = if negated { Operator::NotEqual } else { Operator::Equal };
        let value = self.token().is_some_and(|token| {
            matches!(token.kind, TokenKind::Text | TokenKind::Number | TokenKind::Date | TokenKind::Boolean)
        });
        let message = format!("Write NULL after IS, or {} before a value.", operator.as_str());
        let problem = problem(codes::EXPECTED_OPERATOR, span, message);
        self.report(if value { problem.fix(operator.as_str()) } else { problem });
        value.then_some(Found { operator, span, negated: false })
    }

    fn no_operator(&mut self, name: &Name) {
        let span = match self.token() {
            Some(token) if !self.is_word(0, "AND") && !self.is_word(0, "OR") => token.span,
            _ => Span { start: name.span.end, end: name.span.end },
        };
        let message =
            format!("Write an operator after {}: =, !=, >, BETWEEN, IN, CONTAINS, IS NULL, …", shown(&name.text));
        self.error(codes::EXPECTED_OPERATOR, span, message);
    }
}

/// Puts the spans of a list's values into the place of its clause.
pub(super) fn list_of(place: &mut Place, spans: Vec<Span>) {
    place.under = Under::Values;
    place.children = spans.into_iter().map(Place::leaf).collect();
}

/// The operator of a list that stands where one value is compared.
pub(super) const fn implicit_list(operator: Operator) -> Option<Operator> {
    match operator {
        Operator::Equal => Some(Operator::In),
        Operator::NotEqual => Some(Operator::NotIn),
        _ => None,
    }
}

/// Bytes of a quoted part that begins the text, quotes included.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (offset, c) in text.char_indices().skip(1) {
        if c == '\'' && !escaped {
            return Some(offset + 1);
        }
        escaped = !escaped && c == '\\';
    }
    Some(text.len())
}

/// The one spelling of names that Shopify has spelt in two ways.
pub(super) fn newer_spelling(name: String) -> String {
    if let Some(rest) = name.strip_prefix("storefront_event.") {
        return format!("storefront.{rest}");
    }
    match name.strip_prefix("customer.") {
        Some(rest) if rest.starts_with("metafields.") => rest.to_owned(),
        _ => name,
    }
}

/// A warning at a span.
pub(super) fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Problem {
    Problem::warning(code, "", message).spanning(span.start, span.end)
}
