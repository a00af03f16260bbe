//! Libraries of segments: documents, exchange files, commands and filters.

use headcount::document::{self, Read};
use headcount::error::Code;
use headcount::library::{Command, Filter, Library, Merge};
use serde_json::Value;

/// A library document; behind a line break that stands alone, commands and filters, one a line.
pub(crate) fn hold(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (document, commands) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut library = match Library::parse(document) {
        Ok(library) => library,
        Err(error) => {
            let expected = [Code::BadLibrary, Code::UnsupportedVersion, Code::BadName];
            assert!(expected.contains(&error.code()), "{error}");
            Library::default()
        }
    };
    same(&library);
    // Behind the last change that can be counted none can be saved.
    let commands = if document.contains("450359962737") { "" } else { commands };
    for command in commands.lines() {
        let Ok(value) = document::parse(command, "commands") else { continue };
        run(&mut library, &value);
    }
    for merge in [Merge::Rename, Merge::Skip, Merge::Replace] {
        let mut other = Library::default();
        let own = serde_json::json!({ "do": "create", "now": "x", "name": "VIP", "condition": "amount_spent > 5" });
        other.apply(Command::of(&own).expect("a command")).expect("a new name");
        let came = other.import(&library.to_json_string(), merge, "x").expect("a library");
        assert!(came.len() <= library.segments().len());
        same(&other);
    }
}

/// Written and read it is the same, and so is what is told of it.
fn same(library: &Library) {
    let written = library.to_json_string();
    let again = Library::parse(&written).unwrap_or_else(|error| panic!("{written}: {error}"));
    assert_eq!(again.to_json_string(), written);
    assert_eq!(again.nameable(), library.nameable());
    drop((library.references(), library.log(None).count()));
    for record in library.segments() {
        drop((record.condition(), library.referring_to(&record.id)));
    }
}

/// A refused command changes nothing; one that is carried out leaves a library that can be read.
fn run(library: &mut Library, value: &Value) {
    if let Ok(filter) = Filter::of(value) {
        assert!(library.search(&filter).len() <= library.segments().len());
    }
    let Ok(command) = Command::of(value) else { return };
    let (before, revision) = (library.to_json_string(), library.revision());
    match library.apply(command) {
        Ok(change) => {
            assert_eq!(change.revision, library.revision());
            assert!(library.revision() >= revision);
            same(library);
        }
        Err(_) => assert_eq!(library.to_json_string(), before),
    }
}
