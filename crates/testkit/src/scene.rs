//! A sandbox, a host, and an instance of the adapter between them.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use uip_host::{
    Adapter, Event, EventSink, Host, HostBuilder, Instance, InstanceBuilder, Refusal, Response,
};
use uip_sandbox::Sandbox;

use crate::{component, workspace};

/// The events an instance emitted.
#[derive(Clone, Default)]
pub struct Events(Arc<Mutex<Vec<Event>>>);

impl Events {
    /// Takes what has come since the last taking.
    ///
    /// # Panics
    /// When a test panicked while it held them.
    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut *self.0.lock().expect("no test panicked here"))
    }

    fn push(&self, event: Event) {
        self.0.lock().expect("no test panicked here").push(event);
    }
}

/// What takes the instance's events.
struct Sink {
    events: Events,
    refuses: Option<fn(&Event) -> bool>,
    wants_values: bool,
}

#[async_trait]
impl EventSink for Sink {
    async fn receive(&self, event: Event) -> Result<(), Refusal> {
        let full = self.refuses.is_some_and(|refuses| refuses(&event));
        self.events.push(event);
        if full {
            Err(Refusal("the queue is full".to_owned()))
        } else {
            Ok(())
        }
    }

    fn wants_values(&self) -> bool {
        self.wants_values
    }
}

/// A sandbox in WhatsApp's place, and the adapter configured for it.
pub struct Scene {
    /// WhatsApp.
    pub sandbox: Sandbox,
    /// The adapter, configured.
    pub whatsapp: Instance,
    /// What it emitted.
    pub events: Events,
}

/// Settings for a [`Scene`].
pub struct SceneBuilder {
    sandbox: uip_sandbox::Builder,
    properties: Vec<(String, Value)>,
    refuses: Option<fn(&Event) -> bool>,
    wants_values: bool,
    shape: fn(InstanceBuilder) -> InstanceBuilder,
    host: Box<dyn FnOnce(HostBuilder) -> HostBuilder>,
}

impl SceneBuilder {
    /// Changes the sandbox.
    #[must_use]
    pub fn sandbox(
        mut self,
        change: impl FnOnce(uip_sandbox::Builder) -> uip_sandbox::Builder,
    ) -> Self {
        self.sandbox = change(self.sandbox);
        self
    }

    /// Sets a property, in place of the one that fits the sandbox.
    #[must_use]
    pub fn property(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.properties.push((name.to_owned(), value.into()));
        self
    }

    /// Which events the engine refuses.
    #[must_use]
    pub fn refusing(mut self, refuses: fn(&Event) -> bool) -> Self {
        self.refuses = Some(refuses);
        self
    }

    /// Events come with their typed records.
    #[must_use]
    pub fn typed(mut self) -> Self {
        self.wants_values = true;
        self
    }

    /// Changes the instance in other ways.
    #[must_use]
    pub fn instance(mut self, shape: fn(InstanceBuilder) -> InstanceBuilder) -> Self {
        self.shape = shape;
        self
    }

    /// Changes the host.
    #[must_use]
    pub fn host(mut self, change: impl FnOnce(HostBuilder) -> HostBuilder + 'static) -> Self {
        self.host = Box::new(change);
        self
    }

    /// Starts the sandbox and configures the adapter.
    ///
    /// # Panics
    /// When something does not start.
    pub async fn start(self) -> Scene {
        let sandbox = self.sandbox.start().await.expect("a free port on loopback");
        let events = Events::default();
        let sink = Sink {
            events: events.clone(),
            refuses: self.refuses,
            wants_values: self.wants_values,
        };
        let mut instance = adapter(self.host)
            .configure("whatsapp")
            .property("authenticationToken", sandbox.token())
            .property("apiVersion", "v25.0")
            .property("phoneNumberId", sandbox.phone_number_id())
            .property("apiBaseUrl", sandbox.base_url())
            .property("appSecret", BASE64_STANDARD.encode(sandbox.app_secret()))
            .events(sink);
        for (name, value) in self.properties {
            instance = instance.property(name, value);
        }
        let whatsapp = (self.shape)(instance).build().expect("properties that fit");
        Scene {
            sandbox,
            whatsapp,
            events,
        }
    }
}

/// The adapter, loaded. Compiled code is shared through the cache.
fn adapter(change: impl FnOnce(HostBuilder) -> HostBuilder) -> Adapter {
    let builder = Host::builder()
        .cache_dir(component().with_file_name("compiled"))
        .known_types(uip_bindings::known_types())
        .guests(8);
    let host = change(builder).build().expect("the engine starts");
    Adapter::from_files(&host, component(), workspace().join("adapter.json"))
        .expect("the component and its manifest fit")
}

impl Scene {
    /// With the defaults.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// Settings first.
    pub fn builder() -> SceneBuilder {
        SceneBuilder {
            sandbox: Sandbox::builder(),
            properties: Vec::new(),
            refuses: None,
            wants_values: false,
            shape: |instance| instance,
            host: Box::new(|host| host),
        }
    }

    /// Calls a command that must be answered, whatever the answer.
    ///
    /// # Panics
    /// When the host has no answer.
    pub async fn call(&self, command: &str, request: Value) -> Response {
        match self.whatsapp.call(command, request).await {
            Ok(response) => response,
            Err(error) => panic!("{command}: {error}"),
        }
    }

    /// Sends a text that is of no matter.
    pub async fn send_text(&self) -> Response {
        self.call(
            "sendMessageText",
            json!({"phoneNumber": "+16505551234", "message": "Hello"}),
        )
        .await
    }

    /// Processes a notification, signed as the sandbox signs.
    pub async fn process(&self, notification: &str) -> Response {
        let signature = self.sandbox.sign(notification.as_bytes());
        let request = json!({"whatsAppNotification": notification, "signature": signature});
        self.call("processWebhook", request).await
    }
}
