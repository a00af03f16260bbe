//! The demo shop for the command line: the same rows, from WebAssembly.
#![cfg(target_arch = "wasm32")]

mod shop;

use shop::{Shop, TABLES};
use wasm_bindgen::prelude::wasm_bindgen;

/// A shop whose tables are read chunk by chunk.
#[wasm_bindgen]
pub struct DemoShop {
    shop: Shop,
    customers: u32,
}

#[wasm_bindgen]
impl DemoShop {
    /// A shop with this many customers.
    #[wasm_bindgen(constructor)]
    pub fn new(customers: u32, seed: u32) -> DemoShop {
        DemoShop { shop: Shop::new(u64::from(seed)), customers }
    }

    /// When the data was true.
    #[wasm_bindgen(getter, js_name = takenAt)]
    pub fn taken_at(&self) -> String {
        self.shop.taken_at()
    }

    /// Names of its files.
    pub fn files(&self) -> Vec<String> {
        TABLES.iter().map(|(name, _)| name.to_string()).collect()
    }

    /// The rows of file `table` that belong to customers `from` to `until - 1`; the header comes
    /// with customer 0.
    pub fn rows(&self, table: usize, from: u32, until: u32) -> Vec<u8> {
        let mut rows = String::new();
        if from == 0 {
            rows.push_str(TABLES[table].1);
        }
        for index in from..until.min(self.customers) {
            self.shop.write(&mut rows, table, index);
        }
        rows.into_bytes()
    }
}
