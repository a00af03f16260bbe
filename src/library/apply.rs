//! Commands carried out under the rules.

use super::command::{Action, Change, Command};
use super::record::{Campaign, Entry, Evaluation, Event, Flow, Kind, Movement, Query, Record};
use super::{Library, names};
use crate::error::{Code, Error, Result};
use crate::value::id_key;
use std::collections::BTreeSet;

impl Library {
    /// Carries out a command; on an error nothing is changed.
    ///
    /// # Errors
    /// [`Code::BadName`], [`Code::NameTaken`], [`Code::UnknownSegment`], [`Code::Conflict`],
    /// [`Code::SegmentInUse`], [`Code::SegmentCycle`], [`Code::BadSegment`], [`Code::BadArgument`].
    pub fn apply(&mut self, command: Command) -> Result<Change> {
        let now = command.now;
        match command.action {
            Action::Create { name, condition, active } => {
                let name = self.free_name(&name, None)?;
                self.refuse_cycle(&name, &condition)?;
                Ok(self.add(name, Kind::Automatic { condition }, active, now, Event::Created))
            }
            Action::CreateManual { name, members, active } => {
                let name = self.free_name(&name, None)?;
                Ok(self.add(name, Kind::Manual { members: ids(members) }, active, now, Event::Created))
            }
            Action::Rename { id, version, name } => self.rename(&id, version, &name, now),
            Action::Edit { id, version, condition, count_before, count_after } => {
                self.edit(&id, version, condition, (count_before, count_after), now)
            }
            Action::Activate { id } => self.switch(&id, true, now),
            Action::Deactivate { id } => self.switch(&id, false, now),
            Action::Duplicate { id, name } => self.duplicate(&id, name, now),
            Action::Remove { id, version } => self.remove(&id, version, now),
            Action::AttachCampaign { id, campaign, name } => self.attach_campaign(&id, campaign, name, now),
            Action::AttachFlow { id, flow, name, active } => {
                self.attach_flow(&id, Flow { id: flow, name, active }, now)
            }
            Action::DetachFlow { id, flow } => self.detach_flow(&id, &flow, now),
            Action::AssignVariants { id, variants } => {
                let mut variants: Vec<String> = variants.iter().map(|id| id_key(id).to_owned()).collect();
                let mut seen = BTreeSet::new();
                variants.retain(|variant| !variant.is_empty() && seen.insert(variant.clone()));
                let record = self.segment_mut(&id)?;
                if record.variants == variants {
                    return Ok(self.unchanged(id));
                }
                record.variants.clone_from(&variants);
                self.changed(&id, now, Event::VariantsAssigned { variants })
            }
            Action::AddMembers { id, customers } => self.change_members(&id, ids(customers), true, now),
            Action::RemoveMembers { id, customers } => self.change_members(&id, ids(customers), false, now),
            Action::Evaluated { id, count, snapshot, as_of, entered, left, reason } => {
                let record = self.segment_mut(&id)?;
                let previous = record.evaluated.as_ref().map(|last| last.count);
                record.evaluated = Some(Evaluation { count, previous, snapshot, as_of, at: now.clone() });
                if entered.count == 0 && left.count == 0 {
                    self.document.revision += 1;
                    return Ok(self.unchanged(id));
                }
                let event = Event::Moved { entered, left, reason };
                self.log_only(&id, now, event)
            }
            Action::ContactChanged { id, customers, columns } => {
                self.segment(&id)?;
                self.log_only(&id, now, Event::ContactChanged { customers: Movement::of(customers), columns })
            }
        }
    }

    pub(super) fn add(&mut self, name: String, kind: Kind, active: bool, now: String, event: Event) -> Change {
        let id = self.document.next.to_string();
        self.document.next += 1;
        self.document.segments.push(Record {
            id: id.clone(),
            version: 1,
            name: name.clone(),
            kind,
            active,
            flows: Vec::new(),
            campaigns: Vec::new(),
            variants: Vec::new(),
            created: now.clone(),
            edited: now.clone(),
            evaluated: None,
        });
        self.write(id, name, now, event)
    }

    fn rename(&mut self, id: &str, version: u64, name: &str, now: String) -> Result<Change> {
        let name = self.free_name(name, Some(id))?;
        let record = self.seen(id, version)?;
        let before = record.name.clone();
        if before == name {
            return Ok(self.unchanged(id.to_owned()));
        }
        record.name.clone_from(&name);
        record.edited.clone_from(&now);
        let followed = match names::key(&before) == names::key(&name) {
            true => Vec::new(),
            false => self.follow(&before, &name),
        };
        let change = self.changed(id, now, Event::Renamed { before, after: name })?;
        Ok(Change { followed, ..change })
    }

    fn edit(
        &mut self,
        id: &str,
        version: u64,
        condition: Query,
        (count_before, count_after): (Option<u64>, Option<u64>),
        now: String,
    ) -> Result<Change> {
        let name = self.segment(id)?.name.clone();
        self.refuse_cycle(&name, &condition)?;
        let record = self.seen(id, version)?;
        let Kind::Automatic { condition: saved } = &mut record.kind else {
            let message = format!("'{name}' is a list of customers and has no criteria.");
            return Err(Error::new(Code::BadArgument, message).help("Add or remove customers instead."));
        };
        if *saved == condition {
            return Ok(self.unchanged(id.to_owned()));
        }
        let before = std::mem::replace(saved, condition.clone());
        record.edited.clone_from(&now);
        self.changed(id, now, Event::Edited { before, after: condition, count_before, count_after })
    }

    fn switch(&mut self, id: &str, active: bool, now: String) -> Result<Change> {
        let record = self.segment_mut(id)?;
        if record.active == active {
            return Ok(self.unchanged(id.to_owned()));
        }
        record.active = active;
        self.changed(id, now, if active { Event::Activated } else { Event::Deactivated })
    }

    fn duplicate(&mut self, id: &str, name: Option<String>, now: String) -> Result<Change> {
        let record = self.segment(id)?;
        let kind = record.kind.clone();
        let name = match name {
            Some(name) => self.free_name(&name, None)?,
            None => self.numbered_name(&record.name),
        };
        Ok(self.add(name, kind, false, now, Event::Created))
    }

    fn remove(&mut self, id: &str, version: u64, now: String) -> Result<Change> {
        let referring: Vec<&str> = self.referring_to(id).iter().map(|record| record.name.as_str()).collect();
        if !referring.is_empty() {
            let message = format!("Other segments refer to this one: {}.", list(&referring));
            return Err(Error::new(Code::SegmentInUse, message).help("Change those first."));
        }
        let record = self.segment(id)?;
        if record.active && !record.campaigns.is_empty() {
            let campaigns: Vec<&str> = record.campaigns.iter().map(|campaign| campaign.name.as_str()).collect();
            let message = format!(
                "'{}' is active and took part in {}: {}.",
                record.name,
                if campaigns.len() == 1 { "a campaign" } else { "campaigns" },
                list(&campaigns)
            );
            return Err(Error::new(Code::SegmentInUse, message).help("Deactivate it first."));
        }
        let name = self.seen(id, version)?.name.clone();
        self.document.segments.retain(|record| record.id != id);
        Ok(self.write(id.to_owned(), name, now, Event::Removed))
    }

    fn attach_campaign(&mut self, id: &str, campaign: String, name: String, now: String) -> Result<Change> {
        let record = self.segment_mut(id)?;
        if record.campaigns.iter().any(|known| known.id == campaign) {
            return Ok(self.unchanged(id.to_owned()));
        }
        record.campaigns.push(Campaign { id: campaign, name: name.clone(), at: now.clone() });
        self.changed(id, now, Event::CampaignAttached { campaign: name })
    }

    fn attach_flow(&mut self, id: &str, flow: Flow, now: String) -> Result<Change> {
        let record = self.segment_mut(id)?;
        let running = record.flows.iter().find(|known| known.active && known.id != flow.id);
        if let Some(running) = running.filter(|_| flow.active) {
            let message = format!("'{}' already goes with the active flow '{}'.", record.name, running.name);
            return Err(Error::new(Code::SegmentInUse, message)
                .help("Let this flow wait, or make the other one wait first: a segment has one active flow."));
        }
        let event = Event::FlowAttached { flow: flow.name.clone(), active: flow.active };
        match record.flows.iter_mut().find(|known| known.id == flow.id) {
            Some(known) if *known == flow => return Ok(self.unchanged(id.to_owned())),
            Some(known) => *known = flow,
            None => record.flows.push(flow),
        }
        self.changed(id, now, event)
    }

    fn detach_flow(&mut self, id: &str, flow: &str, now: String) -> Result<Change> {
        let record = self.segment_mut(id)?;
        let Some(place) = record.flows.iter().position(|known| known.id == flow) else {
            return Ok(self.unchanged(id.to_owned()));
        };
        let flow = record.flows.remove(place).name;
        self.changed(id, now, Event::FlowDetached { flow })
    }

    fn change_members(&mut self, id: &str, customers: BTreeSet<String>, add: bool, now: String) -> Result<Change> {
        let record = self.segment_mut(id)?;
        let Kind::Manual { members } = &mut record.kind else {
            let message = format!("'{}' is automatic: its criteria decide who is in it.", record.name);
            return Err(Error::new(Code::BadArgument, message).help("Edit the criteria, or use a manual segment."));
        };
        let moved: Vec<String> = match add {
            true => customers.into_iter().filter(|id| members.insert(id.clone())).collect(),
            false => customers.into_iter().filter(|id| members.remove(id)).collect(),
        };
        if moved.is_empty() {
            return Ok(self.unchanged(id.to_owned()));
        }
        record.edited.clone_from(&now);
        let (mut added, mut removed) = (Movement::default(), Movement::default());
        *(if add { &mut added } else { &mut removed }) = Movement::of(moved);
        self.changed(id, now, Event::MembersChanged { added, removed })
    }

    /// The segment, if the caller saw its present version.
    fn seen(&mut self, id: &str, version: u64) -> Result<&mut Record> {
        let record = self.segment_mut(id)?;
        if record.version == version {
            return Ok(record);
        }
        let message = format!(
            "'{}' was changed elsewhere: it is at version {}, the change was made on version {version}.",
            record.name, record.version
        );
        Err(Error::new(Code::Conflict, message).help("Look at the other change, then make yours again."))
    }

    /// Counts a change of a segment and logs it.
    fn changed(&mut self, id: &str, now: String, event: Event) -> Result<Change> {
        self.segment_mut(id)?.version += 1;
        self.log_only(id, now, event)
    }

    /// Logs what happened to a segment without it having been changed.
    fn log_only(&mut self, id: &str, now: String, event: Event) -> Result<Change> {
        let name = self.segment(id)?.name.clone();
        Ok(self.write(id.to_owned(), name, now, event))
    }

    fn write(&mut self, id: String, name: String, now: String, event: Event) -> Change {
        self.document.revision += 1;
        self.document.log.push(Entry { at: now, segment: id.clone(), name, event: event.clone() });
        Change { revision: self.document.revision, id, followed: Vec::new(), event: Some(event) }
    }

    fn unchanged(&self, id: String) -> Change {
        Change { revision: self.document.revision, id, followed: Vec::new(), event: None }
    }
}

/// Ids in the one spelling of each, each once.
fn ids(customers: Vec<String>) -> BTreeSet<String> {
    customers.iter().map(|id| id_key(id)).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// At most five names, quoted.
fn list(names: &[&str]) -> String {
    let mut text = names.iter().take(5).map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    if names.len() > 5 {
        text.push_str(&format!(" and {} more", names.len() - 5));
    }
    text
}
