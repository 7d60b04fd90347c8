use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use crate::{CallError, CallProperties, DryRun, EventSink, Manifest, Response};

/// Adapter instances by name, as a trigger server calls them. Calls may run at the
/// same time.
#[async_trait]
pub trait Adapters: Send + Sync + 'static {
    /// The instances there are. They stay the same.
    fn adapters(&self) -> Vec<AdapterInfo>;

    /// Calls a command of an instance.
    ///
    /// Events that the command emits go to `events`, in the order in which it
    /// emits them, before this returns. An implementation bounds the time that
    /// a call takes. Properties for the call reach no other call, and open no host
    /// that the instance may not call.
    ///
    /// # Errors
    /// When the command could not be run to an answer of its own, or a property
    /// for the call has a wrong value. A command that fails by its own account is a
    /// [`Response`].
    async fn call(
        &self,
        call: CommandCall,
        events: Arc<dyn EventSink>,
    ) -> Result<Response, CallError>;

    /// Tells what a command would send. Nothing is sent, and the events that
    /// the command emits are thrown away.
    ///
    /// # Errors
    /// As [`Adapters::call`].
    async fn dry_run(&self, call: CommandCall) -> Result<DryRun, CallError>;
}

/// A call of a command. It has no `Debug`: its request is somebody's message.
#[derive(Clone)]
#[non_exhaustive]
pub struct CommandCall {
    /// The instance's name, as `uip.toml` gives it: `whatsapp`.
    pub adapter: String,
    /// The command's name: `sendMessageText`.
    pub command: String,
    /// The request, in JSON.
    pub request: Value,
    /// The properties for this call alone. Only an instance whose
    /// [`AdapterInfo::per_call`] names some is given any.
    pub properties: CallProperties,
}

impl CommandCall {
    /// A call with the instance's own properties.
    pub fn new(adapter: impl Into<String>, command: impl Into<String>, request: Value) -> Self {
        Self {
            adapter: adapter.into(),
            command: command.into(),
            request,
            properties: CallProperties::default(),
        }
    }

    /// With properties for this call alone.
    #[must_use]
    pub fn with_properties(mut self, properties: CallProperties) -> Self {
        self.properties = properties;
        self
    }
}

/// What a trigger server knows of an adapter instance.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AdapterInfo {
    /// The instance's name, as `uip.toml` gives it: `whatsapp`.
    pub name: String,
    /// The adapter's manifest.
    pub manifest: Arc<Manifest>,
    /// The values of those properties that events carry, by name: the ones with
    /// `eventPaths` in the manifest. None of them is a secret or blank.
    pub values: BTreeMap<String, String>,
    /// `callProperties`: the properties that a call may be given values of.
    pub per_call: BTreeSet<String>,
    /// The properties that have a value, by name, for people to see: the value
    /// of a secret one is not there.
    pub configured: BTreeMap<String, Option<Value>>,
    /// The size of the component in bytes, where it is known.
    pub component_bytes: Option<usize>,
}

impl AdapterInfo {
    /// An instance of this name, with the values of the properties that its events
    /// carry.
    pub fn new(
        name: impl Into<String>,
        manifest: Arc<Manifest>,
        values: BTreeMap<String, String>,
    ) -> Self {
        Self {
            name: name.into(),
            manifest,
            values,
            per_call: BTreeSet::new(),
            configured: BTreeMap::new(),
            component_bytes: None,
        }
    }

    /// With the size of the component in bytes.
    #[must_use]
    pub fn with_component_bytes(mut self, size: Option<usize>) -> Self {
        self.component_bytes = size;
        self
    }

    /// With the properties that have a value. The values of secret ones are
    /// dropped.
    #[must_use]
    pub fn with_configured(
        mut self,
        values: impl IntoIterator<Item = (String, Option<Value>)>,
    ) -> Self {
        let is_secret = |name: &str| {
            let property = self.manifest.property(name);
            property.is_none_or(|property| property.is_secret)
        };
        self.configured = values
            .into_iter()
            .map(|(name, value)| {
                let value = value.filter(|_| !is_secret(&name));
                (name, value)
            })
            .collect();
        self
    }

    /// With the properties that a call may be given values of.
    #[must_use]
    pub fn with_call_properties(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.per_call = names.into_iter().collect();
        self
    }

    /// The names of its commands.
    pub fn commands(&self) -> impl Iterator<Item = &str> {
        let commands = self.manifest.commands.iter();
        commands.map(|command| command.name.as_str())
    }

    /// The names of its events.
    pub fn events(&self) -> impl Iterator<Item = &str> {
        self.manifest.events.iter().map(|event| event.name.as_str())
    }

    /// The properties whose values events carry, and where they do.
    pub fn event_paths(&self) -> impl Iterator<Item = (&str, &[String])> {
        let properties = self.manifest.properties.iter();
        properties
            .filter(|property| !property.event_paths.is_empty())
            .map(|property| (property.name.as_str(), property.event_paths.as_slice()))
    }
}
