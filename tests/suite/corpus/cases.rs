//! Cases and shops as they are written in `tests/corpus` (its README is the format).

use crate::reference::{self, Policy, Shop};
use headcount::author::Author;
use headcount::document::Read;
use headcount::session::{Existence, PolicyDocument, Refunds, Request, Session};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code, reason = "for readers of the file")]
    about: String,
    shop: Option<String>,
    cases: Vec<Case>,
}

fn policy<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<PolicyDocument, D::Error> {
    let document = Value::deserialize(deserializer)?;
    PolicyDocument::of(&document).map_err(|error| serde::de::Error::custom(error.to_string()))
}

/// One segment on one shop, and what is expected.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) shop: String,
    pub(crate) proves: Vec<String>,
    pub(crate) segment: Option<String>,
    pub(crate) condition: Option<Value>,
    pub(crate) as_of: Option<String>,
    #[serde(default, deserialize_with = "policy")]
    pub(crate) policy: PolicyDocument,
    #[serde(default)]
    pub(crate) strict_missing: bool,
    /// Segments counted before on the same session.
    #[serde(default)]
    pub(crate) after: Vec<String>,
    /// Ids of the members; null if the segment cannot be counted.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) members: Option<Vec<String>>,
    /// Ids of everyone there is.
    pub(crate) universe: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) problems: Vec<ExpectedProblem>,
    #[serde(default)]
    pub(crate) dates: Vec<ExpectedDate>,
    pub(crate) used_current: Option<Vec<String>>,
}

/// A problem that must be among those reported.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedProblem {
    pub(crate) code: String,
    /// The stretch of the text it points at.
    pub(crate) at: Option<String>,
}

/// The window of a date literal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedDate {
    pub(crate) path: String,
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) from: Option<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) until: Option<String>,
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let asked = match &self.condition {
            Some(document) => document.to_string(),
            None => self.segment.clone().unwrap_or_default(),
        };
        write!(f, "[{}] {}: {asked}", self.shop, self.name)
    }
}

impl Case {
    /// The options as the reference takes them.
    pub(crate) fn options(&self) -> reference::Options {
        reference::Options {
            as_of: self.as_of.clone(),
            policy: Policy::from(&self.policy),
            strict_missing: self.strict_missing,
        }
    }

    /// The options as the engine takes them.
    pub(crate) fn request(&self) -> Request {
        Request {
            as_of: self.as_of.clone(),
            policy: self.policy.clone(),
            strict_missing: self.strict_missing,
            ..Request::default()
        }
    }
}

/// The files of `tests/corpus` with their folder.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// Every case of the corpus.
pub(crate) fn all() -> Vec<Case> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("tests/corpus")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a file of cases");
        let file: File = serde_json::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        for mut case in file.cases {
            if case.shop.is_empty() {
                case.shop =
                    file.shop.clone().unwrap_or_else(|| panic!("{}: no shop for {}", path.display(), case.name));
            }
            let what = [case.segment.is_some(), case.condition.is_some()];
            assert!(what[0] != what[1], "{}: {} has one of segment and condition", path.display(), case.name);
            cases.push(case);
        }
    }
    cases
}

/// The shops of the corpus, each read once.
#[derive(Default)]
pub(crate) struct Shops {
    shops: BTreeMap<String, Shop>,
    sessions: BTreeMap<String, Session>,
    authors: BTreeMap<String, Author>,
}

impl Shops {
    /// The shop's plain tables.
    pub(crate) fn reference(&mut self, name: &str) -> &Shop {
        self.shops.entry(name.to_owned()).or_insert_with(|| Shop::new(&document(name)))
    }

    /// The shop packed and opened.
    pub(crate) fn session(&mut self, name: &str) -> &mut Session {
        self.sessions.entry(name.to_owned()).or_insert_with(|| super::open(&document(name)))
    }

    /// What writes SQL of the shop.
    pub(crate) fn author(&mut self, name: &str) -> &mut Author {
        if !self.authors.contains_key(name) {
            let author = super::author(&document(name), self.session(name));
            self.authors.insert(name.to_owned(), author);
        }
        self.authors.get_mut(name).expect("just made")
    }
}

/// The document of a shop.
pub(crate) fn document(name: &str) -> Value {
    let path = folder().join("shops").join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

impl From<&PolicyDocument> for Policy {
    fn from(document: &PolicyDocument) -> Policy {
        Policy {
            test: document.test == Existence::Include,
            cancelled: document.cancelled == Existence::Include,
            deleted: document.deleted == Existence::Include,
            gross: document.refunds == Refunds::Gross,
            statuses: document.statuses.clone(),
        }
    }
}
