//! A condition that takes too much work loses no event and holds up no other
//! trigger.

mod support;

use http::StatusCode;
use serde_json::json;
use support::host::{Host, deliver_messages};
use support::receiver::Receiver;
use support::until;

/// Looks at each node together with each other one.
const HEAVY: &str = "condition = '$..[?count($..[?count($..*) > 1]) > 1000000]'";

#[tokio::test]
async fn an_event_whose_condition_takes_too_much_work_is_delivered() {
    let (heavy, other) = (Receiver::start().await, Receiver::start().await);
    let settings = [
        deliver_messages("heavy", &heavy.url(), HEAVY),
        deliver_messages("other", &other.url(), ""),
    ]
    .concat();
    let host = Host::start(&settings).await;
    let event = |id: &str, nodes: usize| {
        let properties = json!({ "from": "39", "nodes": vec![0; nodes] });
        let event = json!({ "event": "message", "id": id, "properties": properties });
        json!({ "events": [event] }).to_string()
    };
    for (id, nodes) in [("few", 1), ("many", 2000)] {
        assert_eq!(host.sender().send(event(id, nodes)).await, StatusCode::OK);
    }
    until("the other trigger's events are delivered", async || {
        other.ids() == ["few", "many"]
    })
    .await;
    // The condition is not met by the event that it can be decided for.
    until("the event that is undecided is delivered", async || {
        heavy.ids() == ["many"]
    })
    .await;
}
