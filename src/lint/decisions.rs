//! What users have decided about findings: settings, ignore comments, a baseline.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{Claim, Diagnostic, Error, Report, Request, assemble::Verdict, scope::Scope};
use crate::{
    baseline::{self, Baseline, Entry},
    config::{Configs, Scheme},
    ignore::{Date, Ignores},
    module::{ModuleId, Program},
    rules::{self, UNUSED_IGNORE},
    source::{Discovery, SourceFile, Sources},
};

/// What counts for each root, by the name of its directory.
pub(super) struct Schemes<'a> {
    configs: Configs<'a>,
    by_name: BTreeMap<String, Scheme>,
}

impl<'a> Schemes<'a> {
    pub(super) fn new(sources: &'a Sources, request: &Request) -> Self {
        Self {
            configs: Configs::new(
                sources,
                request.config.clone(),
                request.environment.clone(),
                request.command.clone(),
            ),
            by_name: BTreeMap::new(),
        }
    }

    /// The configuration files.
    pub(super) const fn configs(&mut self) -> &mut Configs<'a> {
        &mut self.configs
    }

    /// What counts for a directory, given by its absolute path.
    pub(super) fn of(&mut self, directory: &Path) -> Result<Scheme, Error> {
        self.configs.of(directory).map_err(Error::Config)
    }

    /// Leaves out the directories that their configuration files exclude, and gives these.
    pub(super) fn prune(&mut self, discovery: &mut Discovery) -> Result<BTreeSet<PathBuf>, Error> {
        let mut excluded = BTreeSet::new();
        for directory in &discovery.directories {
            let scheme = self.of(&directory.path)?;
            if directory
                .files
                .iter()
                .all(|file| scheme.settings(file).excludes(file))
            {
                excluded.insert(directory.path.clone());
            }
        }
        discovery
            .directories
            .retain(|directory| !excluded.contains(&directory.path));
        Ok(excluded)
    }

    /// Keeps in mind what counts for a directory that claims name.
    pub(super) fn name(&mut self, name: &str, directory: &Path) -> Result<(), Error> {
        let scheme = self.of(directory)?;
        self.by_name.insert(name.to_owned(), scheme);
        Ok(())
    }

    /// What the root's settings say about a finding in a file; no pattern excludes one that is named.
    pub(super) fn judge(&self, claim: &Claim, file: &SourceFile, is_named: bool) -> Verdict {
        let nothing = Scheme::default();
        let scheme = self.by_name.get(&*claim.root).unwrap_or(&nothing);
        let settings = scheme.settings(&file.path);
        let of_rule = settings.rule(claim.rule);
        let least = settings.min_confidence().0;
        let sure = claim
            .confidence()
            .is_none_or(|confidence| confidence >= least);
        let (silent_about, _) = settings.except_services(claim.rule);
        let is_excepted = !claim.services.is_empty()
            && claim
                .services
                .iter()
                .all(|service| silent_about.contains(service));
        Verdict {
            shown: of_rule.on
                && sure
                && !is_excepted
                && (is_named || !settings.excludes(&file.path)),
            severity: of_rule.severity,
            fail_on: settings.fail_on().0,
        }
    }

    fn needs_reason(&self, program: &Program, file: &SourceFile) -> bool {
        let directory = file.path.parent().unwrap_or(&file.path);
        program
            .modules()
            .iter()
            .find(|module| module.directory == directory)
            .and_then(|module| self.by_name.get(&module.name))
            .is_some_and(|scheme| scheme.settings(&file.path).require_ignore_reason().0)
    }
}

/// The directories of which everything is in sight that could make a rule fire there: all when the whole project was asked
/// for, otherwise those that get nothing from callers elsewhere or whose callers were all looked for.
pub(super) fn closed(
    sources: &Sources,
    program: &Program,
    discovery: &Discovery,
    request: &Request,
    pruned: bool,
    scope: &Scope,
) -> (BTreeSet<PathBuf>, bool) {
    let is_above = |path: &PathBuf| {
        let directory = sources.identity(path);
        directory.is_ok_and(|directory| sources.project().starts_with(directory))
    };
    let nothing_left_out = !pruned && request.exclude.is_empty();
    let whole = nothing_left_out && request.paths.iter().any(is_above);
    let scanned: BTreeSet<&Path> = discovery
        .directories
        .iter()
        .map(|directory| directory.path.as_path())
        .collect();
    let closed = program
        .modules()
        .iter()
        .filter(|module| scanned.contains(module.directory.as_path()))
        .filter(|module| {
            let gets_nothing = module.runs || module.variables.is_empty();
            whole || gets_nothing || scope.sees_all_callers(&module.directory)
        })
        .map(|module| &module.directory)
        .chain(
            program
                .passed_over
                .iter()
                .filter(|_| whole)
                .map(|one| &one.path),
        )
        .cloned()
        .collect();
    (closed, whole)
}

/// The claims with whether a comment ignores them, and claims about comments without effect.
pub(super) fn ignoring(
    sources: &Sources,
    program: &Program,
    closed: &BTreeSet<PathBuf>,
    schemes: &Schemes<'_>,
    today: Date,
    claims: Vec<Claim>,
) -> Vec<(Claim, bool)> {
    let mut ignores = Ignores::collect(sources, program, closed, today);
    if ignores.is_empty() {
        return claims.into_iter().map(|claim| (claim, false)).collect();
    }
    let roots: BTreeMap<&str, ModuleId> = program
        .roots
        .iter()
        .map(|root| (program.module(*root).name.as_str(), *root))
        .collect();
    let mut settled: Vec<(Claim, bool)> = claims
        .into_iter()
        .map(|claim| {
            let root = roots.get(&*claim.root).copied();
            let is_ignored = match &claim.said {
                Ok(finding) => ignores.cover(program, root, claim.rule, finding),
                Err(question) => {
                    ignores.doubt(program, root, claim.rule, question);
                    false
                }
            };
            (claim, is_ignored)
        })
        .collect();
    if let Ok(rule) = rules::find(UNUSED_IGNORE) {
        let unused = ignores.unused(|file| schemes.needs_reason(program, file));
        settled.extend(unused.into_iter().map(|unused| {
            let claim = Claim {
                rule,
                root: program.module(unused.module).name.as_str().into(),
                services: Vec::new(),
                said: Ok(unused.finding),
            };
            (claim, false)
        }));
    }
    settled
}

/// Takes the findings that a baseline accepts out of a report, and notes which of its entries no longer occur.
///
/// # Errors
///
/// When the baseline cannot be read.
pub fn accept(sources: &Sources, report: &mut Report, path: &Path) -> Result<(), Error> {
    let mut baseline = Baseline::read(sources, path)?;
    // What is ignored or hidden by now still occurs.
    for diagnostic in report.suppressed.iter().chain(&report.hidden) {
        let entry = entry(sources, diagnostic);
        baseline.accepts(&entry.fingerprint, &entry.file);
    }
    suppress(sources, report, |diagnostic| {
        let entry = entry(sources, diagnostic);
        baseline.accepts(&entry.fingerprint, &entry.file)
    });
    for entry in baseline.stale(sources, &report.closed, report.whole) {
        report.notes.push(format!(
            "an entry of the baseline no longer occurs: {} in {}",
            entry.rule, entry.file
        ));
    }
    Ok(())
}

/// Takes all findings out of a report and gives the text of a baseline that accepts them, and how many there are; those that
/// a comment ignores need no entry.
pub fn accept_all(sources: &Sources, report: &mut Report) -> (String, usize) {
    let entries: Vec<_> = report
        .findings
        .iter()
        .map(|diagnostic| entry(sources, diagnostic))
        .collect();
    let count = entries.len();
    suppress(sources, report, |_| true);
    (baseline::document(entries), count)
}

/// Moves findings to those that are suppressed, which stay in the order of findings.
fn suppress(sources: &Sources, report: &mut Report, mut accepts: impl FnMut(&Diagnostic) -> bool) {
    for diagnostic in std::mem::take(&mut report.findings) {
        if accepts(&diagnostic) {
            report.suppressed.push(diagnostic);
        } else {
            report.findings.push(diagnostic);
        }
    }
    report.suppressed.sort_by_cached_key(|diagnostic| {
        let span = diagnostic.finding.primary;
        let name = sources.file(span.file).name.clone();
        (name, span.start, span.end, diagnostic.rule.id)
    });
    report.count();
}

fn entry(sources: &Sources, diagnostic: &Diagnostic) -> Entry {
    let finding = &diagnostic.finding;
    let file = sources.file(finding.primary.file);
    Entry {
        file: sources.repository_path(&file),
        rule: diagnostic.rule.id.to_owned(),
        address: finding
            .addresses
            .first()
            .map_or_else(String::new, ToString::to_string),
        fingerprint: diagnostic.fingerprint.clone(),
    }
}
