//! The feature `wasmtime`: types that an embedder knows of contracts.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use uip_contract::Refusal;
use wasmtime::component::{Lift, LinkerInstance, Lower};

use super::contract::EventType;
use super::imports;
use super::known::{KnownProperties, KnownTypes};
use crate::engine::Guest;

/// The record of an event, in a type that was known when the host was compiled.
pub trait EventRecord: Lift + Send + 'static {
    /// What the event's function returns if the event was not taken: a string, or
    /// a variant with the case `refused`.
    type Error: Lower + From<Refusal> + Send + Sync + 'static;

    /// The fields `event-id` and `payload`.
    fn into_id_and_payload(self) -> (String, String);
}

impl KnownTypes {
    /// Begins with no types. `package` is that of the contract, without a version:
    /// `acme:tiny`.
    pub fn of(package: impl Into<String>) -> Self {
        Self {
            package: package.into(),
            properties: None,
            events: BTreeMap::new(),
        }
    }

    /// Adds the record that `properties.get` returns. It is read from the values of
    /// an instance, under the names of the contract in `snake_case`. An instance whose
    /// values cannot be read so runs as if no types were known.
    #[must_use]
    pub fn properties<Record>(mut self) -> Self
    where
        Record: DeserializeOwned + Lower + Send + Sync + 'static,
    {
        self.properties = Some(KnownProperties {
            link: link_properties::<Record>,
            read: |value| {
                let record: Record = serde_json::from_value(value).ok()?;
                Some(Arc::new(record))
            },
        });
        self
    }

    /// Adds the record of an event. `name` is that in JSON: `thing_happened`.
    #[must_use]
    pub fn event<Record: EventRecord>(mut self, name: impl Into<String>) -> Self {
        self.events.insert(name.into(), link_event::<Record>);
        self
    }
}

fn link_properties<Record: Lower + Send + Sync + 'static>(
    interface: &mut LinkerInstance<'_, Guest>,
) -> wasmtime::Result<()> {
    interface.func_wrap("get", |store, (): ()| {
        let known = store.data().call.properties.known.clone();
        let record = known.and_then(|known| known.downcast::<Record>().ok());
        Ok((record.ok_or_else(|| "the properties are of another type".to_owned()),))
    })
}

fn link_event<Record: EventRecord>(
    interface: &mut LinkerInstance<'_, Guest>,
    ty: &EventType,
) -> wasmtime::Result<()> {
    let ty = Arc::new(ty.clone());
    let function = ty.function.clone();
    interface.func_wrap_async(&function, move |store, (record,): (Record,)| {
        let (id, payload) = record.into_id_and_payload();
        let taken = imports::take(store.data(), Arc::clone(&ty), id, payload, None);
        Box::new(async move { Ok((taken.await.map_err(Record::Error::from),)) })
    })
}
