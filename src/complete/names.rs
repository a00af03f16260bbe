//! Fields, functions and parameters by name.

use super::proposal::{Kind, List, Proposal};
use crate::catalogue::{
    self, ANNIVERSARY_HELP, FIELDS, FUNCTIONS, Field, Function, Parameter, Type, dynamic_names, missing_field,
    missing_function, missing_parameter,
};
use crate::query::{quoted, written_name};
use crate::snapshot::Snapshot;

/// Parameters whose least value has a name of its own in legacy calls.
const AT_LEAST: [&str; 4] = ["count", "sum_amount", "amount", "quantity"];

/// The parameter a legacy call means by a name.
pub(super) fn parameter_meant(name: &str) -> &str {
    match name {
        "since" | "until" => "date",
        _ => name.strip_suffix("_at_least").unwrap_or(name),
    }
}

impl List<'_> {
    /// Everything a condition may begin with.
    pub(super) fn names(&mut self, snapshot: Option<&Snapshot>) {
        for field in FIELDS {
            self.add(of_field(field, snapshot));
        }
        if let Some(snapshot) = snapshot {
            for field in dynamic_names(snapshot).filter_map(|name| catalogue::field(name, Some(snapshot))) {
                self.add(of_field(&field, Some(snapshot)));
            }
        }
        for function in FUNCTIONS {
            let why = snapshot.and_then(|snapshot| missing_function(snapshot, function));
            self.add(Proposal::new(Kind::Function, function.name).detail(function.label).help(function.help, why));
        }
        let anniversary = Proposal::new(Kind::Function, "anniversary").detail("Anniversary");
        self.add(anniversary.insert("anniversary('')".to_owned(), 2).help(ANNIVERSARY_HELP, None));
    }

    /// Fields with a month and a day, in quotes, with what comes after them.
    pub(super) fn date_fields(&mut self, snapshot: Option<&Snapshot>, after: &str) {
        let dynamic = snapshot.into_iter().flat_map(|snapshot| {
            dynamic_names(snapshot).filter_map(move |name| catalogue::field(name, Some(snapshot)))
        });
        for field in FIELDS.iter().copied().chain(dynamic).filter(|field| field.type_ == Type::Date) {
            let mut insert = quoted(field.name);
            insert.push_str(after);
            self.add(of_field(&field, snapshot).insert(insert, 0));
        }
    }

    /// Parameters that are not written yet.
    pub(super) fn parameters(&mut self, function: &'static Function, legacy: bool, snapshot: Option<&Snapshot>) {
        for parameter in function.parameters {
            if self.cursor.taken.iter().any(|taken| parameter_meant(taken) == parameter.name) {
                continue;
            }
            let name = parameter.name;
            self.parameter(function, parameter, name, if legacy { ": " } else { "" }, snapshot);
            if legacy && name == "date" {
                self.parameter(function, parameter, "since", ": ", snapshot);
                self.parameter(function, parameter, "until", ": ", snapshot);
            }
            if legacy && AT_LEAST.contains(&name) {
                let mut least = name.to_owned();
                least.push_str("_at_least");
                self.parameter(function, parameter, &least, ": ", snapshot);
            }
        }
    }

    fn parameter(
        &mut self,
        function: &Function,
        parameter: &Parameter,
        name: &str,
        after: &str,
        snapshot: Option<&Snapshot>,
    ) {
        let why = snapshot.and_then(|snapshot| missing_parameter(snapshot, function, parameter));
        let proposal = Proposal::new(Kind::Parameter, name).detail(parameter.label).help(parameter.help, why);
        let mut insert = written_name(name);
        insert.push_str(after);
        self.add(proposal.insert(insert, 0));
    }
}

fn of_field(field: &Field<'_>, snapshot: Option<&Snapshot>) -> Proposal {
    let why = snapshot.and_then(|snapshot| missing_field(snapshot, field));
    let proposal = Proposal::new(Kind::Field, field.name).detail(field.label).help(field.help, why);
    proposal.insert(written_name(field.name), 0)
}
