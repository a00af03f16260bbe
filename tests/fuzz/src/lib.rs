//! What every fuzz target shares: its properties, a bound on memory, seeds and a dictionary on demand.
#![allow(unsafe_code)] // An allocator that counts is one.

#[path = "../properties/mod.rs"]
mod properties;
mod words;

pub use libfuzzer_sys;

use std::alloc::{GlobalAlloc, Layout, System};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Most bytes that one input may hold, however it is made: a page has a gigabyte or two for everything,
/// and no input here is longer than some kilobytes.
const MOST_BYTES: usize = 256 << 20;

static LIVE: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, counting.
struct Counting;

fn grow(bytes: usize) {
    if LIVE.fetch_add(bytes, Relaxed) + bytes > MOST_BYTES {
        // What is said needs memory too.
        LIVE.store(0, Relaxed);
        panic!("more than {MOST_BYTES} bytes are held");
    }
}

fn shrink(bytes: usize) {
    let _ = LIVE.fetch_update(Relaxed, Relaxed, |live| Some(live.saturating_sub(bytes)));
}

// SAFETY: every call is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        shrink(layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        grow(size);
        shrink(layout.size());
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Holds the properties of a target to an input.
pub fn hold(target: &str, data: &[u8]) {
    properties::hold(target, data);
}

/// With `HEADCOUNT_FUZZ_SEEDS` a target writes its seeds into that folder, and its dictionary beside it, and ends.
pub fn prepare(target: &str) {
    let Ok(folder) = std::env::var("HEADCOUNT_FUZZ_SEEDS") else { return };
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).expect("a folder of seeds");
    let seeds = properties::seeds::of(target, Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")));
    for (number, seed) in seeds.iter().enumerate() {
        std::fs::write(folder.join(format!("seed-{number:04}")), seed).expect("a seed");
    }
    std::fs::write(folder.with_extension("dict"), words::dictionary()).expect("a dictionary");
    std::process::exit(0);
}

/// The entry points that libFuzzer calls.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        $crate::libfuzzer_sys::fuzz_target!(
            init: $crate::prepare($name),
            |data: &[u8]| $crate::hold($name, data)
        );
    };
}
