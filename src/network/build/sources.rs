//! Data sources by their addresses.

use std::{collections::HashMap, rc::Rc, sync::Arc};

use super::Builder;
use crate::{address::Address, eval::Instance, module::Mode};

/// The types that somebody asks for.
const ASKED_FOR: [&str; 3] = ["aws_ami", "aws_availability_zones", "aws_ssm_parameter"];

/// Instances of data sources by their addresses.
pub(super) type Sources<'p> = HashMap<Arc<str>, Rc<Instance<'p>>>;

impl<'p> Builder<'_, 'p> {
    /// The instance of a data source at an address.
    pub(super) fn source(&self, address: &Address) -> Option<&Instance<'p>> {
        let sources = self.sources.get_or_init(|| self.all_sources());
        sources.get(address.as_str()).map(|it| &**it)
    }

    fn all_sources(&self) -> Sources<'p> {
        let mut sources = Sources::new();
        for scope in &self.scopes {
            let names = scope.module.resources.keys();
            for name in names.filter(|it| it.mode == Mode::Data && ASKED_FOR.contains(&&*it.ty)) {
                let instances = &self.evaluation.expansion(scope, name).instances;
                sources.extend(instances.iter().map(|it| (it.address.clone(), it.clone())));
            }
        }
        sources
    }
}
