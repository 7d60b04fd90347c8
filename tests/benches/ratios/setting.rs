//! What everything is measured on: the component in the host, with the
//! sandbox in WhatsApp's place.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use tokio::runtime::Runtime;
use uip_host::{Instance, InstanceBuilder};
use uip_sandbox::AutoStatus;
use uip_testkit::{Scene, component};

/// A sandbox and a host, and the runtime that the host's calls run in.
pub struct Setting {
    pub runtime: Runtime,
    pub scene: Scene,
}

impl Setting {
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build();
        Self::of(runtime.expect("threads can be started"))
    }

    /// One whose calls run in `runtime`.
    pub fn of(runtime: Runtime) -> Self {
        component();
        let scene = Scene::builder().sandbox(|sandbox| sandbox.auto_status(AutoStatus::Off));
        let scene = runtime.block_on(scene.start());
        Self { runtime, scene }
    }

    /// An instance of the adapter, which takes every event. Without an
    /// `appSecret`, no signature is looked at.
    pub fn instance(&self, change: impl FnOnce(InstanceBuilder) -> InstanceBuilder) -> Instance {
        let sandbox = &self.scene.sandbox;
        let instance = self
            .scene
            .whatsapp
            .adapter()
            .configure("whatsapp")
            .property("authenticationToken", sandbox.token())
            .property("apiVersion", "v25.0")
            .property("phoneNumberId", sandbox.phone_number_id())
            .property("apiBaseUrl", sandbox.base_url())
            .events(|_| std::future::ready(Ok(())));
        change(instance).build().expect("properties that fit")
    }

    /// The `appSecret` of the sandbox's notifications.
    pub fn app_secret(&self) -> String {
        BASE64_STANDARD.encode(self.scene.sandbox.app_secret())
    }

    /// How long a task of the runtime takes for `work`.
    pub fn time<T, F>(&self, work: F) -> (Duration, T)
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let task = self.runtime.spawn(async move {
            let began = Instant::now();
            let outcome = work.await;
            (began.elapsed(), outcome)
        });
        self.runtime.block_on(task).expect("no panic in the task")
    }

    /// How long a command takes by way of JSON. Its status must be `status`.
    pub fn time_call(
        &self,
        instance: &Instance,
        command: &'static str,
        request: &Value,
        status: &str,
    ) -> Duration {
        let (instance, request) = (instance.clone(), request.clone());
        let (took, answer) = self.time(async move { instance.call(command, request).await });
        let answer = answer.expect("the component answers").into_json();
        assert_eq!(answer["status"], status, "{answer}");
        took
    }
}
