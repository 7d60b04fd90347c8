//! Which adapter an event belongs to.
//!
//! Several adapters can share one callback URL, such as two phone numbers of
//! one app. The manifest says where events carry the values of which
//! properties (`eventPaths`); the adapter whose property has the value is the
//! owner.

mod of_origin;
mod path;

use std::sync::Arc;

use crate::AdapterInfo;
pub(crate) use of_origin::Ownership;
use path::EventPath;

/// The longest value that is kept and logged, in characters.
const MAX_VALUE: usize = 100;

/// Whose event it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    /// This adapter's.
    Adapter(Arc<str>),
    /// No adapter has the value that the event carries.
    Nobody(Unmatched),
}

/// The property that no adapter has with this value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Unmatched {
    pub property: String,
    pub value: String,
}

/// The adapters that events can belong to: instances of one manifest, in order.
#[derive(Debug, Clone)]
pub(crate) struct Owners {
    first: Arc<str>,
    /// All of them.
    adapters: Vec<Arc<str>>,
    /// Those that any of the adapters has a value for, in the manifest's order.
    properties: Vec<Property>,
}

/// A property whose value events carry.
#[derive(Debug, Clone)]
struct Property {
    name: String,
    paths: Vec<EventPath>,
    /// Its value in each of the adapters.
    values: Vec<Option<String>>,
}

impl Owners {
    /// The adapters of these names, as far as there are such; `first` is the
    /// one that an event belongs to which carries no value.
    pub fn new<'n>(
        first: &str,
        others: impl IntoIterator<Item = &'n str>,
        infos: &[AdapterInfo],
    ) -> Self {
        let first: Arc<str> = first.into();
        let mut adapters = vec![Arc::clone(&first)];
        adapters.extend(others.into_iter().map(Arc::<str>::from));
        let info = |name: &str| infos.iter().find(|info| info.name == name);
        let manifest = info(&first).map(AdapterInfo::event_paths);
        let properties = manifest.into_iter().flatten().map(|(name, paths)| {
            let value = |adapter: &Arc<str>| info(adapter)?.values.get(name).cloned();
            Property {
                name: name.to_owned(),
                paths: paths
                    .iter()
                    .filter_map(|path| EventPath::parse(path))
                    .collect(),
                values: adapters.iter().map(value).collect(),
            }
        });
        let is_given = |property: &Property| property.values.iter().any(Option::is_some);
        Self {
            properties: properties.filter(is_given).collect(),
            first,
            adapters,
        }
    }

    /// The adapter that an event belongs to which carries no value.
    pub fn first(&self) -> &Arc<str> {
        &self.first
    }

    /// The owner of the event with this payload.
    ///
    /// The first property whose value the payload carries decides. The event
    /// belongs to the first adapter that has this value, or else to the first
    /// one that leaves the property open. If the payload carries no value, it
    /// belongs to the first adapter.
    pub fn of(&self, payload: &str) -> Owner {
        match self.carried(payload) {
            None => Owner::Adapter(Arc::clone(&self.first)),
            Some((property, value)) => {
                let has = |wanted: Option<&str>| {
                    let mut values = property.values.iter();
                    values.position(|own| own.as_deref() == wanted)
                };
                let owner = has(Some(&value)).or_else(|| has(None));
                match owner.and_then(|owner| self.adapters.get(owner)) {
                    Some(owner) => Owner::Adapter(Arc::clone(owner)),
                    None => Owner::Nobody(Unmatched {
                        property: property.name.clone(),
                        value: value.chars().take(MAX_VALUE).collect(),
                    }),
                }
            }
        }
    }

    /// The adapter that has the value which the payload carries. None that
    /// leaves the property open is taken.
    pub fn exactly(&self, payload: &str) -> Option<&Arc<str>> {
        let (property, value) = self.carried(payload)?;
        let mut values = property.values.iter();
        let adapter = values.position(|own| own.as_ref() == Some(&value))?;
        self.adapters.get(adapter)
    }

    fn carried(&self, payload: &str) -> Option<(&Property, String)> {
        self.properties.iter().find_map(|property| {
            let mut paths = property.paths.iter();
            Some((property, paths.find_map(|path| path.value(payload))?))
        })
    }
}

#[cfg(test)]
mod tests;
