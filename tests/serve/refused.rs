//! What an operator does about an event that its receiver refuses.

use std::process::Output;

use uip_sandbox::Sandbox;

use super::engine::until;
use super::receiver::{Manner, Receiver};
use super::server::Site;

/// What a command says, and its exit code.
fn said(output: &Output) -> (Option<i32>, String) {
    let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    (output.status.code(), said)
}

#[tokio::test]
async fn the_log_names_it_and_commands_do_what_they_say_or_say_why_not() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let mut receiver = Receiver::start().await;
    receiver.be(Manner::Refuse).await;
    let site = Site::new(&sandbox, &receiver.url);
    let server = site.serve();
    sandbox.call_back(&server.callback());
    let ada = sandbox.customer("393331234567");
    let (first, second) = (ada.says("rye"), ada.says("and wheat"));
    until("the refusal is logged", || site.logged().contains("422")).await;
    let logged = site.logged();
    let named = logged
        .split_once("event=\"")
        .and_then(|(_, rest)| rest.split_once('"'));
    assert_eq!(named.map(|(id, _)| id), Some(first.as_str()), "{logged}");
    assert!(!logged.contains("rye"), "{logged}");

    let operate = |arguments: &[&str]| said(&site.operate(arguments));
    until("both are stored", || {
        operate(&["events", "show", &second]).0 == Some(0)
    })
    .await;
    let shown = site.json(&["events", "show", &second]);
    let waiting = &shown["deliveries"][0]["waiting"];
    assert_eq!(waiting["reason"], "behind", "{shown}");
    assert_eq!(waiting["eventId"], first.as_str());

    let (code, retried) = operate(&["events", "retry", &second]);
    assert_eq!(code, Some(1), "{retried}");
    assert!(retried.contains(&first) && retried.contains("nothing was changed"));
    let (code, replayed) = operate(&["events", "replay", &second]);
    assert_eq!(code, Some(1), "{replayed}");
    let (code, dropped) = operate(&["events", "drop", &first]);
    assert_eq!(code, Some(0), "{dropped}");
    receiver.be(Manner::Take).await;
    let (code, _) = operate(&["events", "retry", &second]);
    assert!(code == Some(0) || receiver.taken().len() == 1);
    until("the next one is there", || receiver.taken().len() == 1).await;
    assert_eq!(receiver.taken()[0].key, second);

    let (code, replayed) = operate(&["events", "replay", &first]);
    assert_eq!(code, Some(0), "{replayed}");
    assert!(replayed.contains("the server that runs"), "{replayed}");
    until("it is there", || receiver.taken().len() == 2).await;
    until("it is written down", || {
        operate(&["events", "retry", &first])
            .1
            .contains("was delivered")
    })
    .await;
    assert_eq!(operate(&["events", "replay", &first]).0, Some(1));

    assert_eq!(server.terminate().code(), Some(0));
    let (code, replayed) = operate(&["events", "replay", &first, "--all"]);
    assert_eq!(code, Some(0), "{replayed}");
    assert!(replayed.contains("no server runs"), "{replayed}");
    let (code, paused) = operate(&["triggers", "pause", "whatsapp.status_changed"]);
    assert_eq!(code, Some(0), "{paused}");
    let triggers = site.json(&["triggers", "list"]);
    assert_eq!(triggers[1]["paused"], true, "{triggers}");
    let _server = site.serve();
    until("it came again", || receiver.taken().len() == 3).await;

    for wrong in [
        &["events", "list", "--adapter", "whatsap"][..],
        &["events", "list", "--event", "customer_mesage"],
        &["events", "list", "--customer", "393330000000"],
        &["events", "list", "--since", "soon"],
        &["notifications", "list", "--trigger", "whatsap"],
        &["triggers", "pause", "whatsapp"],
        &["events", "drop", "nobody"],
    ] {
        let (code, said) = operate(wrong);
        assert_eq!(code, Some(2), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
