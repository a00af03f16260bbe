//! What the shop sells: departments, categories, products and how well each sells when.
#![allow(clippy::explicit_auto_deref)] // The dereference picks the type of the list.

use super::random::Random;
use std::fmt::Write;

/// A product.
pub(crate) struct Product {
    pub(crate) id: u32,
    title: String,
    line: &'static Line,
    vendor: &'static str,
    pub(crate) price_cents: u32,
    /// Variants, numbered from `id * 10`.
    pub(crate) variants: u32,
    new: bool,
}

/// A line of products: things of one category.
struct Line {
    department: &'static str,
    category: &'static str,
    kind: &'static str,
    things: &'static [&'static str],
    /// Euros from and to.
    price: (u32, u32),
    variants: u32,
    tags: &'static [&'static str],
    /// Of a thousand orders' lines.
    share: u32,
}

const LINES: &[Line] = &[
    Line {
        department: "Clothing",
        category: "Clothing > Jackets > Rain jackets",
        kind: "Jacket",
        things: &["Rain Jacket", "Shell", "Anorak"],
        price: (89, 349),
        variants: 6,
        tags: &["waterproof", "recycled"],
        share: 110,
    },
    Line {
        department: "Clothing",
        category: "Clothing > Jackets > Down jackets",
        kind: "Jacket",
        things: &["Down Jacket", "Parka"],
        price: (149, 499),
        variants: 6,
        tags: &["winter", "down"],
        share: 60,
    },
    Line {
        department: "Clothing",
        category: "Clothing > Base layers",
        kind: "Shirt",
        things: &["Merino Shirt", "Merino Leggings", "Thermal Top"],
        price: (29, 99),
        variants: 5,
        tags: &["merino", "bestseller"],
        share: 160,
    },
    Line {
        department: "Clothing",
        category: "Clothing > Trousers",
        kind: "Trousers",
        things: &["Trekking Trousers", "Shorts", "Softshell Trousers"],
        price: (49, 169),
        variants: 6,
        tags: &["stretch"],
        share: 90,
    },
    Line {
        department: "Footwear",
        category: "Footwear > Boots > Hiking boots",
        kind: "Boots",
        things: &["Hiking Boot", "Trekking Boot"],
        price: (119, 299),
        variants: 9,
        tags: &["leather", "waterproof"],
        share: 75,
    },
    Line {
        department: "Footwear",
        category: "Footwear > Trail running shoes",
        kind: "Shoes",
        things: &["Trail Shoe", "Approach Shoe"],
        price: (79, 179),
        variants: 9,
        tags: &["vegan"],
        share: 80,
    },
    Line {
        department: "Camping",
        category: "Camping > Tents",
        kind: "Tent",
        things: &["Tent", "Tarp"],
        price: (99, 699),
        variants: 2,
        tags: &["summer", "bulky"],
        share: 35,
    },
    Line {
        department: "Camping",
        category: "Camping > Sleeping bags",
        kind: "Sleeping bag",
        things: &["Sleeping Bag", "Quilt"],
        price: (59, 389),
        variants: 3,
        tags: &["down"],
        share: 40,
    },
    Line {
        department: "Camping",
        category: "Camping > Cooking",
        kind: "Cookware",
        things: &["Stove", "Pot Set", "Mug", "Water Filter"],
        price: (12, 129),
        variants: 1,
        tags: &["gift"],
        share: 85,
    },
    Line {
        department: "Climbing",
        category: "Climbing > Ropes & harnesses",
        kind: "Climbing gear",
        things: &["Rope", "Harness", "Carabiner Set"],
        price: (24, 249),
        variants: 2,
        tags: &["safety"],
        share: 45,
    },
    Line {
        department: "Climbing",
        category: "Footwear > Climbing shoes",
        kind: "Shoes",
        things: &["Climbing Shoe"],
        price: (69, 159),
        variants: 9,
        tags: &["vegan"],
        share: 30,
    },
    Line {
        department: "Accessories",
        category: "Accessories > Socks",
        kind: "Socks",
        things: &["Socks"],
        price: (9, 29),
        variants: 4,
        tags: &["merino", "gift", "bestseller"],
        share: 130,
    },
    Line {
        department: "Accessories",
        category: "Accessories > Packs",
        kind: "Backpack",
        things: &["Backpack", "Daypack", "Dry Bag"],
        price: (19, 259),
        variants: 3,
        tags: &["recycled"],
        share: 95,
    },
    Line {
        department: "Accessories",
        category: "Accessories > Gift cards",
        kind: "Gift card",
        things: &["Gift Card"],
        price: (25, 100),
        variants: 1,
        tags: &["gift"],
        share: 25,
    },
];

const NAMES: &[&str] = &[
    "Arven",
    "Birke",
    "Corvus",
    "Dachstein",
    "Eiger",
    "Fjell",
    "Gletscher",
    "Heide",
    "Inari",
    "Jura",
    "Karwendel",
    "Lynx",
    "Moor",
    "Nordkapp",
    "Oker",
    "Piz",
    "Quell",
    "Rigi",
    "Salamander",
    "Tatra",
    "Ulvik",
    "Vaara",
];

const VENDORS: &[&str] = &["Nordlicht", "Nordlicht", "Fjordholm", "Alpwerk", "Vandrer", "Kivi & Co", "Terra Nuda"];

/// The whole assortment, and the places in it by how well they sell.
pub(crate) struct Products {
    pub(crate) all: Vec<Product>,
    by_line: Vec<(u32, std::ops::Range<usize>)>,
}

impl Products {
    pub(crate) fn new(seed: u64) -> Products {
        let mut random = Random::new(seed, 0, 1);
        let mut products = Products { all: Vec::new(), by_line: Vec::new() };
        for line in LINES {
            let from = products.all.len();
            for thing in line.things {
                let first = random.below(NAMES.len() as u32) as usize;
                for place in 0..18 / line.things.len() {
                    let id = 1001 + products.all.len() as u32;
                    let name = NAMES[(first + place * 5) % NAMES.len()];
                    products.all.push(Product {
                        id,
                        title: format!("{name} {thing}"),
                        line,
                        vendor: *random.pick(VENDORS),
                        price_cents: price(&mut random, line.price),
                        variants: line.variants,
                        new: random.chance(120),
                    });
                }
            }
            products.by_line.push((line.share, from..products.all.len()));
        }
        products
    }

    /// A product as often as it sells.
    pub(crate) fn sold(&self, random: &mut Random) -> &Product {
        let range = random.weighted(&self.by_line).clone();
        random.early(&self.all[range])
    }

    /// A product beside `product`, as people look at several of one sort.
    pub(crate) fn beside(&self, random: &mut Random, product: &Product) -> &Product {
        let place = (product.id - 1001) as usize;
        let range = self.by_line.iter().find(|(_, range)| range.contains(&place)).expect("every product has a line");
        random.early(&self.all[range.1.clone()])
    }
}

impl Product {
    /// The path of its collection in the shop's addresses.
    pub(crate) fn collection(&self) -> u32 {
        LINES.iter().position(|line| std::ptr::eq(line, self.line)).map_or(0, |place| place as u32 + 1)
    }

    /// Writes the row of the products table as JSON.
    pub(crate) fn write(&self, out: &mut String) {
        let line = self.line;
        let _ = write!(
            out,
            r#"{{"id":"{}","title":"{}","type":"{}","vendor":"{}","department":"{}","tags":["#,
            self.id, self.title, line.kind, self.vendor, line.department
        );
        let new = self.new.then_some("new");
        for (place, tag) in line.tags.iter().copied().chain(new).enumerate() {
            let _ = write!(out, r#"{}"{tag}""#, if place == 0 { "" } else { "," });
        }
        let _ = writeln!(out, r#"],"categories":["{}"]}}"#, line.category);
    }
}

// Prices end in 95 cents, gift cards are round.
fn price(random: &mut Random, (from, to): (u32, u32)) -> u32 {
    if (from, to) == (25, 100) {
        return *random.pick(&[2500, 5000, 10000]);
    }
    let span = to - from;
    (from + random.below(span + 1).min(random.below(span + 1))) * 100 - 5
}
