use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use serde_json::{Map, Value};
use uip_contract::{AllowedHost, AllowedHosts, EventSink, NoSink};
use url::Url;
use wasmtime::component::Val;

use super::{GuestPool, Inner, Instance};
use crate::adapter::Adapter;
use crate::engine::Properties;
use crate::secrets::Secrets;
use crate::types::{Mistakes, NO_LIMITS, Shape, digits};

/// Longer than any adapter should wait for a server: guests time out first.
const DEADLINE: Duration = Duration::from_secs(330);
const IDLE_GUESTS: usize = 8;

/// Configures an [`Instance`].
pub struct InstanceBuilder {
    adapter: Adapter,
    name: String,
    properties: Vec<(String, Given)>,
    per_call: BTreeSet<String>,
    hidden: Secrets,
    allowed: Option<AllowedHosts>,
    sink: Arc<dyn EventSink>,
    deadline: Duration,
    memory_limit: Option<usize>,
    fresh_guests: bool,
    idle_guests: usize,
}

#[derive(Clone)]
pub(super) enum Given {
    Json(Value),
    Text(String),
}

impl InstanceBuilder {
    pub(crate) fn new(adapter: Adapter, name: String) -> Self {
        Self {
            adapter,
            name,
            properties: Vec::new(),
            per_call: BTreeSet::new(),
            hidden: Secrets::default(),
            allowed: None,
            sink: Arc::new(NoSink),
            deadline: DEADLINE,
            memory_limit: None,
            fresh_guests: false,
            idle_guests: IDLE_GUESTS,
        }
    }

    /// Gives a property its value. The last value given holds. Null, and `""`
    /// for a property with a default, count as left out.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.properties
            .push((name.into(), Given::Json(value.into())));
        self
    }

    /// Gives a property its value as text, as a person types it or an
    /// environment variable holds it: `30` is a number where one is expected.
    #[must_use]
    pub fn property_text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.properties
            .push((name.into(), Given::Text(text.into())));
        self
    }

    /// The properties that callers of a server may give values of, for one call
    /// each. Default: none. [`Instance::with_properties`] is not bound by it.
    #[must_use]
    pub fn call_properties(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.per_call.extend(names);
        self
    }

    /// Where requests may go. Default: the hosts of those properties whose
    /// value is an `http` or `https` URL, the manifest's default values among
    /// them, and those that the manifest names as `outgoingHosts`.
    #[must_use]
    pub fn allowed_hosts(mut self, hosts: AllowedHosts) -> Self {
        self.allowed = Some(hosts);
        self
    }

    /// Who takes the events. Default: nobody, and every event is refused.
    #[must_use]
    pub fn events(self, sink: impl EventSink + 'static) -> Self {
        self.events_to(Arc::new(sink))
    }

    /// As [`InstanceBuilder::events`], for a sink that several instances share.
    #[must_use]
    pub fn events_to(mut self, sink: Arc<dyn EventSink>) -> Self {
        self.sink = sink;
        self
    }

    /// How long a call may take, waiting included. Default: 330 s. Above every
    /// timeout of the adapter's own: a call that is cut here cannot say
    /// whether its request arrived.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The most memory that a guest may have, in bytes, if that is less than
    /// the host's limit.
    #[must_use]
    pub fn memory_limit(mut self, bytes: usize) -> Self {
        self.memory_limit = Some(bytes);
        self
    }

    /// Starts every call in a guest of its own. Default: false.
    ///
    /// Guests are otherwise kept and used again, by one call at a time: that
    /// saves the start, and what the component leaves in its memory is seen by
    /// its later calls for the same instance. Two instances never share a
    /// guest. A guest that trapped, ran out of memory or of time is never used
    /// again.
    #[must_use]
    pub fn fresh_guests(mut self, fresh: bool) -> Self {
        self.fresh_guests = fresh;
        self
    }

    /// How many idle guests are kept. Default: 8.
    #[must_use]
    pub fn idle_guests(mut self, count: usize) -> Self {
        self.idle_guests = count;
        self
    }

    /// With the values that another instance was given.
    pub(super) fn given(mut self, given: Vec<(String, Given)>) -> Self {
        self.properties = given;
        self
    }

    /// Redacts these secrets too.
    pub(super) fn hide(mut self, secrets: Secrets) -> Self {
        self.hidden = secrets;
        self
    }

    /// Checks the properties against the manifest and the component.
    ///
    /// # Errors
    /// Every property that is missing, unknown, of the wrong type or out of
    /// its limits. No value of a secret property is repeated.
    pub fn build(self) -> Result<Instance, Mistakes> {
        let values = self.values()?;
        self.check_per_call()?;
        let secrets = self.secrets(&values).and(&self.hidden);
        let event_values = self.event_values(&values);
        let configured = self.configured(&values);
        let allowed = self.allowed.clone().unwrap_or_else(|| {
            let named = self.adapter.manifest().outgoing_hosts.iter().cloned();
            urls(&values)
                .filter_map(|url| AllowedHost::of_url(&url))
                .chain(named)
                .collect()
        });
        let properties = self.record(values)?;
        let host = self.adapter.host();
        let pool = Arc::new(GuestPool::new(self.idle_guests));
        host.register(&pool);
        let memory_limit = self
            .memory_limit
            .unwrap_or(usize::MAX)
            .min(host.memory_limit());
        Ok(Instance {
            inner: Arc::new(Inner {
                name: self.name.into(),
                given: self.properties,
                properties: Arc::new(properties),
                per_call: self.per_call,
                secrets,
                event_values,
                configured,
                allowed: Arc::new(allowed),
                sink: self.sink,
                deadline: self.deadline,
                memory_limit,
                fresh_guests: self.fresh_guests,
                pool,
                peak: AtomicUsize::new(0),
                adapter: self.adapter,
            }),
        })
    }

    fn check_per_call(&self) -> Result<(), Mistakes> {
        let manifest = self.adapter.manifest();
        let known = || manifest.properties.iter().map(|it| it.name.as_str());
        let mut mistakes = Mistakes::default();
        for name in &self.per_call {
            if manifest.property(name).is_none() {
                let hint = uip_contract::did_you_mean(name, known());
                mistakes.push(
                    name,
                    format!("is in `callProperties`, but is an unknown property; {hint}"),
                );
            }
        }
        mistakes.or(())
    }

    /// The value of each property: given, or else the manifest's default.
    fn values(&self) -> Result<Map<String, Value>, Mistakes> {
        let manifest = self.adapter.manifest();
        let mut mistakes = Mistakes::default();
        let mut values = Map::new();
        for (name, given) in &self.properties {
            let Some(property) = manifest.property(name) else {
                let known = manifest
                    .properties
                    .iter()
                    .map(|property| property.name.as_str());
                mistakes.push(
                    name,
                    format!(
                        "unknown property; {}",
                        uip_contract::did_you_mean(name, known)
                    ),
                );
                continue;
            };
            let field = self.adapter.properties().and_then(|it| it.field(name));
            let value = match (given, field) {
                (Given::Json(Value::Number(number)), Some(field))
                    if *field.shape.required() == Shape::String =>
                {
                    // Limits of a text count its characters.
                    digits(number).map_or_else(|| number.clone().into(), Value::String)
                }
                (Given::Json(value), _) => value.clone(),
                (Given::Text(text), Some(field)) => field.shape.json_from_text(text.clone()),
                (Given::Text(text), None) => Value::String(text.clone()),
            };
            // The last value holds, and null is none. So is a blank where there
            // is a default: forms and empty environment variables give it.
            values.shift_remove(&property.name);
            let is_blank = value == "" && property.default_value.is_some();
            if !value.is_null() && !is_blank {
                values.insert(property.name.clone(), value);
            }
        }
        for property in &manifest.properties {
            if !values.contains_key(&property.name) {
                match &property.default_value {
                    Some(default) => {
                        values.insert(property.name.clone(), default.clone());
                    }
                    None if property.is_required => {
                        mistakes.push(&property.name, "required, but missing");
                    }
                    None => {}
                }
            }
        }
        for property in &manifest.properties {
            if let Some(value) = values.get(&property.name)
                && let Some(problem) = property.limits.problem(value)
            {
                mistakes.push(&property.name, problem);
            }
        }
        self.check_types(&values, &mut mistakes);
        mistakes.or(values)
    }

    fn check_types(&self, values: &Map<String, Value>, mistakes: &mut Mistakes) {
        for (name, value) in values {
            let Some(field) = self.adapter.properties().and_then(|it| it.field(name)) else {
                continue;
            };
            let property = self.adapter.manifest().property(name);
            let limits = |path: &str| match path {
                "" => property.map(|property| &property.limits),
                _ => None,
            };
            let Err(wrong) = field.shape.to_value(value.clone(), &limits) else {
                continue;
            };
            let is_secret = property.is_some_and(|it| it.is_secret);
            if is_secret {
                let kind = field.shape.manifest_type();
                mistakes.push(
                    name,
                    format!("expected a value of type {kind}; its value is secret and not shown"),
                );
                continue;
            }
            for mistake in &wrong {
                let place = match mistake.path.as_str() {
                    "" => name.clone(),
                    path if path.starts_with('[') => format!("{name}{path}"),
                    path => format!("{name}.{path}"),
                };
                mistakes.push(place, &mistake.problem);
            }
        }
    }

    fn secrets(&self, values: &Map<String, Value>) -> Secrets {
        let properties = self.adapter.manifest().properties.iter();
        Secrets::new(properties.filter(|it| it.is_secret).filter_map(|property| {
            match values.get(&property.name)? {
                Value::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            }
        }))
    }

    fn event_values(&self, values: &Map<String, Value>) -> BTreeMap<String, String> {
        let properties = self.adapter.manifest().properties.iter();
        properties
            .filter(|it| !it.event_paths.is_empty() && !it.is_secret)
            .filter_map(|property| {
                let value = match values.get(&property.name)? {
                    Value::String(text) => text.trim().to_owned(),
                    other => other.to_string(),
                };
                (!value.is_empty()).then(|| (property.name.clone(), value))
            })
            .collect()
    }

    fn configured(&self, values: &Map<String, Value>) -> BTreeMap<String, Option<Value>> {
        let properties = self.adapter.manifest().properties.iter();
        properties
            .filter_map(|property| {
                let value = values.get(&property.name)?;
                let shown = (!property.is_secret).then(|| value.clone());
                Some((property.name.clone(), shown))
            })
            .collect()
    }

    /// The record that `properties.get` answers with. A component that imports
    /// no properties never asks.
    fn record(&self, values: Map<String, Value>) -> Result<Properties, Mistakes> {
        let value = match self.adapter.properties() {
            Some(record) => record.to_value(Value::Object(values), &NO_LIMITS)?,
            None => Val::Record(Vec::new()),
        };
        let known = self.adapter.known_properties(&value);
        Ok(Properties { value, known })
    }
}

fn urls(values: &Map<String, Value>) -> impl Iterator<Item = Url> {
    values
        .values()
        .filter_map(Value::as_str)
        .filter_map(|text| Url::parse(text).ok())
}
