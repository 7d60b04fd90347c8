//! What the tests share: the tiny adapter, built, loaded and configured.

mod build;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use uip_host::{Adapter, Event, Host, Instance, InstanceBuilder, Refusal};

pub use build::tiny_component;

/// The key that every instance is given, and that nothing may show.
pub const KEY: &str = "open-sesame-1001";

pub fn tiny_manifest() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/adapters/tiny/adapter.json")
}

/// Compiled components are shared by all tests: compiling takes seconds in a
/// debug build.
pub fn cache_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("compiled")
}

pub fn host() -> Host {
    Host::builder()
        .cache_dir(cache_dir())
        .guests(8)
        .build()
        .unwrap()
}

pub fn tiny_in(host: &Host) -> Adapter {
    Adapter::from_files(host, tiny_component(), tiny_manifest()).unwrap()
}

pub fn tiny() -> Adapter {
    tiny_in(&host())
}

/// A builder with nothing but the key.
pub fn configure(adapter: &Adapter) -> InstanceBuilder {
    adapter.configure("test").property("accessKey", KEY)
}

pub fn instance() -> Instance {
    configure(&tiny()).build().unwrap()
}

/// Takes events and keeps them.
#[derive(Clone, Default)]
pub struct Inbox(Arc<Mutex<Vec<Event>>>);

impl Inbox {
    pub fn events(&self) -> Vec<Event> {
        self.0.lock().unwrap().clone()
    }

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

/// Calls a command that must answer.
pub async fn call(instance: &Instance, command: &str, request: Value) -> Value {
    instance.call(command, request).await.unwrap().into_json()
}
