//! The other segments a condition may name: `segments CONTAINS 'VIP'`.

use super::Condition;
use crate::order::ByName;
use crate::value::fold_case;

/// Segments by the key of their name, which is trimmed and case folded.
#[derive(Debug, Clone, Default)]
pub struct References {
    by_key: ByName<Reference>,
    editing: Option<String>,
}

/// A segment that can be named.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The name as given.
    pub name: String,
    /// Who is in it.
    pub members: Membership,
}

/// What decides who is in a segment.
#[derive(Debug, Clone)]
pub enum Membership {
    /// An automatic segment: whoever the condition holds for.
    Condition(Condition),
    /// A manual segment: the customers with these ids, known to the snapshot or not.
    Customers(Vec<String>),
}

impl References {
    /// Adds a segment; a later one of the same name replaces it.
    pub fn insert(&mut self, name: impl Into<String>, members: Membership) {
        let name = name.into();
        self.by_key.insert(fold_case(&name), Reference { name, members });
    }

    /// Says which segment the condition is going to be, so that it cannot name itself.
    #[must_use]
    pub fn editing(mut self, name: &str) -> References {
        self.editing = Some(fold_case(name));
        self
    }

    /// The key of the segment being edited.
    pub fn edited_key(&self) -> Option<&str> {
        self.editing.as_deref()
    }

    /// The segment of that key.
    pub fn get(&self, key: &str) -> Option<&Reference> {
        self.by_key.get(key)
    }

    /// The names as given, in the order of their keys.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.by_key.values().map(|reference| reference.name.as_str())
    }
}
