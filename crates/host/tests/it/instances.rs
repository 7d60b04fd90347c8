//! Instances by name, as a trigger server calls them.

use std::sync::Arc;

use serde_json::json;
use uip_host::{Adapters, CallError, CommandCall, DryRun, Instances};

use uip_testkit::tiny::{Inbox, KEY, configure, tiny};

#[tokio::test]
async fn instances_are_called_by_name_and_say_what_they_are() {
    let adapter = tiny();
    let city = |name: &str, greeting: &str| {
        let instance = adapter.configure(name).property("accessKey", KEY);
        instance.property("greeting", greeting).build().unwrap()
    };
    let instances: Instances = [city("rome", "ciao"), city("paris", "salut")]
        .into_iter()
        .collect();
    let names: Vec<String> = instances
        .adapters()
        .into_iter()
        .map(|info| info.name)
        .collect();
    assert_eq!(names, ["paris", "rome"]);

    let sink = || Arc::new(Inbox::default().sink());
    let answer = instances
        .call(CommandCall::new("rome", "greet", json!({})), sink())
        .await;
    assert_eq!(answer.unwrap().get("text"), Some(&json!("ciao")));
    let dry_run = instances
        .dry_run(CommandCall::new("paris", "greet", json!({})))
        .await;
    let Ok(DryRun::Answer(answer)) = dry_run else {
        panic!("{dry_run:?}");
    };
    assert_eq!(answer.get("text"), Some(&json!("salut")));
    let unknown = instances
        .call(CommandCall::new("oslo", "greet", json!({})), sink())
        .await;
    assert_eq!(unknown, Err(CallError::UnknownAdapter("oslo".to_owned())));
}

#[tokio::test]
async fn the_events_of_a_call_go_to_its_sink() {
    let instances: Instances = [configure(&tiny()).build().unwrap()].into_iter().collect();
    let inbox = Inbox::default();
    let request = json!({ "id": "e", "count": 2, "payload": "{}" });
    let emitted = instances
        .call(
            CommandCall::new("test", "emitThings", request),
            Arc::new(inbox.sink()),
        )
        .await;
    assert!(emitted.unwrap().is_success());
    assert_eq!(inbox.events().len(), 2);
}
