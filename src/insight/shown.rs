//! A customer's value as it is shown: exact, in the spelling of the data.

use crate::check::{Measure, Operand, RowColumn};
use crate::eval::Reading;
use crate::plan::{Source, Table};
use crate::snapshot::{Column, Form, Rows, Snapshot, TableName, Times, form_of};
use crate::time::Instant;
use crate::value::Decimal;

/// One value, exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// There is none.
    Missing,
    /// A number.
    Number(Decimal),
    /// A quotient, rounded half to even.
    Average(Decimal),
    /// An instant, and whether the data has its date alone.
    Time(Instant, bool),
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A boolean.
    Boolean(bool),
    /// The distance of the nearest of the customer's places, to the metre.
    Kilometres(Decimal),
}

/// The values of an operand, ready to be shown.
pub(super) struct Show<'r> {
    reading: &'r Reading<'r>,
    /// Whether computed values are times, and those of dates.
    times: bool,
    dates: bool,
    /// Digits after the point of a quotient.
    decimals: u8,
}

impl<'r> Show<'r> {
    /// `reading` is that of `operand`.
    pub(super) fn new(reading: &'r Reading<'r>, operand: &Operand, snapshot: &Snapshot) -> Show<'r> {
        let scale = reading.view().map_or(0, |view| view.scale);
        Show {
            reading,
            times: is_time(operand),
            dates: is_date_only(snapshot, operand),
            decimals: if is_money(operand) { snapshot.currency.exponent } else { scale.max(PLAIN_DECIMALS) },
        }
    }

    /// The value of the customer in `row`.
    pub(super) fn of(&self, row: usize) -> Shown {
        if let Some(view) = self.reading.view() {
            if !view.is_present(row) {
                return Shown::Missing;
            }
            if view.ratio(row).is_some() {
                return Shown::Average(view.exactly(row).rounded(view.scale, self.decimals));
            }
            let whole = view.whole(row);
            return match self.reading {
                Reading::Days(of, _) | Reading::Times(of, _) => Shown::Time(Instant(whole as i64), of.date_only),
                _ if self.times => Shown::Time(Instant(whole as i64), self.dates),
                _ => Shown::Number(Decimal::new(whole, view.scale)),
            };
        }
        match self.reading {
            Reading::Plain(column) => cell(column, row),
            Reading::Latest(latest, sources) => {
                latest.get(row).and_then(|(number, at)| of_row(&sources[number], at)).unwrap_or(Shown::Missing)
            }
            _ => Shown::Missing,
        }
    }
}

/// Digits after the point of a quotient that is no money.
const PLAIN_DECIMALS: u8 = 2;

fn of_row((table, source): &(Table<'_>, Source<'_>), row: usize) -> Option<Shown> {
    match source {
        Source::Own(column) | Source::Either(column, _) => Some(cell(column, row)),
        Source::Order(column) => Some(cell(column, *table.rows.parents.get(row)? as usize)),
        Source::Product(column) => {
            let product = *table.rows.products.get(row)?;
            (product != u32::MAX).then(|| cell(column, product as usize))
        }
        Source::At | Source::Nowhere => None,
    }
}

fn cell(column: &Column, row: usize) -> Shown {
    match column {
        Column::Text(texts) => match texts.codes.get(row) as usize {
            0 => Shown::Missing,
            code => Shown::Text(texts.shown()[code - 1].to_owned()),
        },
        Column::List(lists) => match &lists.codes[lists.offsets[row] as usize..lists.offsets[row + 1] as usize] {
            [] => Shown::Missing,
            own => Shown::Texts(own.iter().map(|code| lists.shown()[*code as usize].to_owned()).collect()),
        },
        Column::Boolean { yes, valid } if valid.contains(row as u32) => Shown::Boolean(yes.contains(row as u32)),
        Column::Time(times) if times.seconds[row] != Times::MISSING => {
            Shown::Time(Instant(times.seconds[row]), times.date_only)
        }
        Column::Number(numbers) if numbers.valid.as_ref().is_none_or(|valid| valid.contains(row as u32)) => {
            Shown::Number(Decimal::new(i128::from(numbers.values[row]), numbers.scale))
        }
        _ => Shown::Missing,
    }
}

/// Whether the values are averages of money.
fn is_money(operand: &Operand) -> bool {
    let Operand::Measure { rows, measure: Measure::Average(column) } = operand else { return false };
    match column {
        RowColumn::Amount => true,
        RowColumn::Own(name) => form_of(rows.table, name) == Some(Form::Money),
        RowColumn::Order(name) => form_of(TableName::Orders, name) == Some(Form::Money),
        _ => false,
    }
}

/// Whether computed values are times.
fn is_time(operand: &Operand) -> bool {
    match operand {
        Operand::Measure { measure, .. } => matches!(measure, Measure::FirstAt | Measure::LastAt),
        Operand::FirstPresent(_) | Operand::Extreme { .. } => true,
        _ => false,
    }
}

/// Whether computed times are those of rows whose data has the date alone.
fn is_date_only(snapshot: &Snapshot, operand: &Operand) -> bool {
    let Operand::Measure { rows, .. } = operand else { return false };
    let table = match rows.table {
        TableName::Orders | TableName::Lines => snapshot.orders.as_ref(),
        TableName::Checkouts => snapshot.checkouts.as_ref(),
        TableName::Events => rows.kinds.first().and_then(|kind| snapshot.events.get(kind)),
        _ => None,
    };
    // A table keeps its own time as a column only if it is of dates.
    let dated = |rows: &Rows| ["placed_at", "started_at", "at"].iter().any(|name| rows.columns.contains_key(name));
    table.is_some_and(dated)
}
