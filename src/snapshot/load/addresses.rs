//! Addresses → the columns segments ask: countries, regions, cities (X2, X6, X7), the same of the
//! default address, coordinates.

use super::lists::Growing;
use super::texts::Keys;
use super::{Distinct, mistyped};
use crate::error::{Code, Error, Result};
use crate::snapshot::array::{Array, Values};
use crate::snapshot::column::{Column, Places};
use crate::value::{city_part, country_code, upper};
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// Names of the flat columns, which describe the default address.
const FLAT: [&str; 6] = ["country", "region", "city", "postal_code", "latitude", "longitude"];

/// The columns derived from the customers table's `addresses`, or without it from its flat
/// columns. A column whose parts the data lacks is absent.
pub(in crate::snapshot) fn derive(arrays: &[Array], rows: &[u32], place: &str) -> Result<Vec<(&'static str, Column)>> {
    let in_column = |error: Error, name: &str| error.at(format!("{place}, column '{name}'"));
    let Some(array) = arrays.iter().find(|array| array.name == "addresses") else {
        let flat: Vec<&Array> = arrays.iter().filter(|array| FLAT.contains(&array.name.as_str())).collect();
        let name = flat.first().map_or("country", |array| array.name.as_str());
        return columns(&flat, rows, &|row| row..row + 1, true).map_err(|error| in_column(error, name));
    };
    let read = match &array.values {
        Values::Null => return Ok(Vec::new()),
        Values::List { offsets, items } => match &items.values {
            Values::Null => return Ok(Vec::new()),
            Values::Struct(fields) => {
                let fields: Vec<&Array> = fields.iter().collect();
                let span = |row: u32| match array.is_valid(row) {
                    true => offsets[row as usize]..offsets[row as usize + 1],
                    false => 0..0,
                };
                columns(&fields, rows, &span, false)
            }
            other => Err(mistyped("lists of structs", other)),
        },
        other => Err(mistyped("lists of structs", other)),
    };
    read.map_err(|error| in_column(error, "addresses"))
}

/// A text field of every address.
fn texts_of<'a>(fields: &[&'a Array], name: &str) -> Result<Option<Distinct<'a>>> {
    let Some(array) = fields.iter().find(|array| array.name == name) else {
        return Ok(None);
    };
    let all: Vec<u32> = (0..array.len).collect();
    Distinct::of(array, &all).map(Some)
}

/// Keys of one kind: of all addresses, and of the default one. Each is made once for what it is
/// made of, which the caller numbers: few numbers, many addresses.
struct Derived {
    all: Growing,
    keys: Keys,
    default: Vec<u32>,
    /// By number: the place in `all` and the code in `default`, [`UNKNOWN`] until one is needed.
    made: Vec<[u32; 2]>,
}

/// A key that was not made yet.
const UNKNOWN: u32 = u32::MAX;

/// What has no key.
const NO_KEY: u32 = u32::MAX - 1;

impl Derived {
    fn new(rows: usize) -> Derived {
        let (all, default) = (Growing::new(rows), Vec::with_capacity(rows));
        Derived { all, keys: Keys::default(), default, made: Vec::new() }
    }

    /// Adds the key of a number to the row that was begun; `make` makes it and how it is shown.
    fn add(&mut self, number: u32, is_default: bool, make: &dyn Fn() -> Option<(String, String)>) {
        let number = number as usize;
        if number >= self.made.len() {
            self.made.resize(number + 1, [UNKNOWN; 2]);
        }
        let [place, code] = &mut self.made[number];
        if *place == UNKNOWN {
            *place = make().map_or(NO_KEY, |(key, shown)| self.all.keys.place(&key, &shown));
        }
        if *place == NO_KEY {
            return;
        }
        self.all.codes.push(*place);
        if is_default {
            if *code == UNKNOWN {
                *code = make().map_or(0, |(key, shown)| self.keys.place(&key, &shown) + 1);
            }
            *self.default.last_mut().expect("a row was begun") = *code;
        }
    }

    fn push(self, out: &mut Vec<(&'static str, Column)>, all: &'static str, default: Option<&'static str>) {
        out.push((all, Column::List(self.all.finish())));
        if let Some(default) = default {
            out.push((default, Column::Text(self.keys.into_texts(self.default))));
        }
    }
}

/// Numbers of pairs, in order of first use.
#[derive(Default)]
struct Pairs(HashMap<u64, u32, FixedState>);

impl Pairs {
    fn number(&mut self, [a, b]: [u32; 2]) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(u64::from(a) << 32 | u64::from(b)).or_insert(next)
    }
}

/// Derives the columns; `span` gives the addresses of a row.
fn columns(
    fields: &[&Array],
    rows: &[u32],
    span: &dyn Fn(u32) -> std::ops::Range<u32>,
    all_default: bool,
) -> Result<Vec<(&'static str, Column)>> {
    let mut out = Vec::new();
    if let Some(places) = coordinates(fields, rows, span)? {
        out.push(("coordinates", Column::Places(places)));
    }
    let Some(country) = texts_of(fields, "country")? else { return Ok(out) };
    let codes = country.map(None, country_code);
    let (region, city) = (texts_of(fields, "region")?, texts_of(fields, "city")?);
    let flags = fields.iter().find(|array| array.name == "is_default");
    let flagged = match flags.map(|array| &array.values) {
        None | Some(Values::Boolean(_) | Values::Null) => |flags: &Array, address: u32| match &flags.values {
            Values::Boolean(set) => flags.is_valid(address) && set.contains(address),
            _ => false,
        },
        Some(other) => return Err(mistyped("booleans in 'is_default'", other)),
    };
    let mut countries = Derived::new(rows.len());
    let (mut regions, mut cities) =
        (region.as_ref().map(|_| Derived::new(rows.len())), city.as_ref().map(|_| Derived::new(rows.len())));
    let (mut within_country, mut within_region) = (Pairs::default(), Pairs::default());
    let number_of = |texts: &Option<Distinct<'_>>, address: usize| texts.as_ref().map_or(0, |t| t.numbers[address]);
    for row in rows {
        let of_row = [Some(&mut countries), regions.as_mut(), cities.as_mut()];
        of_row.into_iter().flatten().for_each(|derived| derived.default.push(0));
        let default = match flags {
            None => span(*row).next().filter(|_| all_default),
            Some(flags) => span(*row).find(|address| flagged(flags, *address)),
        };
        for address in span(*row) {
            let is_default = default == Some(address);
            let address = address as usize;
            let Some(code) = codes[address] else { continue };
            let country_number = country.numbers[address];
            countries.add(country_number, is_default, &|| Some((code.to_owned(), code.to_owned())));
            let part =
                || region.as_ref().and_then(|region| region.text(address)).and_then(|text| region_part(code, text));
            let numbers = [country_number, number_of(&region, address)];
            let region_number = if region.is_some() { within_country.number(numbers) } else { country_number };
            if let Some(regions) = &mut regions {
                let within = || part().map(|part| format!("{code}-{part}"));
                regions.add(region_number, is_default, &|| within().map(|within| (within.clone(), within)));
            }
            if let (Some(cities), Some(city)) = (&mut cities, &city) {
                let make = || city_of(code, part(), city.text(address)?);
                let number = within_region.number([region_number, city.numbers[address]]);
                cities.add(number, is_default, &make);
            }
        }
        for derived in [Some(&mut countries), regions.as_mut(), cities.as_mut()].into_iter().flatten() {
            derived.all.end_row()?;
        }
    }
    let has_default = all_default || flags.is_some();
    let names = [("countries", "default_country"), ("regions", "default_region"), ("cities", "default_city")];
    for (derived, (all, default)) in [Some(countries), regions, cities].into_iter().zip(names) {
        if let Some(derived) = derived {
            derived.push(&mut out, all, has_default.then_some(default));
        }
    }
    Ok(out)
}

/// The key of a city and how it is shown; `None` if it has none.
fn city_of(country: &str, region: Option<String>, text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let key = city_part(text);
    if key.is_empty() {
        return None;
    }
    // Without a region, the first hyphen of a name would be read as the end of one.
    let gap = if region.is_none() && text.contains('-') { "-" } else { "" };
    let within = region.map_or_else(|| country.to_owned(), |region| format!("{country}-{region}"));
    Some((format!("{within}-{key}"), format!("{within}-{gap}{text}")))
}

/// A region's code: upper case, without the country it lies in (X7); `None` if blank.
fn region_part(country: &str, text: &str) -> Option<String> {
    let text = upper(text);
    let rest = text.strip_prefix(country).and_then(|rest| rest.strip_prefix('-'));
    let part = rest.unwrap_or(&text).trim();
    (!part.is_empty()).then(|| part.to_owned())
}

fn coordinates(fields: &[&Array], rows: &[u32], span: &dyn Fn(u32) -> std::ops::Range<u32>) -> Result<Option<Places>> {
    let find = |name: &str| fields.iter().find(|array| array.name == name);
    let (Some(north), Some(east)) = (find("latitude"), find("longitude")) else { return Ok(None) };
    for array in [north, east] {
        match &array.values {
            Values::Null | Values::Integer(_) | Values::Float(_) | Values::Decimal { .. } | Values::Wide { .. } => {}
            other => return Err(mistyped("degrees", other)),
        }
    }
    let mut places = Places { offsets: vec![0], latitude: Vec::new(), longitude: Vec::new() };
    for row in rows {
        for address in span(*row) {
            let point = (degrees(north, address, 90.0), degrees(east, address, 180.0));
            if let (Some(latitude), Some(longitude)) = point {
                places.latitude.push(latitude);
                places.longitude.push(longitude);
            }
        }
        let end = u32::try_from(places.latitude.len())
            .map_err(|_| Error::new(Code::TooLarge, "There are more than 2^32 − 1 coordinates."))?;
        places.offsets.push(end);
    }
    Ok(Some(places))
}

/// Degrees of an address; `None` if missing or outside the globe.
fn degrees(array: &Array, address: u32, limit: f64) -> Option<f64> {
    let at = address as usize;
    let value = match &array.values {
        _ if !array.is_valid(address) => return None,
        Values::Integer(values) => values[at] as f64,
        Values::Float(values) => values[at],
        Values::Decimal { scale, values } => values[at] as f64 / 10f64.powi(i32::from(*scale)),
        Values::Wide { scale, values } => values[at] as f64 / 10f64.powi(i32::from(*scale)),
        _ => return None,
    };
    (-limit..=limit).contains(&value).then_some(value)
}
