//! Events that the program itself takes.

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use http::StatusCode;
use serde_json::Value;
use support::adapters::{FakeAdapters, message, notification};
use support::host::{config, deliver_messages};
use support::sender::Sender;
use support::until;
use tempfile::TempDir;
use uip_contract::{Event, EventSink, Refusal};
use uip_server::operations::{DeliveryState, Operations};
use uip_server::{Clock, Running, Server, StartError};

/// Takes events, after it has refused so many.
#[derive(Clone, Default)]
struct Crm {
    refusals: Arc<Mutex<usize>>,
    seen: Arc<Mutex<Vec<Event>>>,
}

impl Crm {
    fn refusing(count: usize) -> Self {
        let crm = Self::default();
        *crm.refusals.lock().unwrap() = count;
        crm
    }

    fn ids(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|event| event.id.clone()).collect()
    }
}

#[async_trait]
impl EventSink for Crm {
    async fn receive(&self, event: Event) -> Result<(), Refusal> {
        self.seen.lock().unwrap().push(event);
        let mut left = self.refusals.lock().unwrap();
        if *left > 0 {
            *left -= 1;
            return Err(Refusal("the database is away".to_owned()));
        }
        Ok(())
    }
}

async fn serve(folder: &TempDir, clock: &Clock, deliver: &str, crm: &Crm) -> Running {
    let settings = deliver_messages("a", deliver, "");
    let adapters = Arc::<FakeAdapters>::default();
    Server::new(config(folder.path(), &settings), adapters)
        .clock(clock.clone())
        .poll_every(Duration::from_millis(10))
        .sink("crm", crm.clone())
        .run()
        .await
        .unwrap_or_else(|error| panic!("{error}"))
}

async fn send(running: &Running, id: &str) {
    let sender = Sender::new(running.local_addr(), "shop");
    let sent = sender.send(notification(&[message(id, "39")])).await;
    assert_eq!(sent, StatusCode::OK);
}

fn operations(folder: &TempDir) -> Operations {
    Operations::open(&folder.path().join("uip-inbox.sqlite")).unwrap()
}

#[tokio::test]
async fn a_sink_takes_an_event_as_it_was_emitted() {
    let (folder, crm) = (tempfile::tempdir().unwrap(), Crm::default());
    let running = serve(&folder, &Clock::manual(), "sink:crm", &crm).await;
    send(&running, "m1").await;
    until("it is taken", async || crm.ids() == ["m1"]).await;
    let event = crm.seen.lock().unwrap()[0].clone();
    assert_eq!((&*event.adapter, &*event.name), ("shop", "message"));
    let payload: Value = serde_json::from_str(event.payload.get()).unwrap();
    assert_eq!(payload, message("m1", "39")["properties"]);
    running.shutdown().await;
}

#[tokio::test]
async fn an_event_that_a_sink_refuses_is_given_again_also_after_a_restart() {
    let (folder, crm) = (tempfile::tempdir().unwrap(), Crm::refusing(2));
    let clock = Clock::manual();
    let running = serve(&folder, &clock, "sink:crm", &crm).await;
    send(&running, "m1").await;
    let last_error = || {
        let event = operations(&folder).event(None, "m1").ok()?;
        event.deliveries.first()?.last_error.clone()
    };
    until("the refusal is kept", async || {
        last_error().as_deref() == Some("the sink rejected it: the database is away")
    })
    .await;
    assert_eq!(crm.ids(), ["m1"]);

    running.shutdown().await;
    let running = serve(&folder, &clock, "sink:crm", &crm).await;
    until("it is taken", async || {
        clock.advance(Duration::from_mins(1));
        let event = operations(&folder).event(None, "m1").unwrap();
        event.deliveries[0].state == DeliveryState::Delivered
    })
    .await;
    assert_eq!(crm.ids(), ["m1", "m1", "m1"]);
    running.shutdown().await;
}

#[tokio::test]
async fn a_sink_that_the_program_does_not_have_is_a_mistake() {
    for (sink, hint) in [
        (Some("crm"), "known: crm"),
        (
            None,
            "a program that embeds the server gives it its sinks, and this one gives none",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let settings = deliver_messages("a", "sink:crn", "");
        let adapters = Arc::<FakeAdapters>::default();
        let mut server = Server::new(config(folder.path(), &settings), adapters);
        if let Some(name) = sink {
            server = server.sink(name, Crm::default());
        }
        let Err(StartError::Config(mistakes)) = server.run().await else {
            panic!("it must not start");
        };
        let expected = format!("triggers[0].deliver: no sink `crn`; {hint}");
        assert_eq!(mistakes.to_string(), expected);
    }
}
