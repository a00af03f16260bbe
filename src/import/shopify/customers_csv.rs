//! The customers export: one row a customer, the default address alone, no dates of orders.

use crate::error::Result;
use crate::import::cell::Cell;
use crate::import::contacts::Contact;
use crate::import::decode::Cells;
use crate::import::mapping::Reading;
use crate::import::plain::RowOf;
use crate::import::tables::Slot;
use crate::snapshot::TableName;
use crate::value::lower;

/// How a cell is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Plain,
    /// One apostrophe may stand before it, so that a spreadsheet takes it for text.
    Apostrophe,
    /// `yes` or `no`: subscribed or not.
    Consent,
}

use Writing::{Apostrophe, Consent, Plain};

/// Headers in lower case through the years, the better ones of a column first.
const HEADERS: [(&str, &str, Writing); 26] = [
    ("customer id", "id", Apostrophe),
    ("first name", "first_name", Plain),
    ("last name", "last_name", Plain),
    ("email", "email", Plain),
    ("accepts email marketing", "email_status", Consent),
    ("accepts marketing", "email_status", Consent),
    ("accepts sms marketing", "sms_status", Consent),
    ("accepts whatsapp marketing", "whatsapp_status", Consent),
    ("company", "company_name", Plain),
    ("default address company", "company_name", Plain),
    ("country code", "country", Plain),
    ("default address country code", "country", Plain),
    ("country", "country", Plain),
    ("province code", "region", Plain),
    ("default address province code", "region", Plain),
    ("province", "region", Plain),
    ("city", "city", Plain),
    ("default address city", "city", Plain),
    ("zip", "postal_code", Apostrophe),
    ("default address zip", "postal_code", Apostrophe),
    ("phone", "phone", Apostrophe),
    ("total spent", "amount_spent", Plain),
    ("total orders", "number_of_orders", Plain),
    ("tags", "tags", Plain),
    ("default address phone", "phone", Apostrophe),
    ("language", "language", Plain),
];

/// A customers export being read.
#[derive(Debug, Default)]
pub(in crate::import) struct CustomersCsv {
    columns: Vec<(Slot, usize, String, Writing)>,
    /// Places of the e-mail address and the phone number.
    email: Option<usize>,
    phone: Option<usize>,
    has_id: bool,
}

impl CustomersCsv {
    /// Reads the header.
    pub(in crate::import) fn header(&mut self, cells: Cells<'_>, reading: &mut Reading<'_>) {
        reading.tables.begin_file(TableName::Customers, Some(reading.report.current));
        let headers: Vec<String> = cells.iter().map(|cell| lower(cell.trim())).collect();
        let at = |name: &str| headers.iter().position(|header| header == name);
        (self.email, self.phone) = (at("email"), at("phone"));
        self.has_id = at("customer id").is_some();
        let mut read = vec![false; headers.len()];
        for (header, column, writing) in HEADERS {
            let Some(place) = at(header) else { continue };
            read[place] = true;
            self.add(column, place, writing, reading);
        }
        for (place, header) in cells.iter().enumerate().filter(|(place, _)| !read[*place]) {
            match metafield(header) {
                Some(column) => self.add(&column, place, Apostrophe, reading),
                None => reading.report.unknown(header.trim()),
            }
        }
        if !self.has_id {
            let message = format!(
                "{}: there are no customer ids: the e-mail address, else the phone number, stands for them.",
                reading.report.file().name
            );
            reading.report.warn("no-customer-ids", message);
            self.columns
                .extend(reading.tables.slot(TableName::Customers, "id").map(|slot| (slot, 0, "id".into(), Plain)));
        }
        self.columns.sort_by_key(|(slot, ..)| *slot);
    }

    fn add(&mut self, column: &str, place: usize, writing: Writing, reading: &mut Reading<'_>) {
        let Some(slot) = reading.tables.slot(TableName::Customers, column) else { return };
        if self.columns.iter().all(|(taken, ..)| *taken != slot) {
            self.columns.push((slot, place, column.to_owned(), writing));
        }
    }

    /// Reads a record.
    pub(in crate::import) fn cells(&mut self, line: u64, cells: Cells<'_>, reading: &mut Reading<'_>) -> Result<()> {
        let table = TableName::Customers;
        let at = |place: Option<usize>| place.map_or("", |place| cells.get(place));
        let contact = Contact::of(at(self.email), at(self.phone));
        let mut row = RowOf { table, line, tables: reading.tables, report: reading.report };
        for (slot, place, name, writing) in &self.columns {
            let text = match (writing, &contact) {
                _ if *slot == Slot::Id && !self.has_id => match &contact {
                    Some(Contact::Email(text) | Contact::Phone(text)) => text.as_str(),
                    None => "",
                },
                (Plain, _) => cells.get(*place),
                (Apostrophe, _) => {
                    let text = cells.get(*place).trim();
                    text.strip_prefix('\'').unwrap_or(text)
                }
                (Consent, _) => consent(cells.get(*place)),
            };
            row.set(*slot, name, Cell::Text(text));
            if *slot == Slot::Id && !row.has_needed() {
                return Ok(());
            }
        }
        if let (Some(contact), Some(key), true) =
            (contact, reading.tables.current_key(table), reading.tables.is_pseudonymous())
        {
            reading.tables.later.contacts.hide(key, &contact);
        }
        reading.tables.commit(table)
    }
}

fn consent(text: &str) -> &str {
    match text.trim() {
        yes if yes.eq_ignore_ascii_case("yes") => "SUBSCRIBED",
        no if no.eq_ignore_ascii_case("no") => "NOT_SUBSCRIBED",
        other => other,
    }
}

/// The column of a header `Label (customer.metafields.namespace.key)`, whose label is in the
/// merchant's language.
fn metafield(header: &str) -> Option<String> {
    let inner = header.trim().strip_suffix(')')?.rsplit_once('(')?.1;
    let path = inner.trim().strip_prefix("customer.metafields.")?;
    let (namespace, key) = path.split_once('.')?;
    (!namespace.is_empty() && !key.is_empty()).then(|| format!("metafields.{path}"))
}
