//! What packing holds in memory, against the size of the snapshot it writes.
//!
//! `cargo bench --bench packing` packs exports of 1 GB, or of as many MB as `--megabytes` says;
//! `--write FOLDER` writes them for `benches/bench/packing.mjs` instead. As a test
//! (`cargo test --benches`) the same code packs a small shop.
#![allow(clippy::disallowed_methods)] // A benchmark reads the clock.
#![allow(unsafe_code)] // An allocator that counts is one.

mod exports;

use exports::Shape;
use headcount::import::{Importer, Options};
use headcount::time::{Instant, Zone};
use std::alloc::{GlobalAlloc, Layout, System};
use std::fs::{OpenOptions, create_dir_all};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant as Clock;

/// The system's allocator, counting.
struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn grow(bytes: usize) {
    PEAK.fetch_max(LIVE.fetch_add(bytes, Relaxed) + bytes, Relaxed);
}

// SAFETY: every call is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // What moves is there twice for a while, in the system's allocator as in wasm's.
        grow(size);
        LIVE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Most bytes that packing may hold: once and a half the snapshot, and what the columns have open.
fn allowed(snapshot: usize) -> usize {
    snapshot * 3 / 2 + (4 << 20)
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).map(String::as_str)
    };
    let measured = arguments.iter().any(|argument| argument == "--bench");
    let default = if measured { 1_000 } else { 60 };
    let megabytes: u64 = after("--megabytes").map_or(default, |text| text.parse().expect("a number of MB"));
    for shape in [Shape::Bulk, Shape::Plain] {
        let customers = (megabytes * 1_000_000 / shape.bytes_a_customer()) as u32;
        match after("--write") {
            Some(folder) => write(shape, customers, Path::new(folder)),
            None => pack(shape, customers),
        }
    }
}

/// Writes the exports to a folder of the shape's name.
fn write(shape: Shape, customers: u32, folder: &Path) {
    let folder = folder.join(format!("{shape:?}").to_lowercase());
    create_dir_all(&folder).expect("the folder is made");
    exports::write(shape, customers, &mut |name, bytes| {
        let file = OpenOptions::new().append(true).create(true).open(folder.join(name));
        file.and_then(|mut file| file.write_all(bytes)).expect("the export is written");
    });
}

/// Packs the exports as they are made, and lets go of the snapshot piece by piece.
fn pack(shape: Shape, customers: u32) {
    let options = Options {
        time_zone: Some(Zone::utc()),
        zone_source: String::new(),
        currency: Some("EUR".into()),
        taken_at: Instant(1_786_881_600),
        mapping: None,
        pseudonymous: false,
        max_bytes: None,
        base: None,
    };
    let before = LIVE.load(Relaxed);
    PEAK.store(before, Relaxed);
    let clock = Clock::now();
    let mut importer = Importer::new(options).expect("the options are right");
    let (mut input, mut last) = (0, String::new());
    exports::write(shape, customers, &mut |name, bytes| {
        input += bytes.len();
        if last != name {
            importer.start_file(name).expect("the file begins");
            name.clone_into(&mut last);
        }
        importer.push(bytes).expect("the rows are read");
    });
    importer.end_file().expect("the file ends");
    let (rows, read) = (importer.rows(), LIVE.load(Relaxed) - before);
    let reading = clock.elapsed();
    let mut packing = importer.pack().expect("the rows are joined");
    let mut snapshot = 0;
    while let Some(piece) = packing.next_piece().expect("the shop is packed") {
        snapshot += piece.bytes.len();
    }
    let (manifest, _) = packing.end();
    let peak = PEAK.load(Relaxed) - before;
    let mega = |bytes: usize| bytes as f64 / 1e6;
    println!(
        "{shape:?}: {:.0} MB in {rows} rows → {:.1} MB; {:.1} MB held after reading, at most {:.1} MB, {:.2} times the snapshot; {:.0} rows/ms, {:.1} s packing; {}",
        mega(input),
        mega(snapshot),
        mega(read),
        mega(peak),
        peak as f64 / snapshot as f64,
        rows as f64 / reading.as_millis().max(1) as f64,
        (clock.elapsed() - reading).as_secs_f64(),
        manifest.snapshot_id,
    );
    assert!(peak <= allowed(snapshot), "packing {snapshot} bytes held {peak}, more than {}", allowed(snapshot));
}
