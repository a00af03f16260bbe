//! One clause of a condition: who it decides about, what it is of.

use super::Session;
use crate::check::{self, Checked, Options, Origin};
use crate::condition::{Condition, References};
use crate::error::Result;
use crate::eval;
use crate::insight::Subject;
use crate::order;
use crate::rows::RowSet;

impl Session {
    /// The customers for whom the clause at a path decides: the segment says otherwise of them if
    /// the clause held for everyone than if it held for no one. What cannot be read is left out.
    ///
    /// # Errors
    /// As [`eval::evaluate`].
    pub(super) fn deciding(
        &mut self,
        condition: &Condition,
        path: &str,
        options: &Options,
        references: Option<&References>,
    ) -> Result<RowSet> {
        self.need(condition, references)?;
        let mut with = self.otherwise(condition, path, Condition::All(vec![]), options, references)?;
        let mut without = self.otherwise(condition, path, Condition::Any(vec![]), options, references)?;
        let both = with.clone();
        with.minus(&without);
        without.minus(&both);
        with.or(&without);
        Ok(with)
    }

    /// The members if another condition stood at a path.
    fn otherwise(
        &mut self,
        condition: &Condition,
        path: &str,
        instead: Condition,
        options: &Options,
        references: Option<&References>,
    ) -> Result<RowSet> {
        let mut otherwise = condition.clone();
        if let Some(place) = place_at(&mut otherwise, path) {
            *place = instead;
        }
        match self.checked_partly(&otherwise, options, references) {
            Some(checked) => {
                let evaluation = eval::evaluate(&checked, &self.snapshot, &mut self.cache, false)?;
                Ok((*evaluation.members).clone())
            }
            None => Ok((*eval::universe(&self.snapshot, options, &mut self.cache)).clone()),
        }
    }

    /// What a clause that can be read is about: its field, or the parameter of that name in rows
    /// that pass its other parameters.
    pub(super) fn subject(
        &self,
        mut clause: Condition,
        parameter: Option<&str>,
        options: &Options,
        references: Option<&References>,
    ) -> Option<Subject> {
        if let (Condition::Function(clause), Some(name)) = (&mut clause, parameter) {
            // What a leaf is last about is what it is asked for.
            order::sort_by_key(&mut clause.parameters, |parameter| parameter.name == name);
        }
        Subject::of(&self.checked_partly(&clause, options, references)?.root)
    }

    fn checked_partly(
        &self,
        condition: &Condition,
        options: &Options,
        references: Option<&References>,
    ) -> Option<Checked> {
        let (snapshot, zone) = (Some(&self.snapshot), &self.snapshot.zone);
        check::check_partial(condition, Origin::Text, snapshot, options, zone, references).checked
    }
}

/// The clause at a path, or around the part of one.
pub(super) fn clause_at(condition: &Condition, path: &str) -> Option<Condition> {
    place_at(&mut condition.clone(), path).map(|clause| clause.clone())
}

fn place_at<'c>(condition: &'c mut Condition, path: &str) -> Option<&'c mut Condition> {
    let mut steps = path.split('/').skip(1);
    let mut node = condition;
    loop {
        node = match node {
            Condition::All(children) | Condition::Any(children) => {
                steps.next()?;
                children.get_mut(steps.next()?.parse::<usize>().ok()?)?
            }
            Condition::Not(child) => {
                steps.next()?;
                child
            }
            leaf => return Some(leaf),
        };
    }
}
