//! Functions and their parameters, in the current and the legacy spelling.

use super::clause::{Name, implicit_list, list_of, warning};
use super::codes;
use super::parse::{Parser, Read, problem};
use super::spans::{Place, Under};
use super::token::TokenKind;
use crate::condition::{Condition, FunctionClause, Literal, MAX_NODES, Operator, Parameter, Span, Test};

/// What stands between the parentheses of a function.
struct Parameters {
    list: Vec<(Parameter, Place)>,
    /// Whether all of it could be read.
    sound: bool,
    /// The first `name: value`.
    colon: Option<Span>,
    /// Whether some parameter has an operator.
    operators: bool,
    /// Indices of the legacy `since` and `until`.
    since: Option<usize>,
    until: Option<usize>,
}

impl Parser<'_> {
    /// `name [NOT] MATCHES (…)`; the cursor is after the name.
    pub(super) fn function(&mut self, name: Name) -> Option<Read> {
        let start = self.here().start;
        let negated = self.word("NOT").is_some() || self.is_word(0, "NOT_MATCHES");
        self.bump();
        let keyword = self.since(start);
        let open = self.here();
        if self.mark("(").is_none() {
            let end = self.end();
            let message = "Write the parameters in parentheses after MATCHES; () asks for any row at all.";
            self.error(codes::EXPECTED_PARENTHESES, Span { start: end, end }, message);
            return None;
        }
        let parameters = self.parameters(open);
        let close = self.end();
        let truth = self.truth();
        let span = self.since(name.span.start);
        if let Some((yes, equal)) = truth {
            let message = match yes {
                true => "MATCHES already says so; remove this.",
                false => "Write NOT MATCHES instead of this.",
            };
            let problem = problem(codes::REDUNDANT_TRUTH, equal, message);
            self.report(if yes { problem.fix_at(close, equal.end, "") } else { problem });
        }
        let colon = parameters.colon;
        let read = self.function_read(name, !negated, Some(keyword), parameters, span)?;
        if let Some(colon) = colon {
            let message = "Parameters of MATCHES take an operator, like id = 5; only fn(id: 5) = true has colons.";
            let problem = problem(codes::COLON_FOR_OPERATOR, colon, message);
            let fix = super::print::canonical(&read.condition);
            self.report(match fix {
                Some(text) => problem.fix_at(span.start, span.end, text),
                None => problem,
            });
        }
        Some(read)
    }

    /// `name(parameter: value, …) = true`; the cursor is at the parenthesis.
    pub(super) fn legacy_call(&mut self, name: Name) -> Option<Read> {
        let open = self.bump()?.span;
        let parameters = self.parameters(open);
        let end = self.end();
        let truth = self.truth();
        let span = self.since(name.span.start);
        let matches = truth.is_none_or(|(yes, _)| yes);
        let (operators, colon) = (parameters.operators, parameters.colon);
        let named = name.span;
        let read = self.function_read(name, matches, None, parameters, span)?;
        if operators {
            let message = "Write MATCHES between the function and its parameters.";
            let problem = problem(codes::EXPECTED_MATCHES, named, message);
            let fix = super::print::canonical(&read.condition);
            self.report(match fix {
                Some(text) if truth.is_some() || colon.is_some() => problem.fix_at(span.start, span.end, text),
                _ => problem.fix_at(named.end, named.end, " MATCHES"),
            });
        } else if truth.is_none() && self.token().is_some_and(|token| token.kind == TokenKind::Operator) {
            let here = self.here();
            self.error(
                codes::EXPECTED_TRUTH,
                here,
                "A function in this spelling is = true or = false; write one of them.",
            );
            return None;
        } else if truth.is_none() {
            let message = "Write = true or = false after a function, or MATCHES before its parameters.";
            self.report(problem(codes::EXPECTED_TRUTH, span, message).fix_at(end, end, " = true"));
        }
        Some(read)
    }

    fn function_read(
        &mut self,
        name: Name,
        matches: bool,
        keyword: Option<Span>,
        parameters: Parameters,
        span: Span,
    ) -> Option<Read> {
        if !parameters.sound {
            return None;
        }
        let (list, children) = parameters.list.into_iter().unzip();
        let mut place = Place { under: Under::Where, children, ..Place::leaf(span) };
        place.part("function", name.span);
        if let Some(keyword) = keyword {
            place.part("matches", keyword);
        }
        let clause = FunctionClause { function: name.text, matches, parameters: list };
        Some(Read::leaf(Condition::Function(clause), place))
    }

    /// Takes `= true`, `!= false`, … if it is next: whether it says yes, and where.
    fn truth(&mut self) -> Option<(bool, Span)> {
        let start = self.token()?.span.start;
        let equal = match (self.token()?.kind, self.str(self.token()?.span)) {
            (TokenKind::Operator, "=" | "==") => true,
            (TokenKind::Operator, "!=" | "<>" | "≠") => false,
            _ => return None,
        };
        let value = self.token_after(1).filter(|token| token.kind == TokenKind::Boolean)?;
        let yes = self.str(value.span).eq_ignore_ascii_case("true");
        self.comparison();
        self.bump();
        Some((equal == yes, self.since(start)))
    }

    /// Parameters up to the closing parenthesis; `open` has been taken.
    fn parameters(&mut self, open: Span) -> Parameters {
        let mut all = Parameters { list: vec![], sound: true, colon: None, operators: false, since: None, until: None };
        while self.mark(")").is_none() {
            if self.token().is_none() {
                self.unclosed(open);
                break;
            }
            if !self.parameter(&mut all) {
                all.sound = false;
                self.skip_parameter();
            }
            if all.list.len() > MAX_NODES {
                all.sound = false;
                let message = format!("A function takes at most {MAX_NODES} parameters; remove some.");
                let span = self.here();
                self.error(codes::TOO_MANY_NODES, span, message);
                self.skip_to_closing();
                break;
            }
            self.next_parameter(&mut all);
        }
        join_range(&mut all);
        all
    }

    /// Takes what separates two parameters.
    fn next_parameter(&mut self, all: &mut Parameters) {
        let here = self.here();
        if self.mark(",").is_some() {
            if self.is_mark(0, ")") {
                let message = "A parameter is missing after this comma; write one or remove the comma.";
                self.report(problem(codes::EXTRA_COMMA, here, message).fix(""));
            }
        } else if self.word("AND").is_some() {
            let message = "Parameters are joined by a comma, which means AND; write a comma.";
            self.report(problem(codes::AND_BETWEEN_PARAMETERS, here, message).fix(","));
        } else if self.word("OR").is_some() {
            let message = "Parameters cannot be joined by OR; use IN, or two functions joined by OR.";
            self.error(codes::OR_BETWEEN_PARAMETERS, here, message);
            all.sound = false;
        } else if self.token().is_some() && !self.is_mark(0, ")") {
            let end = self.end();
            let named = self.token().is_some_and(|token| matches!(token.kind, TokenKind::Name | TokenKind::Text));
            if named {
                let message = "Write a comma between two parameters.";
                self.report(problem(codes::MISSING_COMMA, here, message).fix_at(end, end, ","));
            } else {
                let found = super::literal::shown(self.str(here));
                self.error(codes::UNEXPECTED, here, format!("{found} is unexpected here; write a comma or )."));
                all.sound = false;
                self.skip_parameter();
            }
        }
    }

    /// Skips to the comma, AND, OR or parenthesis that ends a parameter.
    fn skip_parameter(&mut self) {
        while self.token().is_some() {
            if self.is_mark(0, ")") || self.is_mark(0, ",") || self.is_word(0, "AND") || self.is_word(0, "OR") {
                return;
            }
            let opens = self.is_mark(0, "(");
            self.bump();
            if opens {
                self.skip_to_closing();
            }
        }
    }

    /// Reads one parameter; false if it has to be left out.
    fn parameter(&mut self, all: &mut Parameters) -> bool {
        let Some(token) = self.token().filter(|token| matches!(token.kind, TokenKind::Name | TokenKind::Text)) else {
            let span = self.here();
            self.error(
                codes::EXPECTED_PARAMETER,
                span,
                "A parameter is expected here, like count >= 2 or date > -30d.",
            );
            return false;
        };
        self.bump();
        let Some(name) = self.name(token) else { return false };
        if let Some(colon) = self.mark(":") {
            all.colon.get_or_insert(colon);
            return self.legacy_parameter(name, all);
        }
        all.operators = true;
        let mut place = Place::leaf(name.span);
        place.part("parameter", name.span);
        let Some((test, _)) = self.test(&name, &mut place, true) else { return false };
        place.span = self.since(name.span.start);
        all.list.push((Parameter { name: name.text, test }, place));
        true
    }

    fn legacy_parameter(&mut self, name: Name, all: &mut Parameters) -> bool {
        let Some(value) = self.value(":", true) else { return false };
        let mut place = Place::leaf(self.since(name.span.start));
        let (stem, operator) = match name.text.as_str() {
            "since" => ("date", Operator::GreaterOrEqual),
            "until" => ("date", Operator::LessOrEqual),
            text => match text.strip_suffix("_at_least").filter(|stem| !stem.is_empty()) {
                Some(stem) => (stem, Operator::GreaterOrEqual),
                None => (text, Operator::Equal),
            },
        };
        if name.text.starts_with(stem) && self.str(name.span).starts_with(stem) {
            place.part("parameter", Span { start: name.span.start, end: name.span.start + stem.len() });
        }
        if name.text == "date" && matches!(value.literal, Literal::Offset { .. }) {
            let offset = self.str(value.span);
            let message =
                format!("`date: {offset}` is that one day; write `since: {offset}` for every day from then on (>=).");
            self.report(warning(codes::LEGACY_DATE, place.span, message).fix_at(
                name.span.start,
                name.span.end,
                "since",
            ));
        }
        let test = match (value.literal, implicit_list(operator)) {
            (Literal::Tuple(values), Some(list)) if stem != "coordinates" => {
                list_of(&mut place, value.parts);
                Test { operator: list, values }
            }
            (literal, _) => {
                place.part("value", value.span);
                Test { operator, values: vec![literal] }
            }
        };
        let index = all.list.len();
        match name.text.as_str() {
            "since" if all.since.is_none() => all.since = Some(index),
            "until" if all.until.is_none() => all.until = Some(index),
            _ => {}
        }
        all.list.push((Parameter { name: stem.to_owned(), test }, place));
        true
    }
}

/// Makes `since` and `until` of one call one BETWEEN, in the place of the first.
fn join_range(all: &mut Parameters) {
    let (Some(since), Some(until)) = (all.since, all.until) else { return };
    let (until, until_place) = all.list[until].clone();
    let (since, since_place) = all.list[since].clone();
    let (first, last) = if all.since < all.until { (all.since, all.until) } else { (all.until, all.since) };
    let (Some(first), Some(last)) = (first, last) else { return };
    let (parameter, place) = &mut all.list[first];
    let value = |place: &Place| place.parts.iter().find(|(part, _)| *part == "value").map(|(_, span)| *span);
    place.parts = [("from", value(&since_place)), ("to", value(&until_place))]
        .into_iter()
        .filter_map(|(key, span)| span.map(|span| (key, span)))
        .collect();
    parameter.test.operator = Operator::Between;
    parameter.test.values = since.test.values.into_iter().chain(until.test.values).collect();
    all.list.remove(last);
}
