//! The tiny adapter, built, loaded and configured: every type of the contract,
//! and every way to misbehave.

mod build;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde_json::{Value, json};
use uip_host::{Adapter, Event, EventSink, Host, Instance, InstanceBuilder, Proxies, Refusal};

use crate::Server;

pub use build::tiny_component;

/// The key that every instance is given, and that nothing may show.
pub const KEY: &str = "open-sesame-1001";

/// The adapter's manifest.
pub fn tiny_manifest() -> PathBuf {
    build::source().join("adapter.json")
}

/// Compiled components are shared by all tests: compiling takes seconds in a
/// debug build.
pub fn cache_dir() -> PathBuf {
    build::scratch().join("compiled")
}

/// A host of the usual kind.
pub fn host() -> Host {
    Host::builder()
        .cache_dir(cache_dir())
        .guests(8)
        .build()
        .unwrap()
}

/// The tiny adapter in a host whose requests go through these proxies.
pub fn tiny_through(proxies: Proxies) -> Adapter {
    let host = Host::builder()
        .cache_dir(cache_dir())
        .guests(8)
        .proxies(proxies)
        .build()
        .unwrap();
    Adapter::from_files(&host, tiny_component(), tiny_manifest()).unwrap()
}

/// The adapter, loaded into a host of its own.
pub fn tiny() -> Adapter {
    Adapter::from_files(&host(), tiny_component(), tiny_manifest()).unwrap()
}

/// A builder with nothing but the key.
pub fn configure(adapter: &Adapter) -> InstanceBuilder {
    adapter.configure("test").property("accessKey", KEY)
}

/// An instance with nothing but the key.
pub fn instance() -> Instance {
    configure(&tiny()).build().unwrap()
}

/// An instance that may send requests to this server.
pub fn instance_for(server: &Server) -> Instance {
    configure(&tiny())
        .property("baseUrl", server.url())
        .build()
        .unwrap()
}

/// Takes events and keeps them.
#[derive(Clone, Default)]
pub struct Inbox(Arc<Mutex<Vec<Event>>>);

impl Inbox {
    /// All that it has taken.
    pub fn events(&self) -> Vec<Event> {
        self.0.lock().unwrap().clone()
    }

    /// What an instance gives its events to.
    pub fn sink(
        &self,
    ) -> impl Fn(Event) -> std::future::Ready<Result<(), Refusal>> + Send + Sync + use<> {
        let events = Arc::clone(&self.0);
        move |event| {
            events.lock().unwrap().push(event);
            std::future::ready(Ok(()))
        }
    }
}

/// Takes events with their values.
pub struct Valued(pub Inbox);

#[async_trait]
impl EventSink for Valued {
    async fn receive(&self, event: Event) -> Result<(), Refusal> {
        self.0.sink()(event).await
    }

    fn wants_values(&self) -> bool {
        true
    }
}

/// Calls a command that must answer.
pub async fn call(instance: &Instance, command: &str, request: Value) -> Value {
    instance.call(command, request).await.unwrap().into_json()
}

/// A request of `echo` that has something in every field.
pub fn everything() -> Value {
    json!({
        "text": "grüße\u{0}\n", "truth": true,
        "tinySigned": -128, "tiny": 255, "smallSigned": -32768, "small": 65535,
        "mediumSigned": i32::MIN, "medium": u32::MAX, "largeSigned": i64::MIN, "large": u64::MAX,
        "letter": "€", "single": 0.1, "double": -1e-300,
        "bytes": "AP8Q", "color": "dark-green", "permissions": ["can-read", "can-write"],
        "shape": { "polygon": [{ "x": 1.5, "y": 2.5 }] },
        "point": { "x": 0.0, "y": -0.5 },
        "pair": ["left", 7],
        "outcome": { "error": "bad" },
        "words": ["a", "", "c"],
        "shapes": ["nothing", { "circle": 2.0 }, { "named": ["n", -1] }],
        "maybe": "there", "maybePoint": { "x": 3.0, "y": 4.0 }
    })
}

/// [`everything`] with one member changed; `null` takes it out.
pub fn everything_but(name: &str, value: Value) -> Value {
    let mut request = everything();
    let members = request.as_object_mut().unwrap();
    if value.is_null() {
        members.remove(name);
    } else {
        members.insert(name.to_owned(), value);
    }
    request
}
