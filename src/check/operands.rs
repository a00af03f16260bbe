//! Binds the catalogue's sources to a snapshot's columns.

use super::checked::{Measure, Operand, Positive, RowColumn, RowTest, RowsSpec, ValueTest};
use super::walk::Checker;
use crate::catalogue::{self, Cell, Facts, Field, Figure, Score, Source};
use crate::snapshot::{Column, TableName};
use crate::time::{Instant, Window};

const ORDERS: Facts = Facts::Table(TableName::Orders);

impl<'a> Checker<'a> {
    /// The value a field stands for; notes the current values it answers with.
    pub(super) fn operand(&mut self, field: &Field<'_>, argument: Option<&str>) -> Operand {
        if field.current {
            self.note_current(field.name);
        }
        match field.source {
            Source::Column(name) => Operand::Column(name.to_owned()),
            Source::Orders(figure, imported) => {
                let counted = self.snapshot.is_none_or(|snapshot| catalogue::has_figure(snapshot, ORDERS, figure));
                match imported {
                    Some(name) if !counted => {
                        self.note_current(field.name);
                        Operand::Counter(name.to_owned())
                    }
                    _ => self.figure(ORDERS, figure),
                }
            }
            Source::AbandonedCheckouts(figure) => self.figure(Facts::AbandonedCheckouts, figure),
            Source::DaysSinceLastOrder => Operand::DaysSince(Box::new(self.figure(ORDERS, Figure::LastAt))),
            Source::Interaction { column, first } => self.interaction(column, first),
            Source::Years(name) => Operand::YearsSince(Box::new(Operand::Column(name.to_owned()))),
            // `segments_clause` answers it before an operand is asked for.
            Source::Segments => unreachable!("a segment is no value"),
            Source::Bucket => Operand::Bucket { seed: argument.unwrap_or_default().to_owned() },
            Source::Quintile(score) => {
                let (of, smaller_is_better) = match score {
                    Score::Recency => (Operand::DaysSince(Box::new(self.figure(ORDERS, Figure::LastAt))), true),
                    Score::Frequency => (self.figure(ORDERS, Figure::Count), false),
                    Score::Monetary => (self.figure(ORDERS, Figure::Sum(Cell::Amount)), false),
                };
                let among = Box::new(self.figure(ORDERS, Figure::Count));
                Operand::Quintile { of: Box::new(of), smaller_is_better, among }
            }
        }
    }

    /// The snapshot's column a field reads, if it reads a single one.
    pub(super) fn field_column(&self, field: &Field<'_>) -> Option<&'a Column> {
        let snapshot = self.snapshot?;
        match field.source {
            Source::Column(name) | Source::Years(name) => snapshot.customers.columns.get(name),
            Source::Orders(figure, _) => catalogue::column_of(snapshot, ORDERS, figure.cell()?),
            Source::AbandonedCheckouts(figure) => {
                catalogue::column_of(snapshot, Facts::AbandonedCheckouts, figure.cell()?)
            }
            _ => None,
        }
    }

    /// Whether a date field carries dates without time.
    pub(super) fn field_date_only(&self, field: &Field<'_>) -> bool {
        let Some(snapshot) = self.snapshot else { return false };
        match field.source {
            Source::Orders(Figure::FirstAt | Figure::LastAt, _) => catalogue::date_only(snapshot, ORDERS, Cell::At),
            Source::AbandonedCheckouts(Figure::LastAt) => {
                catalogue::date_only(snapshot, Facts::AbandonedCheckouts, Cell::At)
            }
            Source::Column(_) => matches!(self.field_column(field), Some(Column::Time(times)) if times.date_only),
            _ => false,
        }
    }

    /// The rows of a function before any parameter.
    pub(super) fn rows(&self, facts: Facts) -> RowsSpec {
        let mut rows = RowsSpec { table: facts.table().unwrap_or(TableName::Customers), kinds: vec![], filter: vec![] };
        match facts {
            Facts::Events(kind) => rows.kinds.push(kind.to_owned()),
            Facts::AbandonedCheckouts => {
                let known = self.snapshot.and_then(|snapshot| snapshot.checkouts.as_ref());
                if known.is_none_or(|checkouts| checkouts.columns.contains_key("completed_at")) {
                    rows.filter.push(self.not_completed());
                }
            }
            Facts::Table(_) | Facts::Places => {}
        }
        rows
    }

    /// The measure behind a figure; notes refunds, which have no history.
    pub(super) fn measure(&mut self, figure: Figure) -> Measure {
        match figure {
            Figure::Count => Measure::Count,
            Figure::Sum(cell) => Measure::Sum(self.cell(cell)),
            Figure::SumIfAny(cell) => Measure::SumIfAny(self.cell(cell)),
            Figure::Average(cell) => Measure::Average(self.cell(cell)),
            Figure::Minimum(cell) => Measure::Minimum(self.cell(cell)),
            Figure::Maximum(cell) => Measure::Maximum(self.cell(cell)),
            Figure::Latest(cell) => Measure::Latest(self.cell(cell)),
            Figure::Distinct(cell) => Measure::Distinct(self.cell(cell)),
            Figure::FirstAt => Measure::FirstAt,
            Figure::LastAt => Measure::LastAt,
        }
    }

    /// The row's value behind a cell; notes refunds, which have no history.
    pub(super) fn cell(&mut self, cell: Cell) -> RowColumn {
        match cell {
            Cell::At => RowColumn::At,
            Cell::Amount => {
                let refunds = self.snapshot.and_then(|s| catalogue::column_of(s, ORDERS, Cell::Own("refunded")));
                if refunds.is_some() && !self.options.policy.gross {
                    self.note_current("amount_refunded");
                }
                RowColumn::Amount
            }
            Cell::Own(name) => RowColumn::Own(name.to_owned()),
            Cell::Order(name) => RowColumn::Order(name.to_owned()),
            Cell::Product(name) => RowColumn::Product(name.to_owned()),
            Cell::OwnOrProduct(own, _) => RowColumn::OwnOrProduct(own.to_owned()),
        }
    }

    fn figure(&mut self, facts: Facts, figure: Figure) -> Operand {
        Operand::Measure { rows: self.rows(facts), measure: self.measure(figure) }
    }

    fn interaction(&self, column: &str, first: bool) -> Operand {
        let measure = if first { Measure::FirstAt } else { Measure::LastAt };
        let (given, kinds): (bool, Vec<String>) = match self.snapshot {
            None => (true, catalogue::event_kinds().map(str::to_owned).collect()),
            Some(snapshot) => {
                (snapshot.customers.columns.contains_key(column), snapshot.events.keys().cloned().collect())
            }
        };
        let of: Vec<Operand> = kinds
            .into_iter()
            .map(|kind| Operand::Measure {
                rows: RowsSpec { table: TableName::Events, kinds: vec![kind], filter: vec![] },
                measure: measure.clone(),
            })
            .collect();
        let mut choices = Vec::new();
        if given {
            choices.push(Operand::Column(column.to_owned()));
        }
        if !of.is_empty() {
            choices.push(Operand::Extreme { earliest: first, of });
        }
        Operand::FirstPresent(choices)
    }

    fn not_completed(&self) -> RowTest {
        let until = Some(Instant(self.options.as_of.0 + 1));
        RowTest {
            column: RowColumn::Own("completed_at".to_owned()),
            test: ValueTest {
                positive: Positive::During(vec![Window { from: None, until }]),
                negated: true,
                strict: false,
            },
        }
    }
}
