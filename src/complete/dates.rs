//! Dates as they may be written.

use super::proposal::{Kind, List, Proposal};
use crate::condition::{Literal, OffsetUnit};
use crate::query::written;
use crate::time::Day;

use OffsetUnit::{Day as D, Month as M, Week as W, Year as Y};

const PAST: [(i32, OffsetUnit); 6] = [(-7, D), (-30, D), (-90, D), (-6, M), (-12, M), (-2, Y)];
const FUTURE: [(i32, OffsetUnit); 3] = [(7, D), (30, D), (90, D)];
const UNITS: [OffsetUnit; 4] = [D, W, M, Y];

impl List<'_> {
    /// Named days, offsets that go on what is typed, and calendar dates.
    pub(super) fn dates(&mut self, today: Day, future: bool) {
        self.date(Literal::Today, today);
        self.date(Literal::Yesterday, today.plus_days(-1));
        let typed = self.cursor.typed.as_str();
        let unsigned = typed.trim_start_matches(['+', '-']);
        let digits: String = unsigned.chars().take_while(char::is_ascii_digit).collect();
        match digits.parse::<i32>() {
            // A number may become an offset: of the past unless it says otherwise.
            Ok(amount) if digits.len() < 4 && !typed.contains(['.', '_']) => {
                let sign = if typed.starts_with('+') { 1 } else { -1 };
                for unit in UNITS {
                    let literal = Literal::Offset { amount: sign * amount, unit };
                    let mut label = written(&literal);
                    if unsigned.len() == typed.len() {
                        // The sign is put before what is typed.
                        label.remove(0);
                    }
                    if label.starts_with(typed) {
                        self.found(literal, today);
                    }
                }
            }
            _ => {
                let near = if future { [&FUTURE[..], &PAST[..]] } else { [&PAST[..], &FUTURE[..]] };
                for (amount, unit) in near.into_iter().flatten() {
                    let literal = Literal::Offset { amount: *amount, unit: *unit };
                    self.date(literal, moved(today, *amount, *unit));
                }
            }
        }
        let (year, month, _) = today.ymd();
        let first =
            [Some(today), Day::from_ymd(year, month, 1), Day::from_ymd(year, 1, 1), Day::from_ymd(year - 1, 1, 1)];
        for day in first.into_iter().flatten() {
            self.date(Literal::Date(day), day);
        }
    }

    fn date(&mut self, literal: Literal, day: Day) {
        let label = written(&literal);
        if label.starts_with(&self.cursor.typed.to_ascii_lowercase()) && !self.cursor.quoted {
            let known = matches!(literal, Literal::Date(_));
            let proposal = Proposal::new(Kind::Date, label);
            self.add(if known { proposal } else { proposal.detail(day.to_string()) });
        }
    }

    fn found(&mut self, literal: Literal, today: Day) {
        let Literal::Offset { amount, unit } = literal else { return };
        let proposal = Proposal::new(Kind::Date, written(&literal)).detail(moved(today, amount, unit).to_string());
        self.add(proposal);
    }
}

fn moved(today: Day, amount: i32, unit: OffsetUnit) -> Day {
    let amount = i64::from(amount);
    match unit {
        OffsetUnit::Week => today.plus_days(7 * amount),
        OffsetUnit::Month => today.plus_months(amount),
        OffsetUnit::Year => today.plus_months(12 * amount),
        _ => today.plus_days(amount),
    }
}
