//! A whole library into another one.

use super::record::{Event, Record};
use super::{Library, names};
use crate::error::Result;
use std::collections::BTreeMap;

/// What happens to segments whose names are taken when a library is imported into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// The imported library takes the place of this one, log included.
    Replace,
    /// Imported segments take the first free numbered name; their references follow.
    Rename,
    /// Imported segments whose name is taken are left out.
    Skip,
}

impl Library {
    /// Takes in an exported library; gives the ids of the segments that came. Flows and campaigns
    /// stay with the library they belong to unless it replaces this one.
    ///
    /// # Errors
    /// Those of [`Library::parse`]; then nothing is changed.
    pub fn import(&mut self, text: &str, merge: Merge, now: &str) -> Result<Vec<String>> {
        let mut other = Library::parse(text)?;
        if merge == Merge::Replace {
            other.document.revision = self.document.revision + 1;
            *self = other;
            return Ok(self.segments().iter().map(|record| record.id.clone()).collect());
        }
        let renamed: BTreeMap<String, String> = match merge {
            Merge::Rename => self.new_names(&other),
            _ => BTreeMap::new(),
        };
        for (before, after) in &renamed {
            // Their own names first, so that references inside the imported library follow.
            other.follow(before, after);
            if let Some(record) = other.document.segments.iter_mut().find(|record| record.name == *before) {
                record.name.clone_from(after);
            }
        }
        let mut came = Vec::new();
        for Record { name, kind, active, variants, .. } in other.document.segments {
            if self.named(&name).is_some() {
                continue;
            }
            let id = self.add(name, kind, active, now.to_owned(), Event::Imported).id;
            self.segment_mut(&id)?.variants = variants;
            came.push(id);
        }
        Ok(came)
    }

    /// A free name for every segment of `other` whose own is taken here.
    fn new_names(&self, other: &Library) -> BTreeMap<String, String> {
        let mut all = self.clone();
        for record in other.segments().iter().filter(|record| self.named(&record.name).is_none()) {
            all.add(record.name.clone(), record.kind.clone(), false, String::new(), Event::Imported);
        }
        let mut renamed = BTreeMap::new();
        for record in other.segments().iter().filter(|record| self.named(&record.name).is_some()) {
            let name = all.numbered_name(&record.name);
            all.add(name.clone(), record.kind.clone(), false, String::new(), Event::Imported);
            debug_assert!(names::check(&name).is_ok());
            renamed.insert(record.name.clone(), name);
        }
        renamed
    }
}
