//! Finding segments: keywords and filters.

use super::record::{Kind, Query, Record};
use super::{Library, names};
use crate::condition::Condition;
use crate::order;
use crate::value::fold_case;

/// What is looked for; every part that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that all stand in the name or the criteria, in any letter case.
    pub keywords: String,
    /// In use or not.
    pub active: Option<bool>,
    /// Manual segments, or automatic ones.
    pub manual: Option<bool>,
    /// What it is used in.
    pub used_in: Option<Use>,
    /// Least people at the latest count.
    pub least: Option<u64>,
    /// Most people at the latest count.
    pub most: Option<u64>,
    /// A field or function its criteria ask about.
    pub field: Option<String>,
    /// The order of the answer.
    pub order: Order,
    /// Whether the order is turned round.
    pub descending: bool,
}

/// What a segment may be used in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A campaign.
    Campaign,
    /// A flow.
    Flow,
    /// Another segment.
    Segment,
    /// Product variants.
    Variant,
    /// None of these.
    Nothing,
}

/// What segments are ordered by; ties go by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Name, case folded.
    #[default]
    Name,
    /// People at the latest count; never counted comes first.
    Count,
    /// When it was created.
    Created,
    /// When it was last edited.
    Edited,
}

impl Library {
    /// The segments a filter lets through, in its order.
    pub fn search(&self, filter: &Filter) -> Vec<&Record> {
        let words: Vec<String> = filter.keywords.split_whitespace().map(fold_case).collect();
        let mut found: Vec<&Record> =
            self.segments().iter().filter(|record| self.passes(record, filter, &words)).collect();
        let count = |record: &Record| record.evaluated.as_ref().map(|last| last.count);
        order::sort_by_key(&mut found, |record| names::key(&record.name));
        match filter.order {
            Order::Name => {}
            Order::Count => order::sort_by_key(&mut found, |record| count(record)),
            Order::Created => order::sort_by(&mut found, |a, b| a.created.cmp(&b.created)),
            Order::Edited => order::sort_by(&mut found, |a, b| a.edited.cmp(&b.edited)),
        }
        if filter.descending {
            found.reverse();
        }
        found
    }

    fn passes(&self, record: &Record, filter: &Filter, words: &[String]) -> bool {
        let manual = matches!(record.kind, Kind::Manual { .. });
        let count = record.evaluated.as_ref().map(|last| last.count);
        filter.active.is_none_or(|active| active == record.active)
            && filter.manual.is_none_or(|wanted| wanted == manual)
            && filter.least.is_none_or(|least| count.is_some_and(|count| count >= least))
            && filter.most.is_none_or(|most| count.is_some_and(|count| count <= most))
            && filter.used_in.is_none_or(|used| self.is_used(record, used))
            && filter.field.as_ref().is_none_or(|field| record.condition().is_some_and(|tree| asks(&tree, field)))
            && holds_all(record, words)
    }

    fn is_used(&self, record: &Record, used: Use) -> bool {
        match used {
            Use::Campaign => !record.campaigns.is_empty(),
            Use::Flow => !record.flows.is_empty(),
            Use::Variant => !record.variants.is_empty(),
            Use::Segment => !self.referring_to(&record.id).is_empty(),
            Use::Nothing => {
                [Use::Campaign, Use::Flow, Use::Variant, Use::Segment].iter().all(|used| !self.is_used(record, *used))
            }
        }
    }
}

fn holds_all(record: &Record, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let mut text = fold_case(&record.name);
    if let Kind::Automatic { condition } = &record.kind {
        text.push('\n');
        text.push_str(&fold_case(&match condition {
            Query::Text(source) => source.clone(),
            Query::Document(document) => document.to_string(),
        }));
    }
    words.iter().all(|word| text.contains(word.as_str()))
}

/// Whether the tree asks about a field or function.
fn asks(condition: &Condition, name: &str) -> bool {
    match condition {
        Condition::All(children) | Condition::Any(children) => children.iter().any(|child| asks(child, name)),
        Condition::Not(child) => asks(child, name),
        Condition::Field(clause) => clause.field == name,
        Condition::Function(clause) => clause.function == name,
        Condition::Anniversary(clause) => clause.field == name,
        Condition::Unknown(_) => false,
    }
}
