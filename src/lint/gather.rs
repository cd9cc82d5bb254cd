//! What the roots say, put together.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    judge::Judged,
    notes,
    raw::RawFinding,
    report::{Coverage, Report},
    selection::Selection,
    settings::SettingsByModule,
    unfollowed::Unseen,
};
use crate::{
    module::Module,
    network::{Network, Topology},
    note::Note,
    source::Sources,
};

/// What the roots say, in their order.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) raw: Vec<RawFinding>,
    pub(super) notes: Vec<Note>,
    pub(super) unseen: Vec<Unseen>,
    pub(super) coverage: BTreeMap<&'static str, Coverage>,
    pub(super) networks: Vec<(Arc<str>, Network)>,
    pub(super) topologies: Vec<(Arc<str>, Topology)>,
    /// By root, the files that would settle a question.
    pub(super) settling: BTreeMap<String, Vec<String>>,
    /// By root, what it calls in newer versions than are known.
    pub(super) newer: BTreeMap<String, Vec<String>>,
    /// By root, the endpoints that the defaults of variables turn off.
    pub(super) switched_off: BTreeMap<String, Vec<String>>,
    pub(super) endpoints: usize,
}

impl Gathered {
    pub(super) fn add(
        &mut self,
        sources: &Sources,
        settings: &SettingsByModule,
        selection: &Selection,
        root: &Module,
        judged: Judged,
    ) {
        let name = || Arc::<str>::from(root.name.as_str());
        self.raw.extend(judged.raw);
        self.notes.extend(judged.note.map(Note::of));
        if !judged.settling.is_empty() {
            let files = judged.settling.iter().map(|path| sources.name(path));
            self.settling.insert(root.name.clone(), files.collect());
        }
        if !judged.newer.is_empty() {
            self.newer.insert(root.name.clone(), judged.newer);
        }
        if !judged.switched_off.is_empty() {
            self.switched_off
                .insert(root.name.clone(), judged.switched_off);
        }
        let mut unseen = settings.unseen(root, judged.unseen);
        unseen.retain(|one| one.span.is_none_or(|span| selection.covers_file(span.file)));
        self.unseen.extend(unseen);
        settings.add_coverage(root, &judged.coverage, &mut self.coverage);
        self.endpoints += judged.endpoints.len();
        self.networks.extend(judged.network.map(|it| (name(), it)));
        self.topologies
            .extend(judged.topologies.into_iter().map(|it| (name(), it)));
    }

    /// Puts into the report all but the findings.
    pub(super) fn tell(mut self, sources: &Sources, report: &mut Report) {
        self.unseen.sort_by(|one, other| one.root.cmp(&other.root));
        if report.summary.undecided > 0 {
            self.notes.extend(notes::settling(&self.settling));
        }
        self.notes.extend(notes::unfollowed(sources, &self.unseen));
        self.notes.extend(notes::newer(&self.newer));
        self.notes.extend(notes::switched_off(&self.switched_off));
        report.summary.endpoints = self.endpoints;
        report.summary.unfollowed = self.unseen.len();
        report.coverage = self.coverage;
        report.networks = self.networks;
        report.topologies = self.topologies;
        report.unfollowed = self.unseen;
        report.notes = self.notes;
    }
}
