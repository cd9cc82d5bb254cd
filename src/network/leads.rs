//! Routes that name gateway endpoints as where they lead.

use std::sync::Arc;

use super::{Case, Endpoint, Fact, Identity, Network, Pass, Resource, Route, identity::Index};

/// A separate route, and what its arguments name that may be an endpoint.
#[derive(Debug)]
pub struct SeparateRoute {
    /// The resource.
    pub resource: Arc<Resource>,
    /// What `vpc_endpoint_id` and `gateway_id` name.
    pub targets: Vec<Fact<Option<Identity>>>,
}

/// Routes by what they name.
#[derive(Debug)]
pub(super) struct Leads {
    routes: Index,
    tables: Index,
}

impl Leads {
    fn of(network: &Network) -> Self {
        let names = |targets: &[Fact<Option<Identity>>]| -> Vec<Identity> {
            let named = targets.iter().flat_map(Fact::possible);
            named.flatten().cloned().collect()
        };
        let routes = network.separate_routes.iter();
        let routes: Vec<Vec<_>> = routes.map(|it| names(&it.targets)).collect();
        let inline = network.route_tables.iter().map(|table| {
            let routes = table.routes.possible();
            routes.flat_map(|route| names(&route.targets)).collect()
        });
        let tables: Vec<Vec<_>> = inline.collect();
        Self {
            routes: Index::of(routes.iter().map(Vec::as_slice)),
            tables: Index::of(tables.iter().map(Vec::as_slice)),
        }
    }
}

impl<'n> Case<'n, Endpoint> {
    /// What names it as where a route leads, in separate routes and in those of route tables.
    ///
    /// # Errors
    ///
    /// When nothing does that is known, and something may.
    pub fn routes_to_it(&self) -> Result<Vec<&'n Fact<Option<Identity>>>, Pass> {
        let network = self.network;
        let leads = network.found.leads.get_or_init(|| Leads::of(network));
        let routes = leads.routes.named(&self.it.identity);
        let routes = network.separate_routes.at(routes);
        let separate = self.every(routes, |route| {
            self.every(&route.targets, |target| {
                let names = self.is_named_by(target)?;
                Ok((names && self.exists(&route.resource, &self.it.resource)).then_some(target))
            })
        });
        let tables = leads.tables.named(&self.it.identity);
        let tables = network.route_tables.at(tables);
        let inline =
            self.every(tables, |table| {
                let members = self.some(&table.routes).items.iter();
                // Separate routes have been looked at.
                let own = members.filter(|it| Arc::ptr_eq(&it.place.resource, &table.resource));
                self.every(own, |item| {
                    let route: &Route = self.read(item)?;
                    self.every(&route.targets, |target| {
                        let names = self.is_named_by(target)?;
                        Ok((names && self.exists(&table.resource, &self.it.resource))
                            .then_some(target))
                    })
                })
            });
        match (separate, inline) {
            (Ok(mut found), Ok(more)) => {
                found.extend(more);
                Ok(found)
            }
            (Ok(found), Err(_)) | (Err(_), Ok(found)) if !found.is_empty() => Ok(found),
            (Err(pass), _) | (_, Err(pass)) => Err(pass),
        }
    }

    fn is_named_by(&self, target: &'n Fact<Option<Identity>>) -> Result<bool, Pass> {
        let own = &self.it.identity;
        match self.read(target)? {
            Some(named) if named == own => Ok(true),
            Some(named) if named.is_vague() && named.collection() == own.collection() => {
                let why = format!("a route leads to one of {}", named.name());
                Err(self.undecided(why))
            }
            _ => Ok(false),
        }
    }
}
