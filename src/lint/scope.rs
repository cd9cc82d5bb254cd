//! Named files to what a run is about: the modules they belong to, and the roots that reach these.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use globset::GlobSet;

use super::{Claim, Error, Request, assemble::Standing, decisions::Schemes};
use crate::{
    config::NAMES,
    module::{self, ModuleId, Program, Survey},
    source::{Asked, Directory, Discovery, Kind, NamedFile, SourceFile, Sources},
    span::FileId,
};

/// What is reported. Without named files that is everything found.
#[derive(Default)]
pub(super) struct Scope {
    /// The files that were named and not excluded.
    named: BTreeSet<PathBuf>,
    /// The modules they belong to, by resolved directory.
    modules: BTreeSet<PathBuf>,
    /// Whether every caller of these is in sight.
    pub(super) all_callers: bool,
    /// The files in which a finding counts, and whether its primary place alone decides.
    files: Option<(BTreeSet<FileId>, bool)>,
    /// What is to be told: named files that are gone.
    pub(super) notes: Vec<String>,
}

impl Scope {
    /// Adds to what was discovered below the directories the modules and callers that files name, leaving out all that no
    /// evaluated root reaches, and loads that.
    pub(super) fn load(
        sources: &Sources,
        schemes: &mut Schemes<'_>,
        request: &Request,
        asked: Asked,
        discovery: &mut Discovery,
    ) -> Result<(Self, Program), Error> {
        if asked.files.is_empty() {
            if request.only_file {
                let lacks = "--only-file needs a file among the paths".to_owned();
                return Err(Error::Command(lacks));
            }
            let survey = Survey::of(sources, &discovery.directories);
            let named = roots_named(sources, &asked.directories);
            let program = module::load_concerned(sources, &survey, &discovery.directories, &named);
            return Ok((Self::default(), program));
        }
        let mut files = asked.files;
        if request.force_exclude {
            let mut kept = Vec::new();
            for file in files {
                let scheme = schemes.of(&file.directory)?;
                if !file.is_copy && !scheme.settings(&file.path).excludes(&file.path) {
                    kept.push(file);
                }
            }
            files = kept;
        }
        let mut scope = Self {
            named: files.iter().map(|file| file.path.clone()).collect(),
            ..Self::default()
        };
        let mut neighbourhood = Neighbourhood::of(sources, schemes, &files)?;
        neighbourhood.survey.add(sources, &discovery.directories);
        scope.all_callers = neighbourhood.excluded.is_empty() && request.exclude.is_empty();
        let mut gone = BTreeSet::new();
        for file in &files {
            let of_file = neighbourhood.modules(sources, schemes, file)?;
            let given = file.given.display();
            let lacks = match (file.exists, of_file.is_empty()) {
                (true, false) => None,
                (true, true) => Some("belongs to no module"),
                (false, false) => Some("does not exist: its module is linted without it"),
                (false, true) => {
                    gone.insert(file.directory.clone());
                    Some("does not exist, nor does its module: what calls that is linted")
                }
            };
            scope
                .notes
                .extend(lacks.map(|lacks| format!("`{given}` {lacks}")));
            scope.modules.extend(of_file);
        }
        let mut scanned = neighbourhood.scanned(sources, &scope.modules, &gone, discovery);
        let named = roots_named(sources, &asked.directories);
        let concerned = neighbourhood.survey.concerned();
        let left_by_them = neighbourhood.survey.reaching(gone.iter());
        scanned.retain(|directory| {
            let kept = [&scope.modules, &named, &concerned, &left_by_them];
            kept.iter().any(|kept| kept.contains(&directory.path))
        });
        let graph = module::load(sources, &scanned);
        let below = discovery.directories.iter();
        let below: BTreeSet<PathBuf> = below.map(|directory| directory.path.clone()).collect();
        let (wanted, needed) = scope.choose(sources, &graph, &gone, &below);
        discovery.directories = scanned;
        discovery
            .directories
            .retain(|directory| needed.contains(&directory.path));
        let program = if graph
            .modules()
            .iter()
            .all(|module| module.bundled || needed.contains(&module.directory))
        {
            graph
        } else {
            module::load(sources, &discovery.directories)
        };
        let mut ids = BTreeSet::new();
        for directory in &wanted {
            let values = sources.variable_files(directory);
            for path in sources.directory(directory).into_iter().chain(values) {
                ids.insert(id_of(sources, &path));
            }
        }
        let named: BTreeSet<FileId> = scope
            .named
            .iter()
            .map(|path| id_of(sources, path))
            .collect();
        scope.files = Some(if request.only_file {
            (named, true)
        } else {
            ids.extend(named);
            (ids, false)
        });
        Ok((scope, program))
    }

    /// The directories of the modules that findings must touch, and of those that the roots which reach them reach. Of a
    /// module that is gone the callers count; a directory among the paths counts with all that is called from it.
    fn choose(
        &mut self,
        sources: &Sources,
        graph: &Program,
        gone: &BTreeSet<PathBuf>,
        below: &BTreeSet<PathBuf>,
    ) -> (BTreeSet<PathBuf>, BTreeSet<PathBuf>) {
        let mut targets: BTreeSet<ModuleId> = BTreeSet::new();
        let mut wanted = BTreeSet::new();
        for module in graph.modules().iter().filter(|module| !module.bundled) {
            let calls_gone = || {
                let mut paths = module.calls.values();
                paths.any(|call| {
                    module::local_path(module, call).is_some_and(|path| gone.contains(&path))
                })
            };
            let resolved = sources.identity(&module.directory);
            if resolved.is_ok_and(|path| self.modules.contains(&path)) || calls_gone() {
                targets.insert(module.id);
                self.modules.insert(module.directory.clone());
            }
            if below.contains(&module.directory) {
                targets.extend(graph.reach(module.id));
            }
        }
        wanted.extend(targets.iter().map(|id| graph.module(*id).directory.clone()));
        let mut needed = BTreeSet::new();
        for root in &graph.roots {
            let reached = graph.reach(*root);
            if !reached.is_disjoint(&targets) {
                needed.extend(reached.iter().map(|id| graph.module(*id).directory.clone()));
            }
        }
        (wanted, needed)
    }

    /// Whether a file was named, so that no pattern excludes it.
    pub(super) fn names(&self, file: &SourceFile) -> bool {
        self.named.contains(&file.path)
    }

    /// Whether everything that calls a module is in sight.
    pub(super) fn sees_all_callers(&self, directory: &Path) -> bool {
        self.all_callers && self.modules.contains(directory)
    }

    /// What becomes of a claim: it counts if one of its places lies in what was named.
    pub(super) fn standing(&self, claim: &Claim, is_ignored: bool) -> Standing {
        match (self.covers(claim), is_ignored) {
            (false, _) => Standing::Elsewhere,
            (true, true) => Standing::Ignored,
            (true, false) => Standing::Counts,
        }
    }

    fn covers(&self, claim: &Claim) -> bool {
        let Some((files, only_primary)) = &self.files else {
            return true;
        };
        match &claim.said {
            Ok(finding) if !only_primary => {
                let steps = finding.proof.steps.iter().map(|step| step.span.file);
                [finding.primary.file, finding.subject.file]
                    .into_iter()
                    .chain(steps)
                    .any(|file| files.contains(&file))
            }
            Ok(finding) => files.contains(&finding.primary.file),
            Err(question) => files.contains(&question.span.file),
        }
    }
}

/// The directories that the command line names, resolved.
fn roots_named(sources: &Sources, directories: &[PathBuf]) -> BTreeSet<PathBuf> {
    let resolved = directories.iter().map(|path| sources.identity(path));
    resolved.flatten().collect()
}

/// The file's id; a finding about one that cannot be read points at its stand-in.
fn id_of(sources: &Sources, path: &Path) -> FileId {
    sources
        .read(path)
        .unwrap_or_else(|_| sources.stand_in(path))
        .id
}

/// All modules of the repositories that files lie in.
struct Neighbourhood {
    /// By resolved directory; those that settings exclude too, as others may reach named modules through them.
    modules: BTreeMap<PathBuf, Directory>,
    /// Those that settings exclude: no roots, unless they are named.
    excluded: BTreeSet<PathBuf>,
    survey: Survey,
}

impl Neighbourhood {
    fn of(
        sources: &Sources,
        schemes: &mut Schemes<'_>,
        files: &[NamedFile],
    ) -> Result<Self, Error> {
        let projects: BTreeSet<PathBuf> = files
            .iter()
            .filter_map(|file| sources.surroundings(&file.directory))
            .collect();
        let projects: Vec<PathBuf> = projects.into_iter().collect();
        let mut found = sources.discover(&projects, &GlobSet::empty())?;
        let all = found.directories.clone();
        let excluded = schemes.prune(&mut found)?;
        // The text of an editor may be the first of its module, or say something else than the disk.
        let named = files.iter().map(|file| Directory {
            path: file.directory.clone(),
            files: sources.directory(&file.directory),
        });
        let named = named.filter(|directory| !directory.files.is_empty());
        let mut survey = Survey::of(sources, &named.collect::<Vec<_>>());
        survey.add(sources, &all);
        Ok(Self {
            survey,
            modules: all.into_iter().map(|one| (one.path.clone(), one)).collect(),
            excluded,
        })
    }

    /// The directories of the modules that a file belongs to.
    fn modules(
        &self,
        sources: &Sources,
        schemes: &mut Schemes<'_>,
        file: &NamedFile,
    ) -> Result<Vec<PathBuf>, Error> {
        if file.kind == Kind::Other
            && file
                .path
                .file_name()
                .is_some_and(|name| NAMES.iter().any(|one| name == *one))
        {
            let below = self
                .modules
                .keys()
                .filter(|path| path.starts_with(&file.directory));
            return Ok(below.cloned().collect());
        }
        let mut modules = self.survey.linking_to(&file.path);
        let surroundings = sources.surroundings(&file.directory);
        let is_inside = |path: &&Path| match &surroundings {
            Some(project) => path.starts_with(project),
            None => *path == file.directory,
        };
        let above = file.directory.ancestors().take_while(is_inside);
        let nearest = above
            .take(if file.kind == Kind::Module {
                1
            } else {
                usize::MAX
            })
            .find(|path| self.modules.contains_key(*path) || !sources.directory(path).is_empty());
        modules.extend(nearest.map(Path::to_path_buf));
        if file.kind == Kind::Values {
            for directory in self.modules.keys() {
                let scheme = schemes.of(directory)?;
                if scheme
                    .settings(directory)
                    .var_files()
                    .any(|named| named.names(sources, &file.path))
                {
                    modules.push(directory.clone());
                }
            }
        }
        Ok(modules)
    }

    /// The named modules, all that may reach them and what was discovered, sorted by path. Modules that settings exclude are
    /// not searched for roots, as in a run without names; they are loaded where others call them.
    fn scanned(
        &self,
        sources: &Sources,
        named: &BTreeSet<PathBuf>,
        gone: &BTreeSet<PathBuf>,
        discovery: &Discovery,
    ) -> Vec<Directory> {
        let mut scanned: BTreeMap<PathBuf, Directory> = discovery
            .directories
            .iter()
            .map(|directory| (directory.path.clone(), directory.clone()))
            .collect();
        for path in self.survey.reaching(named.iter().chain(gone)) {
            if let Some(directory) = self.modules.get(&path)
                && !self.excluded.contains(&path)
            {
                scanned.insert(path, directory.clone());
            }
        }
        for path in named {
            // The text of an editor may be the first of its module, or replace another file.
            let files = sources.directory(path);
            scanned.insert(
                path.clone(),
                Directory {
                    path: path.clone(),
                    files,
                },
            );
        }
        scanned.into_values().collect()
    }
}
