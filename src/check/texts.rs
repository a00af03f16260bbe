//! Text literals as keys: enums, folded lists, ids, domains, categories.

use super::codes;
use super::fields::Subject;
use super::walk::Checker;
use super::written::{did_you_mean, is_negative, quoted, shown, value_path};
use crate::catalogue::{Closed, Form, Type, nearest, very_near};
use crate::condition::{Literal, Operator, Problem, Test};
use crate::snapshot::{Column, Strings};
use crate::value;
use std::collections::HashSet;

/// Dictionaries larger than this are not searched for near values.
const SEARCHED: usize = 20_000;
/// Most literals of one list that are reported as values no one has.
const REPORTED: usize = 20;
/// Lists longer than this keep repeated values.
const COMPARED: usize = 64;

impl Checker<'_> {
    /// The text of a literal, or a problem at `path`.
    pub(super) fn text(&mut self, subject: &Subject<'_>, literal: &Literal, path: String) -> Option<String> {
        match literal {
            Literal::Text(text) => Some(text.clone()),
            Literal::Integer(digits) if matches!(subject.type_, Type::Id | Type::Ids) && !digits.starts_with('-') => {
                if digits.len() > 1 && digits.starts_with('0') {
                    let message = format!("An id that begins with 0 is text; write {} in quotes.", quoted(digits));
                    self.problem(Problem::error(codes::LEADING_ZEROS, path, message).fix(quoted(digits)));
                    return None;
                }
                Some(digits.clone())
            }
            _ => {
                self.needs_quotes(subject, literal, path);
                None
            }
        }
    }

    /// The form of a text that is only part of the value: STARTS WITH, ENDS WITH, CONTAINS.
    pub(super) fn part_key(&self, subject: &Subject<'_>, text: &str) -> String {
        match subject.type_ {
            Type::String(Form::Domain) => value::lower(&value::nfc(text)),
            _ => value::nfc(text),
        }
    }

    /// The keys of all literals, with lints about values that nothing has.
    pub(super) fn keys(&mut self, subject: &Subject<'_>, test: &Test) -> Option<Vec<String>> {
        let known = self.dictionary(subject);
        let index: Option<HashSet<&str>> = match known {
            Some((keys, _)) if test.values.len() > 4 => Some(keys.iter().collect()),
            _ => None,
        };
        let is_known = |key: &str| match (&index, known) {
            (Some(index), _) => index.contains(key),
            (None, Some((keys, _))) => keys.iter().any(|known| known == key),
            (None, None) => true,
        };
        let mut all = Some(Vec::with_capacity(test.values.len()));
        let mut reported = 0;
        for (position, literal) in test.values.iter().enumerate() {
            let path = value_path(&subject.path, test.operator, position);
            let Some(text) = self.text(subject, literal, path.clone()) else {
                all = None;
                continue;
            };
            let Some(keys) = self.key(subject, &text, &path, &is_known) else {
                all = None;
                continue;
            };
            if keys.certain && reported < REPORTED && !keys.spellings.iter().any(|key| is_known(key)) {
                reported += 1;
                self.lint_no_such_value(subject, &text, &path);
            }
            if subject.order_status && !is_negative(test.operator) {
                self.lint_policy(&keys.spellings, &path);
            }
            if let Some(all) = &mut all {
                for key in keys.spellings {
                    if test.values.len() > COMPARED || !all.contains(&key) {
                        all.push(key);
                    }
                }
            }
        }
        if subject.name == "customer_language" && test.operator == Operator::Equal {
            self.lint_language(subject, test, known);
        }
        all
    }

    fn key(&mut self, subject: &Subject<'_>, text: &str, path: &str, is_known: &impl Fn(&str) -> bool) -> Option<Keys> {
        let form = match subject.type_ {
            Type::Enum(closed) => return self.closed_key(subject, closed, text, path, is_known),
            Type::OpenEnum => Form::Upper,
            Type::Id | Type::Ids => return Some(Keys::one(value::id_key(text).to_owned())),
            Type::String(form) | Type::Key(form) | Type::List(form) | Type::Text(form) | Type::Texts(form) => form,
            _ => Form::Exact,
        };
        match form {
            Form::Exact => Some(Keys::one(value::nfc(text))),
            Form::Upper => Some(Keys::one(value::upper(text))),
            Form::Folded | Form::Path => Some(Keys::one(value::fold_case(text))),
            Form::Domain => {
                let address = format!("@{}", text.trim().trim_start_matches('@'));
                Some(Keys::one(value::email_domain(&address).unwrap_or_else(|| value::lower(text))))
            }
            Form::Country | Form::Region | Form::City => self.place_key(subject, form, text, path),
        }
    }

    fn closed_key(
        &mut self,
        subject: &Subject<'_>,
        closed: &'static Closed,
        text: &str,
        path: &str,
        is_known: &impl Fn(&str) -> bool,
    ) -> Option<Keys> {
        let upper = value::upper(text);
        if let Some(canonical) = closed.canonical(&upper) {
            if text != canonical {
                let message = format!("{} is read as '{canonical}'.", shown(text));
                self.problem(Problem::warning(codes::VALUE_SPELLING, path, message).fix(quoted(canonical)));
            }
            // The data may hold an alias too.
            return Some(Keys { spellings: closed.spellings(canonical).map(str::to_owned).collect(), certain: true });
        }
        let judged = self.dictionary(subject).is_some();
        if judged && is_known(&upper) {
            return Some(Keys::one(upper));
        }
        let near: Vec<&str> = nearest(&upper, closed.values.iter().copied());
        let choices: Vec<String> =
            if near.is_empty() { closed.values } else { &near[..] }.iter().map(|value| format!("'{value}'")).collect();
        let message = format!("{} is no value of {}{}", shown(text), subject.name, did_you_mean(&choices));
        let problem = match judged {
            true => Problem::error(codes::UNKNOWN_VALUE, path, message),
            false => Problem::warning(codes::UNKNOWN_VALUE, path, message),
        };
        let fix = near.first().filter(|near| very_near(&upper, near));
        self.problem(match fix {
            Some(near) => problem.fix(quoted(near)),
            None => problem,
        });
        (!judged).then(|| Keys { spellings: vec![upper], certain: false })
    }

    /// The stretches of category components that the literals name.
    pub(super) fn path_keys(&mut self, subject: &Subject<'_>, test: &Test) -> Option<Vec<Vec<String>>> {
        let mut all = Some(Vec::new());
        for (position, literal) in test.values.iter().enumerate() {
            let path = value_path(&subject.path, test.operator, position);
            let stretch = self.text(subject, literal, path.clone()).and_then(|text| {
                let components: Vec<String> = text.split('>').map(value::fold_case).collect();
                if components.iter().any(String::is_empty) {
                    let message = "A category is a name, or names joined by >, like 'apparel > shoes'.";
                    self.problem(Problem::error(codes::BAD_CATEGORY, path.clone(), message));
                    return None;
                }
                self.lint_category(subject, &text, &components, &path);
                Some(components)
            });
            match (stretch, &mut all) {
                (Some(stretch), Some(all)) => all.push(stretch),
                _ => all = None,
            }
        }
        all
    }

    fn lint_category(&mut self, subject: &Subject<'_>, text: &str, stretch: &[String], path: &str) {
        let Some((keys, names)) = self.dictionary(subject) else { return };
        let inside = |key: &str| {
            let components: Vec<&str> = key.split(" > ").collect();
            components.windows(stretch.len()).any(|window| window == stretch)
        };
        let found: Vec<&str> =
            keys.iter().zip(names.iter()).filter(|(key, _)| inside(key)).map(|(_, name)| name).collect();
        if found.is_empty() {
            self.lint_no_such_value(subject, text, path);
        }
        if found.len() > 1 {
            let list: Vec<String> = found.iter().take(5).map(|name| shown(name)).collect();
            let more = if found.len() > 5 { format!(" and {} more", found.len() - 5) } else { String::new() };
            let message = format!(
                "{} matches {} categories: {}{more}; write more of the path to narrow it.",
                shown(text),
                found.len(),
                list.join(", ")
            );
            self.problem(Problem::warning(codes::SEVERAL_CATEGORIES, path, message));
        }
    }

    fn lint_no_such_value(&mut self, subject: &Subject<'_>, text: &str, path: &str) {
        let near: Vec<&str> = match self.dictionary(subject) {
            Some((_, names)) if names.len() <= SEARCHED && suggests(subject.type_) => {
                nearest(text.trim(), names.iter())
            }
            _ => vec![],
        };
        let choices: Vec<String> = near.iter().map(|name| shown(name)).collect();
        let who = if subject.of_customer { "No customer has" } else { "Nothing has" };
        let message = format!("{who} {} in {}{}", shown(text), subject.name, did_you_mean(&choices));
        let problem = Problem::warning(codes::NO_SUCH_VALUE, path, message);
        self.problem(match near.first().filter(|near| very_near(text.trim(), near)) {
            Some(near) => problem.fix(quoted(near)),
            None => problem,
        });
    }

    /// The keys and shown texts of a column of texts, where its values are known.
    fn dictionary<'s>(&self, subject: &Subject<'s>) -> Option<Dictionary<'s>> {
        match subject.column.filter(|_| !self.snapshot.is_some_and(|snapshot| snapshot.outline))? {
            Column::Text(texts) => Some((&texts.keys, texts.shown())),
            Column::List(lists) => Some((&lists.keys, lists.shown())),
            _ => None,
        }
    }

    fn lint_policy(&mut self, keys: &[String], path: &str) {
        let policy = &self.options.policy;
        let cancelled = |key: &String| key == "CANCELLED" || key == "CANCELED";
        let message = if !policy.include_cancelled && keys.iter().all(cancelled) {
            "The order policy leaves out cancelled orders (cancelled=exclude), so none is found; include them to ask \
             for them."
        } else if policy.statuses.as_ref().is_some_and(|statuses| keys.iter().all(|key| !statuses.contains(key))) {
            "The order policy keeps only orders of other statuses (statuses=…), so none is found; add this one to \
             the policy."
        } else {
            return;
        };
        self.problem(Problem::warning(codes::POLICY_EXCLUDES, path, message));
    }

    fn lint_language(&mut self, subject: &Subject<'_>, test: &Test, known: Option<Dictionary<'_>>) {
        let Some(Literal::Text(text)) = test.values.first() else { return };
        let prefix = format!("{text}-");
        let regional = known.is_none_or(|(keys, _)| keys.iter().any(|key| key.starts_with(&prefix)));
        if text.contains('-') || text.is_empty() || !regional {
            return;
        }
        let message = format!("{0} matches {0} alone; write STARTS WITH {0} for its regions too.", quoted(text));
        let path = format!("{}/operator", subject.path);
        self.problem(Problem::warning(codes::LANGUAGE_ALONE, path, message).fix("STARTS WITH"));
    }
}

/// The keys one literal stands for.
pub(super) struct Keys {
    /// All of them mean the same.
    pub(super) spellings: Vec<String>,
    /// Whether a lint may say that no one has it.
    pub(super) certain: bool,
}

impl Keys {
    pub(super) fn one(key: String) -> Keys {
        Keys { spellings: vec![key], certain: true }
    }
}

/// Whether another value of the snapshot may have been meant: not for ids, nor for a value of a
/// closed list, which is spelt right.
fn suggests(type_: Type) -> bool {
    !matches!(type_, Type::Id | Type::Ids | Type::Enum(_))
}

type Dictionary<'a> = (&'a Strings, &'a Strings);
