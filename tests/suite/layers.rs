//! Holds the layer table of ARCHITECTURE.md against the `use crate::…` of every source file.

use std::{fs, path::Path};

/// Layer number and modules; a module imports only from layers below it.
const LAYERS: [(u8, &[&str]); 12] = [
    (0, &["double", "error", "json", "order", "rows", "time"]),
    (1, &["document", "value"]),
    (2, &["condition", "snapshot"]),
    (3, &["catalogue", "query", "import", "aggregate"]),
    (4, &["check", "complete"]),
    (5, &["describe", "sql", "plan"]),
    (6, &["eval", "memo"]),
    (7, &["insight"]),
    (8, &["library"]),
    (9, &["session"]),
    (10, &["author"]),
    (11, &["wasm"]),
];

/// Imports within a layer that the pipeline needs: (importer, imported).
const WITHIN: [(&str, &str); 2] = [("time", "error"), ("eval", "memo")];

fn layer(module: &str) -> u8 {
    let found = LAYERS.iter().find(|(_, modules)| modules.contains(&module));
    found.unwrap_or_else(|| panic!("module `{module}` has no layer: add it to the table in ARCHITECTURE.md")).0
}

fn visit(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn a_module_imports_only_from_layers_below() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    visit(&source, &mut files);
    let mut imports = 0;
    for file in files {
        let inner = file.strip_prefix(&source).unwrap();
        let module = inner.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        if module == "lib" {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{}: the first line says what the file owns", inner.display());
        assert!(text.lines().count() <= 600, "{}: over 600 lines, split it", inner.display());
        let code: String = text
            .split("#[cfg(test)]")
            .next()
            .unwrap()
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        for part in code.split("crate::").skip(1) {
            let imported: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if imported.is_empty() || imported == module {
                continue;
            }
            imports += 1;
            let allowed = layer(&imported) < layer(module) || WITHIN.contains(&(module, imported.as_str()));
            assert!(allowed, "{}: `{module}` may not import `{imported}`", inner.display());
        }
    }
    assert!(imports > 10, "the test saw only {imports} imports");
}
