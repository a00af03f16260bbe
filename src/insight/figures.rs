//! Figures of one value over some customers: sum, average, ends, percentiles.

use crate::aggregate::{Cut, quotient};
use crate::check::{Operand, Options, Statistic};
use crate::error::Result;
use crate::eval::{self, Cache, Run, Stop, View};
use crate::rows::RowSet;
use crate::snapshot::Snapshot;

/// Figures at the scale of the values, over the customers who have one.
#[derive(Debug)]
pub struct Figures {
    /// Customers who have a value.
    pub customers: u32,
    /// The sum; `None` of quotients, which have none that means anything, and of days.
    pub sum: Option<i128>,
    /// The least value.
    pub least: Cut,
    /// The greatest value.
    pub greatest: Cut,
    /// The exact average.
    pub average: Cut,
    /// Nearest ranks, one for each percentage that was asked for.
    pub percentiles: Vec<Cut>,
}

/// One value's figures, and the scale they are at.
#[derive(Debug)]
pub struct Statistics {
    /// Digits after the point; 0 of days.
    pub scale: u8,
    /// Of times, figures are in local days since 1970-01-01. `None` if no customer has a value.
    pub figures: Option<Figures>,
}

/// The figures of an operand's values over `members`; `times` says that they are times. `None` if
/// they have no order.
///
/// # Errors
/// As [`eval::evaluate`].
pub fn statistics(
    operand: &Operand,
    times: bool,
    members: &RowSet,
    snapshot: &Snapshot,
    options: &Options,
    cache: &mut Cache,
) -> Result<Option<Statistics>> {
    const MEDIAN: &[u8] = &[50];
    let reading = Run::new(snapshot, options, cache).reading(operand)?;
    Ok(reading.view().map(|view| match times {
        true => {
            let nobody = RowSet::empty(members.len());
            let days = eval::of_days(&view, members, &nobody, &snapshot.zone);
            let figures = of_stops(&days, MEDIAN).map(|figures| Figures { sum: None, ..figures });
            Statistics { scale: 0, figures }
        }
        false => {
            let nobody = RowSet::empty(members.len());
            let figures = match eval::of_numbers(&view, members, &nobody) {
                Some(stops) => of_numbers(&view, members, &stops, MEDIAN),
                None => of_view(&view, members, MEDIAN),
            };
            Statistics { scale: view.scale, figures }
        }
    }))
}

/// Figures of the customers of `population` who have a value; `stops` are their values.
pub(super) fn of_numbers(view: &View<'_>, population: &RowSet, stops: &[Stop], percentages: &[u8]) -> Option<Figures> {
    let mut figures = of_stops(stops, percentages)?;
    if !view.is_ratio() {
        return Some(figures);
    }
    figures.sum = None;
    figures.average = eval::statistic(view, population, Statistic::Average)?;
    let (first, last) = (0, figures.customers - 1);
    let ranks =
        [first, last].into_iter().chain(percentages.iter().map(|percent| rank(figures.customers, *percent) - 1));
    let mut cuts = exact(view, population, stops, &ranks.collect::<Vec<_>>()).into_iter();
    figures.least = cuts.next()?;
    figures.greatest = cuts.next()?;
    figures.percentiles = cuts.collect();
    Some(figures)
}

/// The quotients of these ranks among the values.
fn exact(view: &View<'_>, population: &RowSet, stops: &[Stop], ranks: &[u32]) -> Vec<Cut> {
    // For each rank its stop, and its place within it.
    let places: Vec<(i64, u32)> = ranks
        .iter()
        .map(|rank| {
            let mut before = 0;
            let stop = stops.iter().find(|stop| {
                let inside = *rank < before + stop.customers();
                before += if inside { 0 } else { stop.customers() };
                inside
            });
            stop.map_or((0, 0), |stop| (stop.half, *rank - before))
        })
        .collect();
    // A stop that stands for fractions has many values: those of the wanted ones are sorted.
    let mut fractions: Vec<(i64, Vec<usize>)> = Vec::new();
    for (half, _) in &places {
        if half & 1 == 1 && fractions.iter().all(|(known, _)| known != half) {
            fractions.push((*half, Vec::new()));
        }
    }
    for row in population.iter().map(|row| row as usize).filter(|row| view.is_present(*row)) {
        let whole = view.whole(row);
        let own = fractions.iter_mut().find(|(half, _)| i128::from(*half >> 1) == whole);
        if let Some((_, rows)) = own.filter(|_| !view.exactly(row).is_integer()) {
            rows.push(row);
        }
    }
    fractions.iter_mut().for_each(|(_, rows)| rows.sort_unstable_by(|a, b| view.compare(*a, *b)));
    let cut = |(half, place): (i64, u32)| match fractions.iter().find(|(known, _)| *known == half) {
        Some((_, rows)) => view.exactly(rows[place as usize]),
        None => Cut::integer(i128::from(half >> 1)),
    };
    places.into_iter().map(cut).collect()
}

/// The nearest rank of a percentage, from 1.
fn rank(customers: u32, percent: u8) -> u32 {
    (u64::from(customers) * u64::from(percent)).div_ceil(100).max(1) as u32
}

/// Figures of the customers of `population` who have a value, whatever it is.
fn of_view(view: &View<'_>, population: &RowSet, percentages: &[u8]) -> Option<Figures> {
    let of = |statistic| eval::statistic(view, population, statistic);
    let mut customers = 0;
    let mut sum = 0i128;
    for row in population.iter().map(|row| row as usize).filter(|row| view.is_present(*row)) {
        customers += 1;
        sum += view.whole(row);
    }
    let is_ratio = view.is_ratio();
    let average = match is_ratio {
        true => of(Statistic::Average)?,
        false => average(sum, customers)?,
    };
    Some(Figures {
        customers,
        sum: (!is_ratio).then_some(sum),
        least: of(Statistic::Minimum)?,
        greatest: of(Statistic::Maximum)?,
        average,
        percentiles: percentages.iter().map(|percent| of(Statistic::Percentile(*percent))).collect::<Option<_>>()?,
    })
}

/// Figures of whole numbers or days of both sets of customers; percentages ascend.
pub(super) fn of_stops(stops: &[Stop], percentages: &[u8]) -> Option<Figures> {
    let value = |stop: &Stop| i128::from(stop.half >> 1);
    let (mut sum, mut customers) = (0i128, 0u32);
    for stop in stops {
        customers += stop.customers();
        sum += value(stop) * i128::from(stop.customers());
    }
    let (first, last) = (stops.first()?, stops.last()?);
    let (mut rest, mut at, mut before) = (stops.iter(), first, 0);
    let percentile = |percent: &u8| {
        let rank = rank(customers, *percent);
        while before < rank {
            let Some(next) = rest.next() else { break };
            (at, before) = (next, before + next.customers());
        }
        Cut::integer(value(at))
    };
    let percentiles = percentages.iter().map(percentile).collect();
    Some(Figures {
        customers,
        sum: Some(sum),
        least: Cut::integer(value(first)),
        greatest: Cut::integer(value(last)),
        average: average(sum, customers)?,
        percentiles,
    })
}

fn average(sum: i128, customers: u32) -> Option<Cut> {
    if customers == 0 {
        return None;
    }
    let (whole, rest) = quotient(sum, customers);
    Some(Cut::ratio(whole, u64::from(rest), u64::from(customers)))
}
