//! Several numbers behind one callback URL.

use std::fmt::Write as _;

use serde_json::{Value, json};
use uip_sandbox::Sandbox;

use super::engine::{Engine, until};
use super::reload::reloads;
use super::server::Site;

const SUPPORT: &str = "555000111222333";
const LATE: &str = "555000444555666";

/// An adapter with another number of the sandbox's account, and its events.
fn add_adapter(site: &Site, sandbox: &Sandbox, engine: &Engine, name: &str, number: &str) {
    let mut more = format!(
        r#"
[adapters.{name}]
component = {:?}
manifest = {:?}

[adapters.{name}.properties]
authenticationToken = {{ env = "WHATSAPP_AUTHENTICATION_TOKEN" }}
apiVersion = "v25.0"
phoneNumberId = "{number}"
businessAccountId = {:?}
"#,
        uip_testkit::component().display().to_string(),
        uip_testkit::workspace()
            .join("adapter.json")
            .display()
            .to_string(),
        sandbox.business_account_id(),
    );
    for event in ["customer_message", "webhook_notification"] {
        let _ = write!(
            more,
            "\n[[triggers]]\ntype = \"event\"\nadapter = \"{name}\"\nevent = \"{event}\"\ndeliver = {:?}\n",
            engine.url
        );
    }
    site.append(&more);
}

/// A change with one message to this number.
fn message(number: &str, id: &str) -> Value {
    json!({ "field": "messages", "value": {
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "1555", "phone_number_id": number },
        "contacts": [{ "profile": { "name": "Ada" }, "wa_id": "393331234567" }],
        "messages": [{
            "from": "393331234567", "id": id, "timestamp": "1764331200", "type": "text",
            "text": { "body": "Hello" },
        }],
    } })
}

/// The adapter and the event's id of each delivery, in order.
fn delivered(engine: &Engine) -> Vec<(String, String)> {
    let text = |event: &Value, member: &str| event[member].as_str().unwrap_or_default().to_owned();
    let deliveries = engine.deliveries().into_iter();
    deliveries
        .map(|it| (text(&it.event, "adapter"), text(&it.event, "eventId")))
        .collect()
}

fn of(engine: &Engine, adapter: &str) -> Vec<String> {
    let delivered = delivered(engine).into_iter();
    let own = delivered.filter(|(own, id)| own == adapter && id.starts_with("wamid"));
    own.map(|(_, id)| id).collect()
}

#[tokio::test]
async fn two_numbers_of_one_callback_get_their_own_events_and_a_third_ones_are_kept() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let engine = Engine::start().await;
    let site = Site::new(&sandbox, &engine.url);
    site.change(
        "command = \"whatsapp.processWebhook\"",
        "adapters = [\"whatsapp\", \"support\"]\ncommand = \"processWebhook\"",
    );
    let own = format!("phoneNumberId = {:?}", sandbox.phone_number_id());
    let account = sandbox.business_account_id().to_owned();
    site.change(&own, &format!("{own}\nbusinessAccountId = {account:?}"));
    add_adapter(&site, &sandbox, &engine, "support", SUPPORT);
    site.append(&format!(
        "[[triggers]]\ntype = \"event\"\nadapter = \"whatsapp\"\nevent = \"webhook_notification\"\ndeliver = {:?}\n",
        engine.url
    ));
    let checked = site.check();
    assert!(checked.status.success(), "{checked:?}");
    let server = site.serve();
    sandbox.call_back(&server.callback());

    let first = sandbox.phone_number_id();
    let change = json!({ "field": "account_update", "value": { "event": "VERIFIED_ACCOUNT" } });
    sandbox.notify_whole(&json!({ "object": "whatsapp_business_account", "entry": [
        { "id": account, "time": 1_764_331_200, "changes": [
            message(SUPPORT, "wamid.b1"),
            message(first, "wamid.a1"),
            message(LATE, "wamid.c1"),
            message(SUPPORT, "wamid.b2"),
            message(first, "wamid.a2"),
        ] },
        { "id": account, "time": 1_764_331_200, "changes": [change] },
    ] }));
    until("five events are delivered", || {
        delivered(&engine).len() == 5
    })
    .await;
    assert_eq!(of(&engine, "whatsapp"), ["wamid.a1", "wamid.a2"]);
    assert_eq!(of(&engine, "support"), ["wamid.b1", "wamid.b2"]);
    let of_account = delivered(&engine)
        .into_iter()
        .filter(|(_, id)| !id.starts_with("wamid"));
    let of_account: Vec<String> = of_account.map(|(adapter, _)| adapter).collect();
    assert_eq!(of_account, ["whatsapp"]);

    let unclaimed = || site.json(&["events", "list", "--state", "unclaimed"]);
    let rows = unclaimed();
    assert_eq!(rows.as_array().map(Vec::len), Some(1), "{rows}");
    assert_eq!(rows[0]["eventId"], "wamid.c1");
    let expected = json!({ "property": "phoneNumberId", "value": LATE });
    assert_eq!(rows[0]["unclaimed"], expected);
    let shown = site.operate(&["events", "show", "wamid.c1"]).stdout;
    let shown = String::from_utf8_lossy(&shown);
    assert!(
        shown.contains(&format!("no adapter has phoneNumberId = {LATE}")),
        "{shown}"
    );
    let (_, metrics) = server.get("/metrics").await;
    let counted = "uip_events_unclaimed_total{trigger=\"whatsapp\"} 1";
    assert!(metrics.contains(counted), "{metrics}");
    assert!(site.logged().contains(LATE), "{}", site.logged());
    let refused = site.operate(&["events", "replay", "wamid.c1"]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");

    add_adapter(&site, &sandbox, &engine, "late", LATE);
    site.change("\"support\"]", "\"support\", \"late\"]");
    server.hang_up();
    until("it is reloaded", || reloads(&site) == 1).await;
    let replayed = site.operate(&["events", "replay", "--unclaimed"]);
    assert!(replayed.status.success(), "{replayed:?}");
    until("it is delivered", || of(&engine, "late") == ["wamid.c1"]).await;
    assert_eq!(unclaimed(), json!([]));
    assert_eq!(delivered(&engine).len(), 6);
}
