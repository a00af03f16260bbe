//! Names of segments: 1 to 255 characters, unique after trimming and case folding.

use super::{Library, MAX_NAME};
use crate::error::{Code, Error, Result};
use crate::value::fold_case;

/// What names are compared by.
pub(super) fn key(name: &str) -> String {
    fold_case(name)
}

/// The name as it is saved: trimmed.
///
/// # Errors
/// [`Code::BadName`] if nothing is left of it or it is too long.
pub(super) fn check(name: &str) -> Result<&str> {
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 {
        return Err(Error::new(Code::BadName, "A segment needs a name.").help("Type a few words."));
    }
    if length > MAX_NAME {
        let message = format!("A name has at most {MAX_NAME} characters; this one has {length}.");
        return Err(Error::new(Code::BadName, message).help("Shorten it."));
    }
    Ok(name)
}

impl Library {
    /// The name as it may be given to the segment `own` (none for a new one).
    ///
    /// # Errors
    /// [`Code::BadName`], [`Code::NameTaken`].
    pub(super) fn free_name(&self, name: &str, own: Option<&str>) -> Result<String> {
        let name = check(name)?;
        match self.named(name).filter(|other| Some(other.id.as_str()) != own) {
            None => Ok(name.to_owned()),
            Some(other) => {
                Err(Error::new(Code::NameTaken, format!("There is a segment named '{}' already.", other.name))
                    .help("Choose another name."))
            }
        }
    }

    /// `name`, or `name (2)`, `name (3)` …: the first that is free, cut to the longest name.
    pub(super) fn numbered_name(&self, name: &str) -> String {
        let numbered = (2u32..).map(|number| {
            let suffix = format!(" ({number})");
            let kept: String = name.chars().take(MAX_NAME - suffix.len()).collect();
            format!("{}{suffix}", kept.trim_end())
        });
        let mut candidates = std::iter::once(name.to_owned()).chain(numbered);
        candidates.find(|candidate| self.named(candidate).is_none()).unwrap_or_default()
    }
}
