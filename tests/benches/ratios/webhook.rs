//! `processWebhook` in the host against the same code, compiled natively.

use std::time::{Duration, Instant};

use serde_json::json;
use uip_host::{Instance, Val};
use whatsapp::bindings::exports::uip::whatsapp::commands::ProcessWebhookRequest;
use whatsapp::webhook::process;

use crate::measure::{Contestant, in_turns};
use crate::notifications::{self, Sized};
use crate::setting::Setting;
use crate::table;

const COMMAND: &str = "processWebhook";

pub fn run(setting: &Setting) {
    for notification in notifications::all() {
        compare(setting, &notification, false);
    }
    for notification in notifications::all() {
        compare(setting, &notification, true);
    }
}

fn compare(setting: &Setting, notification: &Sized, signed: bool) {
    let sandbox = &setting.scene.sandbox;
    let key = signed.then(|| sandbox.app_secret().as_bytes());
    let signature = signed.then(|| sandbox.sign(notification.text.as_bytes()));
    let configured = |fresh| {
        setting.instance(|it| {
            match key {
                Some(_) => it.property("appSecret", setting.app_secret()),
                None => it,
            }
            .fresh_guests(fresh)
        })
    };
    let (live, fresh) = (configured(false), configured(true));
    let request = ProcessWebhookRequest {
        signature: signature.clone(),
        ..unsigned(notification)
    };
    let mut json = json!({"whatsAppNotification": notification.text});
    if let Some(signature) = &signature {
        json["signature"] = signature.as_str().into();
    }

    let mut found = table::compare(&format!(
        "processWebhook: {}, {:.1} KB, {}",
        notification.name,
        table::kilobytes(notification.text.len()),
        if signed { "signed" } else { "not signed" },
    ));
    let samples = in_turns(
        notification.rounds,
        vec![
            Contestant::new("native", || native(&request, key, notification.events)),
            Contestant::new("live instance, values", || {
                typed(setting, &live, &request, notification.events)
            }),
            Contestant::new("live instance, JSON", || {
                setting.time_call(&live, COMMAND, &json, "success")
            }),
            Contestant::new("fresh instance, JSON", || {
                setting.time_call(&fresh, COMMAND, &json, "success")
            }),
        ],
    );
    found.times(&samples);
    let micros = |index: usize| samples[index].median().as_secs_f64() * 1e6;
    for index in [1, 2] {
        found.aim(
            &format!("{} at most 1.5 × native", samples[index].name),
            micros(index) / micros(0),
            1.5,
            "",
        );
    }
    found.aim(
        "fresh instance at most 40 µs more than a live one",
        micros(3) - micros(2),
        40.0,
        " µs",
    );
}

/// Reads a notification natively, many times.
pub fn natively(notification: &Sized, times: u32) {
    let request = unsigned(notification);
    for _ in 0..times {
        native(&request, None, notification.events);
    }
}

/// Calls a live instance with a notification, many times.
pub fn live(setting: &Setting, notification: &Sized, times: u32) {
    let instance = setting.instance(|it| it);
    let request = json!({"whatsAppNotification": notification.text});
    for _ in 0..times {
        setting.time_call(&instance, COMMAND, &request, "success");
    }
}

fn unsigned(notification: &Sized) -> ProcessWebhookRequest {
    ProcessWebhookRequest {
        whats_app_notification: notification.text.clone(),
        signature: None,
    }
}

fn native(request: &ProcessWebhookRequest, key: Option<&[u8]>, events: u32) -> Duration {
    let mut emitted = 0;
    let began = Instant::now();
    let outcome = process(request, key, |event| {
        std::hint::black_box(event);
        emitted += 1;
        Ok(())
    });
    let took = began.elapsed();
    assert!(outcome.is_ok());
    assert_eq!(emitted, events);
    took
}

fn typed(
    setting: &Setting,
    instance: &Instance,
    request: &ProcessWebhookRequest,
    events: u32,
) -> Duration {
    let signature = request.signature.clone();
    let request = Val::Record(vec![
        (
            "whats-app-notification".to_owned(),
            Val::String(request.whats_app_notification.clone()),
        ),
        (
            "signature".to_owned(),
            Val::Option(signature.map(|it| Box::new(Val::String(it)))),
        ),
    ]);
    let instance = instance.clone();
    let (took, answer) = setting.time(async move { instance.call_values(COMMAND, request).await });
    let Ok(Ok(Val::Record(counts))) = answer else {
        panic!("the notification was not processed: {answer:?}");
    };
    let total: u32 = counts
        .iter()
        .map(|(_, count)| match count {
            Val::U32(count) => *count,
            other => panic!("a count: {other:?}"),
        })
        .sum();
    assert_eq!(total, events);
    took
}
