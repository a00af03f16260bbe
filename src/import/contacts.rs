//! Orders that tell their customer by e-mail address or phone number alone.

use super::cell::Cell;
use super::columns::{Column, Ints, Texts};
use super::report::Report;
use super::tables::{Slot, Tables};
use crate::snapshot::TableName;
use crate::value::fold_case;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// Customers known by how they are reached.
#[derive(Debug, Default)]
pub(super) struct Contacts {
    /// By key of [`Contact::id`]: the contact.
    known: BTreeMap<usize, Contact>,
    /// Folded e-mail addresses and digits of phone numbers of customers whose rows do not hold
    /// them, by key.
    hidden: Vec<(usize, Contact)>,
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
    pub(super) fn hide(&mut self, key: usize, contact: Contact) {
        self.hidden.push((key, contact));
    }
}

/// Sets the customer of the row being read by a contact.
pub(super) fn set_customer(tables: &mut Tables, table: TableName, contact: Contact) {
    let id = contact.id();
    if let Some(key) = tables.key(TableName::Customers, Cell::Text(&id)) {
        tables.later.contacts.known.insert(key, contact);
    }
    // A text of at least one letter is always an id.
    _ = tables.set(table, Slot::Parent, Cell::Text(&id));
}

/// Gives rows that tell a contact the customer it belongs to: the one whose row has it, none if
/// several have it (I3), or without any customers at all one of its own.
pub(super) fn settle(tables: &mut Tables, report: &mut Report, contacts: Contacts) {
    if contacts.known.is_empty() {
        return;
    }
    let mut keys = BTreeMap::new();
    if tables.get(TableName::Customers).present {
        let owners = owners(tables, contacts.hidden);
        let mut shared = 0u64;
        for (alias, contact) in contacts.known {
            match owners.get(&contact) {
                Some(Some(key)) => _ = keys.insert(alias, *key),
                Some(None) => shared += 1,
                None => {}
            }
        }
        if shared > 0 {
            let message = format!(
                "Orders of {shared} e-mail addresses or phone numbers that several customers share belong to none of them."
            );
            report.warn("shared-contact", message);
        }
    } else {
        tables.begin_file(TableName::Customers, None);
        let pseudonymous = tables.is_pseudonymous();
        for (alias, contact) in contacts.known {
            keys.extend(make(tables, &contact, pseudonymous).map(|key| (alias, key)));
        }
        let message = "No file has customers: they were made of the orders' e-mail addresses and phone numbers.";
        report.warn("customers-of-orders", message);
    }
    for name in [TableName::Orders, TableName::Checkouts, TableName::Events, TableName::StoreCredit] {
        let table = tables.get_mut(name);
        let mut parents = Ints::new();
        for code in table.parents.iter() {
            let key = usize::try_from(code - 1).ok().and_then(|key| keys.get(&key).copied());
            parents.push(key.map_or(code, |key| key as i64 + 1));
        }
        table.parents = parents;
    }
}

/// Whose each contact is; `None` if several customers'.
fn owners(tables: &Tables, hidden: Vec<(usize, Contact)>) -> HashMap<Contact, Option<usize>> {
    let customers = tables.get(TableName::Customers);
    let mut owners: HashMap<Contact, Option<usize>> = HashMap::new();
    let mut own = |contact: Option<Contact>, key: usize| {
        if let Some(contact) = contact {
            let owner = owners.entry(contact).or_insert(Some(key));
            *owner = owner.filter(|owner| *owner == key);
        }
    };
    hidden.into_iter().for_each(|(key, contact)| own(Some(contact), key));
    let texts = |name: &str| -> Option<&Texts> {
        match customers.column(name) {
            Some(Column::Text(texts)) => Some(texts),
            _ => None,
        }
    };
    let (emails, phones) = (texts("email"), texts("phone"));
    for (key, row) in super::later::rows_by_key(tables, TableName::Customers).into_iter().enumerate() {
        let Some(row) = row else { continue };
        own(emails.and_then(|emails| Contact::of(emails.get(row as usize)?, "")), key);
        own(phones.and_then(|phones| Contact::of("", phones.get(row as usize)?)), key);
    }
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
