//! What must hold of any input, whoever wrote it: the fuzz targets hold it to inputs that coverage finds,
//! `cargo test` to the seeds and to those that once broke it.

pub(crate) mod arrow;
pub(crate) mod documents;
pub(crate) mod import;
pub(crate) mod library;
pub(crate) mod questions;
pub(crate) mod seeds;
pub(crate) mod segments;
pub(crate) mod shop;
pub(crate) mod text;

/// Panics if an input breaks a property.
type Hold = fn(&[u8]);

/// The targets by name.
pub(crate) const TARGETS: [(&str, Hold); 6] = [
    ("text", text::hold),
    ("documents", documents::hold),
    ("questions", questions::hold),
    ("import", import::hold),
    ("arrow", arrow::hold),
    ("library", library::hold),
];

/// Holds the properties of a target to an input.
pub(crate) fn hold(target: &str, data: &[u8]) {
    let (_, hold) = TARGETS.iter().find(|(name, _)| *name == target).expect("a target");
    hold(data);
}

/// A number that an input decides, below `bound`: a choice that a mutation changes and a replay repeats.
pub(crate) fn chosen(data: &[u8], bound: usize) -> usize {
    let hash = data
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    ((hash >> 32) % bound as u64) as usize
}
