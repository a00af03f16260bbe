//! Writes the demo shop's tables: `cargo run --release --example demo_shop -- FOLDER [CUSTOMERS [SEED]]`.

mod shop;

use shop::{Shop, TABLES};
use std::error::Error;
use std::fs::{File, create_dir_all};
use std::io::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = Path::new(arguments.first().ok_or("Name the folder the tables go to.")?);
    let customers: u32 = arguments.get(1).map_or(Ok(100_000), |text| text.parse())?;
    let seed: u64 = arguments.get(2).map_or(Ok(1), |text| text.parse())?;
    let shop = Shop::new(seed);
    create_dir_all(folder)?;
    for (table, (name, header)) in TABLES.iter().enumerate() {
        let mut file = File::create(folder.join(name))?;
        let mut rows = header.to_string();
        for index in 0..customers {
            shop.write(&mut rows, table, index);
            if rows.len() > 1 << 20 {
                file.write_all(rows.as_bytes())?;
                rows.clear();
            }
        }
        file.write_all(rows.as_bytes())?;
    }
    println!("{} customers of Nordlicht Outdoor, taken at {}", customers, shop.taken_at());
    Ok(())
}
