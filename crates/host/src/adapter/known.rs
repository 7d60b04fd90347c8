//! The imports of a contract whose types were known when the host was compiled.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};
use wasmtime::component::{Linker, LinkerInstance, Val};

use super::contract::{Contract, EventType};
use crate::engine::Guest;
use crate::types::RecordShape;

/// The Rust types of what one contract's adapters import.
///
/// Without them, the host reads the types from each component, and takes every field
/// of an event apart by its name. With them, an event crosses as it is, which is
/// faster; all else is the same. A component whose types are others, since it has
/// another version of the contract, still runs: as if the types were not known.
/// [`Instance::has_known_types`](crate::Instance::has_known_types) says which it is.
///
/// The types are those that `wasmtime::component::bindgen!` generates from the
/// contract's WIT, or any that derive
/// [`ComponentType`](wasmtime::component::ComponentType). Give them to
/// [`HostBuilder::known_types`](crate::HostBuilder::known_types).
#[derive(Clone)]
pub struct KnownTypes {
    pub(super) package: String,
    pub(super) properties: Option<KnownProperties>,
    pub(super) events: BTreeMap<String, LinkEvent>,
}

pub(super) type LinkEvent = fn(&mut LinkerInstance<'_, Guest>, &EventType) -> wasmtime::Result<()>;

#[derive(Clone, Copy)]
pub(super) struct KnownProperties {
    pub(super) link: fn(&mut LinkerInstance<'_, Guest>) -> wasmtime::Result<()>,
    pub(super) read: ReadProperties,
}

/// The properties of an instance as the type that is known; `None` if they are not
/// of that type.
pub(super) type ReadProperties = fn(Value) -> Option<KnownValue>;

/// A value of a type that is known.
pub(crate) type KnownValue = Arc<dyn Any + Send + Sync>;

impl KnownTypes {
    /// Adds the contract's imports to a linker, if all of them are known.
    pub(super) fn link(&self, linker: &mut Linker<Guest>, contract: &Contract) -> Option<Linked> {
        let package = contract.package.split('@').next();
        if package != Some(self.package.as_str()) {
            return None;
        }
        let mut read = None;
        if let Some(ty) = &contract.properties {
            let known = self.properties?;
            (known.link)(&mut linker.instance(&ty.interface).ok()?).ok()?;
            read = Some(known.read);
        }
        if let Some(ty) = &contract.events {
            let mut interface = linker.instance(&ty.interface).ok()?;
            for event in &ty.events {
                self.events.get(&event.name)?(&mut interface, event).ok()?;
            }
        }
        Some(Linked { read })
    }
}

/// Imports that were linked with the types that are known.
pub(super) struct Linked {
    read: Option<ReadProperties>,
}

impl Linked {
    /// What `properties.get` answers with.
    pub(super) fn properties(
        &self,
        shape: Option<&RecordShape>,
        value: &Val,
    ) -> Option<KnownValue> {
        match (self.read, shape) {
            (Some(read), Some(shape)) => read(by_rust_names(shape, value)),
            // Nobody asks.
            _ => Some(Arc::new(())),
        }
    }
}

/// A record as JSON whose members are named as the fields of a generated type:
/// `phone_number_id`.
fn by_rust_names(shape: &RecordShape, value: &Val) -> Value {
    let mut json = shape.to_json(value.clone());
    let members = shape.fields().iter().filter_map(|field| {
        let value = json.remove(&field.json_name)?;
        Some((field.name.replace('-', "_"), value))
    });
    Value::Object(members.collect::<Map<_, _>>())
}
