//! What may stand at a place of a text, values with the customers who have them.

use super::breakdown::shared;
use super::clauses::clause_at;
use super::{Json, Request, Session, SpanReply};
use crate::check::Options;
use crate::complete::{Completion, Context, Kind, Of, Proposal, Wanted, complete};
use crate::condition::{Condition, References};
use crate::document::{Object, Read, object};
use crate::error::{Code, Result};
use crate::insight::{self, Values};
use crate::order::sort_by_key;
use crate::query::{self, Positions};
use crate::rows::RowSet;
use crate::time::{Instant, Zone};
use crate::value::{city_part, country_names, is_number_id};
use serde_json::Value;
use std::borrow::Cow;
use std::cmp::Reverse;

/// Values that are proposed unless the question says otherwise.
const MOST_VALUES: usize = 50;

/// What may stand at a place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompleteQuestion {
    /// The text.
    pub text: String,
    /// The place: UTF-16 units before it.
    pub offset: usize,
    /// Options of evaluation.
    pub options: Request,
    /// Most values of data.
    pub limit: Option<usize>,
}

/// What may stand there.
#[derive(Debug, Clone)]
pub struct CompleteReply {
    /// What every proposal replaces.
    pub span: SpanReply,
    /// What may stand there, best first.
    pub proposals: Vec<Proposal>,
    /// How many values of data fit what is typed; the best of them are proposed.
    pub fitting: usize,
}

impl Read for CompleteQuestion {
    fn of(value: &Value) -> Result<CompleteQuestion> {
        let from = Object::of(value, "questions")?.only(&["text", "offset", "options", "limit"])?;
        Ok(CompleteQuestion {
            text: from.text("text")?,
            offset: from.size("offset")?,
            options: Request::within(from)?,
            limit: from.maybe_size("limit")?,
        })
    }
}

impl CompleteReply {
    fn new(question: &CompleteQuestion, completion: Completion, fitting: usize) -> CompleteReply {
        let span = SpanReply::new(&Positions::new(&question.text), completion.span);
        CompleteReply { span, proposals: completion.proposals, fitting }
    }

    /// The answer as a document.
    pub fn to_json(&self) -> Json {
        let SpanReply { start, end, line, column } = self.span;
        let span = [("start", start), ("end", end), ("line", line), ("column", column)];
        Json(object([
            ("span", object(span.map(|(key, number)| (key, number.into())))),
            ("proposals", self.proposals.iter().map(written).collect()),
            ("fitting", self.fitting.into()),
        ]))
    }
}

/// A proposal as a document; what is empty is left out.
fn written(proposal: &Proposal) -> Value {
    let mut value = object([
        ("kind", proposal.kind.as_str().into()),
        ("label", proposal.label.as_str().into()),
        ("insert", proposal.insert.as_str().into()),
        ("back", proposal.back.into()),
        ("available", proposal.available.into()),
    ]);
    for (key, text) in [("detail", &proposal.detail), ("help", &proposal.help)] {
        if !text.is_empty() {
            value[key] = text.as_str().into();
        }
    }
    if let Some(customers) = proposal.customers {
        value["customers"] = customers.into();
    }
    value
}

/// What may stand at a place without a snapshot.
///
/// # Errors
/// Those of the options.
pub fn complete_alone(question: &CompleteQuestion, now: Instant) -> Result<CompleteReply> {
    let zone = Zone::utc();
    let today = zone.day_of(question.options.resolve(now, &zone)?.as_of);
    let offset = query::byte_of_utf16(&question.text, question.offset);
    let completion = complete(&question.text, offset, Context { snapshot: None, references: None, today });
    Ok(CompleteReply::new(question, completion, 0))
}

impl Session {
    /// What may stand at a place of a text, best first. Values come with how many customers have
    /// them, of those for whom the clause around the place decides: with them the segment holds if
    /// the clause does, and only then, or only if it does not.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for the options.
    pub fn complete(&mut self, question: &CompleteQuestion) -> Result<CompleteReply> {
        let options = question.options.resolve(self.snapshot.taken_at, &self.snapshot.zone)?;
        let references = self.references_for(&question.options).map(|references| references.into_owned());
        let today = self.snapshot.zone.day_of(options.as_of);
        let offset = query::byte_of_utf16(&question.text, question.offset);
        let context = Context { snapshot: Some(&self.snapshot), references: references.as_ref(), today };
        let mut completion = complete(&question.text, offset, context);
        let mut fitting = 0;
        if let Some(wanted) = completion.wanted.take() {
            let limit = question.limit.unwrap_or(MOST_VALUES);
            let requested = (&question.options, &options);
            fitting = match self.add_values(&mut completion, &wanted, limit, requested, references.as_ref()) {
                Err(error) if error.code() == Code::MissingPart => return Err(error),
                // Where the rest cannot be evaluated, what needs no data is proposed all the same.
                found => found.unwrap_or(0),
            };
        }
        Ok(CompleteReply::new(question, completion, fitting))
    }

    fn add_values(
        &mut self,
        completion: &mut Completion,
        wanted: &Wanted,
        limit: usize,
        (request, options): (&Request, &Options),
        references: Option<&References>,
    ) -> Result<usize> {
        let parsed = query::parse(&wanted.text);
        let Some(path) = parsed.spans.path_at(wanted.clause) else { return Ok(0) };
        let Some(leaf) = clause_at(&parsed.condition, &path) else { return Ok(0) };
        let among = self.deciding(&parsed.condition, &path, options, references)?;
        let found = match wanted.of {
            Of::Segments => {
                self.count_segments(completion, &among, request)?;
                None
            }
            _ => self.values_of(leaf, wanted, limit, &among, options, references)?,
        };
        let Some(found) = found else { return Ok(0) };
        add(completion, found.values, wanted);
        Ok(found.fitting)
    }

    /// The values of a clause that asks whether there are any.
    fn values_of(
        &mut self,
        leaf: Condition,
        wanted: &Wanted,
        limit: usize,
        among: &RowSet,
        options: &Options,
        references: Option<&References>,
    ) -> Result<Option<Values>> {
        let Some(subject) = self.subject(leaf, wanted.parameter, options, references) else { return Ok(None) };
        // Values that are written already are passed over below.
        let limit = limit + wanted.taken.len();
        let text = text_wanted(&wanted.typed, wanted.of == Of::Countries);
        let wanted = insight::Wanted { text: &text, also: also(wanted.of == Of::Countries), limit };
        insight::values(&subject, wanted, among, options, &self.snapshot, &mut self.cache)
    }

    /// Counts the segments that are proposed; one that cannot be read has no count.
    fn count_segments(&mut self, completion: &mut Completion, among: &RowSet, request: &Request) -> Result<()> {
        let named = self.named_segments(request)?;
        for proposal in completion.proposals.iter_mut().filter(|proposal| proposal.kind == Kind::Segment) {
            let members = named.iter().find(|(name, _)| *name == proposal.label);
            proposal.customers = members.map(|(_, members)| shared(members, among));
        }
        sort_by_key(&mut completion.proposals, order);
        Ok(())
    }
}

/// What is looked for among values: country names are kept without blanks and marks.
pub(super) fn text_wanted(text: &str, countries: bool) -> Cow<'_, str> {
    if countries { Cow::Owned(city_part(text)) } else { Cow::Borrowed(text) }
}

/// The names of values beside the values themselves: those of countries.
pub(super) fn also(countries: bool) -> Option<fn(&str) -> Option<&'static str>> {
    countries.then_some(country_names)
}

/// Puts values among the proposals; a value of a closed list gets its count.
fn add(completion: &mut Completion, values: Vec<insight::ValueCount>, wanted: &Wanted) {
    let proposals = &mut completion.proposals;
    // What no one has is proposed all the same where the list of values is closed.
    proposals.iter_mut().filter(|known| known.kind == Kind::Value).for_each(|known| known.customers = Some(0));
    for value in values {
        if let Some(known) = proposals.iter_mut().find(|known| known.label == value.text) {
            known.customers = Some(value.customers);
            continue;
        }
        if wanted.taken.contains(&value.text) {
            continue;
        }
        let bare = match wanted.of {
            Of::Ids => is_number_id(&value.text),
            Of::Booleans => true,
            _ => false,
        };
        let mut insert = completion.gap.to_owned();
        insert.push_str(&if bare { value.text.clone() } else { query::quoted(&value.text) });
        let mut proposal = Proposal::new(Kind::Value, value.text);
        proposal.insert = insert;
        proposal.detail = value.name.unwrap_or_default();
        proposal.customers = Some(value.customers);
        proposal.rank = value.rank;
        proposals.push(proposal);
    }
    sort_by_key(proposals, order);
}

fn order(proposal: &Proposal) -> (bool, u8, bool, Reverse<u32>) {
    let customers = proposal.customers;
    (!proposal.available, proposal.rank, customers.is_none(), Reverse(customers.unwrap_or(0)))
}
