//! Orders that tell their customer by e-mail address or phone number alone.

use super::cell::Cell;
use super::columns::{Column, Interner, Ints, Texts};
use super::report::Report;
use super::tables::{Slot, Tables};
use crate::snapshot::TableName;
use crate::value::fold_case;
use sha2::{Digest, Sha256};

/// Customers known by how they are reached.
#[derive(Debug, Default)]
pub(super) struct Contacts {
    /// Whether some customer is: its key then stands for [`Contact::id`].
    known: bool,
    /// Contacts of customers whose rows do not hold them, by [`Contact::id`].
    hidden: Interner,
    /// Keys of the customers.
    keys: Ints,
    /// Numbers in `hidden`.
    contacts: Ints,
}

/// How a customer is reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Contact {
    /// Folded.
    Email(String),
    /// Digits alone.
    Phone(String),
}

impl Contact {
    /// The e-mail address, else the phone number, if there is one.
    pub(super) fn of(email: &str, phone: &str) -> Option<Contact> {
        let email = fold_case(email);
        if !email.is_empty() {
            return Some(Contact::Email(email));
        }
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        (!digits.is_empty()).then_some(Contact::Phone(digits))
    }

    /// The contact that stands for a customer's id.
    fn of_id(id: &str) -> Option<Contact> {
        let (kind, text) = id.strip_prefix('\u{1}')?.split_once(' ')?;
        Some(if kind == "email" { Contact::Email(text.to_owned()) } else { Contact::Phone(text.to_owned()) })
    }

    /// What stands for the customer's id until all rows are read: no file has such an id.
    fn id(&self) -> String {
        match self {
            Contact::Email(text) => format!("\u{1}email {text}"),
            Contact::Phone(text) => format!("\u{1}phone {text}"),
        }
    }
}

impl Contacts {
    /// Remembers how the customer of a key is reached though the row will not tell.
    pub(super) fn hide(&mut self, key: usize, contact: &Contact) {
        self.keys.push(key as i64);
        let number = self.hidden.number(&contact.id());
        self.contacts.push(number as i64);
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.hidden.bytes() + self.keys.bytes() + self.contacts.bytes()
    }
}

/// Sets the customer of the row being read by a contact.
pub(super) fn set_customer(tables: &mut Tables, table: TableName, contact: Contact) {
    let id = contact.id();
    tables.later.contacts.known = true;
    // A text of at least one letter is always an id.
    _ = tables.set(table, Slot::Parent, Cell::Text(&id));
}

/// Gives rows that tell a contact the customer it belongs to: the one whose row has it, none if
/// several have it (I3), or without any customers at all one of its own.
pub(super) fn settle(tables: &mut Tables, report: &mut Report, contacts: Contacts) {
    if !contacts.known {
        return;
    }
    let owners = match tables.get(TableName::Customers).present {
        true => owners(tables, &contacts, report),
        false => made(tables, report),
    };
    for name in [TableName::Orders, TableName::Checkouts, TableName::Events, TableName::StoreCredit] {
        let table = tables.get_mut(name);
        let parents = std::mem::take(&mut table.parents);
        table.parents = parents.map(&mut |code| match owners.get((code - 1) as usize) {
            Some(owner) if *owner < SHARED => i64::from(*owner) + 1,
            _ => code,
        });
    }
}

/// A key that is no contact of another's, or one of a customer who is not there.
const NOBODY: u32 = u32::MAX;

/// A contact of several customers.
const SHARED: u32 = u32::MAX - 1;

/// By key of a contact: the key of the customer it belongs to, [`SHARED`] or [`NOBODY`].
fn owners(tables: &Tables, contacts: &Contacts, report: &mut Report) -> Vec<u32> {
    let customers = tables.get(TableName::Customers);
    let mut owners = vec![NOBODY; customers.keys.len()];
    let mut own = |id: &str, key: usize| {
        if let Some(owner) = customers.keys.find(id).map(|contact| &mut owners[contact]) {
            *owner = if *owner == NOBODY || *owner == key as u32 { key as u32 } else { SHARED };
        }
    };
    for (key, number) in contacts.keys.iter().zip(contacts.contacts.iter()) {
        own(&contacts.hidden.get(number as usize), key as usize);
    }
    let texts = |name: &str| match customers.column(name) {
        Some(Column::Text(texts)) => Some(texts),
        _ => None,
    };
    let (emails, phones) = (texts("email"), texts("phone"));
    let rows = super::later::rows_by_key(tables, TableName::Customers);
    for (key, row) in rows.into_iter().enumerate().filter(|(_, row)| *row != super::later::NONE) {
        let text = |column: Option<&Texts>| column?.get(row as usize).map(|text| text.to_string());
        let contacts = [
            text(emails).and_then(|email| Contact::of(&email, "")),
            text(phones).and_then(|phone| Contact::of("", &phone)),
        ];
        contacts.into_iter().flatten().for_each(|contact| own(&contact.id(), key));
    }
    let shared = owners.iter().filter(|owner| **owner == SHARED).count();
    if shared > 0 {
        let message = format!(
            "Orders of {shared} e-mail addresses or phone numbers that several customers share belong to none of them."
        );
        report.warn("shared-contact", message);
    }
    owners
}

/// Makes customers of all contacts; by key of a contact the key of its customer.
fn made(tables: &mut Tables, report: &mut Report) -> Vec<u32> {
    tables.begin_file(TableName::Customers, None);
    let pseudonymous = tables.is_pseudonymous();
    let mut owners = vec![NOBODY; tables.get(TableName::Customers).keys.len()];
    for (alias, owner) in owners.iter_mut().enumerate() {
        let contact = Contact::of_id(&tables.get(TableName::Customers).keys.get(alias));
        if let Some(key) = contact.and_then(|contact| make(tables, &contact, pseudonymous)) {
            *owner = key as u32;
        }
    }
    let message = "No file has customers: they were made of the orders' e-mail addresses and phone numbers.";
    report.warn("customers-of-orders", message);
    owners
}

/// Makes a customer of a contact; a pseudonymous one has the contact's hash for an id.
fn make(tables: &mut Tables, contact: &Contact, pseudonymous: bool) -> Option<usize> {
    let (column, text) = match contact {
        Contact::Email(text) => ("email", text),
        Contact::Phone(text) => ("phone", text),
    };
    let id = match pseudonymous {
        true => Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect(),
        false => text.clone(),
    };
    let key = tables.key(TableName::Customers, Cell::Text(&id))?;
    let slots = [tables.slot(TableName::Customers, "id"), tables.slot(TableName::Customers, column)];
    for (slot, text) in slots.into_iter().zip([&id, text]) {
        if let Some(slot) = slot {
            _ = tables.set(TableName::Customers, slot, Cell::Text(text));
        }
    }
    tables.commit(TableName::Customers).ok()?;
    Some(key)
}
