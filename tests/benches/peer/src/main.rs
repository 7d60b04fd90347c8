//! Reads notifications with the adapter's native code and with
//! `whatsapp-business-rs`, the fastest library for it that is known, in turns.
//! Both parse, and hand each message and status to a
//! function that counts them. The time of a reader counts only if it handed on all.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use whatsapp::bindings::exports::uip::whatsapp::commands::ProcessWebhookRequest;
use whatsapp::webhook::process;
use whatsapp_business_rs::server::{Event, EventContext, Handler};
use whatsapp_business_rs::webhook_service::{WebhookService, WebhookServiceBuilder};

use measured::Table;

// The same notifications as in the other benchmarks.
#[path = "../../ratios/notifications.rs"]
mod notifications;

#[path = "../../../../crates/testkit/src/measured.rs"]
mod measured;

/// Counts what the library hands on.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicU32>);

impl Handler for Counter {
    async fn handle(&self, _context: EventContext, event: Event) {
        black_box(event);
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime starts");
    for notification in notifications::all() {
        let text = &notification.text;
        let counter = Counter::default();
        let service = WebhookServiceBuilder::new().build(counter.clone());
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let (mut our_events, mut their_events) = (0, 0);
        for _ in 0..notification.rounds {
            let begun = Instant::now();
            our_events += native(text);
            ours.push(begun.elapsed());
            let begun = Instant::now();
            their_events +=
                runtime.block_on(library(&service, &counter, text, notification.events));
            theirs.push(begun.elapsed());
        }
        let sent = notification.events * u32::try_from(notification.rounds).unwrap_or(u32::MAX);
        let title = format!(
            "Reading a notification natively: {}, {:.1} KB",
            notification.name,
            text.len() as f64 / 1e3
        );
        println!("\n{title}");
        let mut kept = Table::new(title, &["", "median", "ratio", "events of those sent"]);
        let base = median(&mut ours);
        let library = median(&mut theirs);
        for (name, time, events) in [
            ("this adapter, native", base, our_events),
            ("whatsapp-business-rs 0.5.0", library, their_events),
        ] {
            let micros = time.as_secs_f64() * 1e6;
            if events == sent {
                kept.bar(name, micros, "µs");
            }
            let median = format!("{micros:.1} µs");
            let ratio = format!("{:.2}", time.as_secs_f64() / base.as_secs_f64());
            let events = format!("{events} of {sent}");
            println!("  {name:<28} {median:>13}  {ratio:>5}  {events} events");
            kept.row(vec![name.to_owned(), median, ratio, events]);
        }
        let verdict = if [our_events, their_events].iter().any(|events| *events < sent) {
            "not told, since not every event was handed on"
        } else if base < library {
            "holds"
        } else {
            "DOES NOT HOLD"
        };
        let aim = format!("aim: faster than that library: {verdict}");
        println!("  {aim}");
        kept.note(aim);
        kept.keep();
    }
}

fn native(text: &str) -> u32 {
    let request = ProcessWebhookRequest {
        whats_app_notification: text.to_owned(),
        signature: None,
    };
    let mut events = 0;
    let result = process(&request, None, |event| {
        black_box(event);
        events += 1;
        Ok(())
    });
    result.map_or(0, |_| events)
}

async fn library(
    service: &WebhookService<Counter>,
    counter: &Counter,
    text: &str,
    expected: u32,
) -> u32 {
    counter.0.store(0, Ordering::Relaxed);
    let request = Request::post("/").body(Body::from(text.to_owned()));
    let response = service.handle(request.expect("the request is valid")).await;
    black_box(response);
    // It hands on in tasks of its own.
    for _ in 0..10_000 {
        if counter.0.load(Ordering::Relaxed) >= expected {
            break;
        }
        tokio::task::yield_now().await;
    }
    counter.0.load(Ordering::Relaxed)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
