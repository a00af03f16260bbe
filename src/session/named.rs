//! The saved segments that conditions may name, as the library gives them.

use super::{SegmentInput, Wish};
use crate::condition::{Condition, Membership, References};
use crate::document::{self, Object};
use crate::error::{Code, Error, Result};
use serde_json::Value;
use std::borrow::Cow;

/// The saved segments, and the ids a condition's own segment is told by.
#[derive(Debug, Default)]
pub(super) struct Named {
    references: References,
    /// Id and name of each.
    ids: Vec<(String, String)>,
}

impl Named {
    /// Reads `[{ "id", "name", "condition" }, { "id", "name", "members" }]`. A condition that cannot
    /// be read matches no one; it says so where it is opened.
    ///
    /// # Errors
    /// [`Code::BadArgument`] for anything else.
    pub(super) fn parse(text: &str) -> Result<Named> {
        let mut named = Named::default();
        let value = document::parse(text, "segments")?;
        let list = value.as_array().ok_or_else(|| Error::new(Code::BadArgument, "The segments are no list."))?;
        for entry in list {
            named.add(entry)?;
        }
        Ok(named)
    }

    fn add(&mut self, entry: &Value) -> Result<()> {
        let from = Object::of(entry, "segments")?;
        let name = from.text("name")?;
        let members = match (from.maybe_texts("members")?, from.get("condition")) {
            (Some(ids), _) => Membership::Customers(ids),
            (None, Some(condition)) => Membership::Condition(
                Wish::read(SegmentInput::of(condition).source()).map_or(Condition::Any(vec![]), |wish| wish.condition),
            ),
            (None, None) => Membership::Condition(Condition::Any(vec![])),
        };
        self.references.insert(&name, members);
        self.ids.push((from.text("id")?, name));
        Ok(())
    }

    /// The segments a condition of the segment with the id `editing` may name.
    pub(super) fn for_segment(&self, editing: Option<&str>) -> Cow<'_, References> {
        match editing.and_then(|id| self.ids.iter().find(|(known, _)| known == id)) {
            Some((_, name)) => Cow::Owned(self.references.clone().editing(name)),
            None => Cow::Borrowed(&self.references),
        }
    }
}
