//! The two adapters next to each other, with one sandbox.

use std::time::Duration;

use serde_json::{Value, json};
use uip_host::{Adapter, Host, Instance};
use uip_testkit::{adapter, workspace};

use crate::measure::{Contestant, in_turns};
use crate::setting::Setting;
use crate::table;

const ROUNDS: usize = 2000;
const WEBHOOK: &str = "https://hooks.example.com/twilio";
const CUSTOMER: &str = "16505551234";
const TEXT: &str = "Is there any rye left?";

/// In the order in which they run.
const NAMES: [&str; 2] = ["Cloud API", "Twilio"];

pub fn run(setting: &Setting) {
    let [cloud, twilio] = [cloud(setting), of_twilio(setting)];
    let [of_meta, of_twilio] = notifications(setting);
    let call = |instance: &Instance, command, request: &Value| -> Duration {
        setting.time_call(instance, command, request, "success")
    };

    let mut found = table::compare("processWebhook by carrier: one signed text, live instances");
    let samples = in_turns(
        ROUNDS,
        vec![
            Contestant::new(NAMES[0], || call(&cloud, "processWebhook", &of_meta)),
            Contestant::new(NAMES[1], || call(&twilio, "processWebhook", &of_twilio)),
        ],
    );
    found.times(&samples);
    drop(found);

    let request = json!({"phoneNumber": format!("+{CUSTOMER}"), "message": "Yes, plenty."});
    let mut found = table::compare("sendMessageText by carrier, live instances");
    let samples = in_turns(
        ROUNDS,
        vec![
            Contestant::new(NAMES[0], || call(&cloud, "sendMessageText", &request)),
            Contestant::new(NAMES[1], || call(&twilio, "sendMessageText", &request)),
        ],
    );
    found.times(&samples);
}

fn cloud(setting: &Setting) -> Instance {
    setting.instance(|it| it.property("appSecret", setting.app_secret()))
}

fn of_twilio(setting: &Setting) -> Instance {
    let component = adapter(&workspace().join("twilio"));
    let manifest = workspace().join("twilio/adapter.json");
    let host = Host::new().expect("the engine starts");
    let loaded = Adapter::from_files(&host, component, manifest);
    let sandbox = &setting.scene.sandbox;
    let account = sandbox.twilio();
    let instance = loaded
        .expect("the component and its manifest fit")
        .configure("twilio")
        .property("accountSid", account.account_sid.as_str())
        .property("authToken", account.auth_token.as_str())
        .property("from", format!("+{}", account.number))
        .property("webhookUrl", WEBHOOK)
        .property("apiBaseUrl", sandbox.base_url())
        .events(|_| std::future::ready(Ok(())));
    instance.build().expect("properties that fit")
}

/// What either carrier sends when the customer writes the same. It also opens the
/// window in which the customer may be answered.
fn notifications(setting: &Setting) -> [Value; 2] {
    let sandbox = &setting.scene.sandbox;
    sandbox.call_webhook(Some(WEBHOOK));
    let customer = sandbox.customer(CUSTOMER);
    customer.says(TEXT);
    let meta = sandbox.take_notifications().pop().expect("a notification");
    let to_twilio = customer.writing_to(&sandbox.twilio().number);
    to_twilio.expect("a number of the account").says(TEXT);
    let webhook = sandbox.take_webhooks().pop().expect("a webhook");
    sandbox.call_webhook(None);
    [
        json!({"whatsAppNotification": meta.text(), "signature": meta.signature()}),
        json!({"notification": webhook.body(), "signature": webhook.signature()}),
    ]
}
