use rusqlite::StatementStatus;

use super::*;
use crate::inbox::open_in_memory;

/// An inbox with so many events, a minute apart.
fn with_events(count: i64) -> Connection {
    let connection = open_in_memory();
    connection
        .execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
             INSERT INTO events (seq, adapter, id, name, notification, created_at, payload)
             SELECT i, 'shop', 'm' || i, 'message', 0, i * 60000, '{\"text\":\"' || i || '\"}' FROM n",
            [count],
        )
        .unwrap();
    connection
}

fn ids(page: &Value) -> Vec<String> {
    let events = page["events"].as_array().unwrap().iter();
    events
        .map(|event| event["eventId"].as_str().unwrap().to_owned())
        .collect()
}

/// C13: pages of what fits, however rarely something does.
#[test]
fn ten_thousand_events_are_searched_step_by_step() {
    let connection = with_events(10_000);
    let mut wanted = Wanted {
        q: Some("\"7\"".to_owned()),
        ..Wanted::default()
    };
    let mut found = Vec::new();
    let mut requests = 0;
    loop {
        let page = page(&connection, &[], &wanted).unwrap();
        found.extend(ids(&page));
        requests += 1;
        match page["next"].as_i64() {
            Some(next) => wanted.before = Some(next),
            None => break,
        }
    }
    assert_eq!((found, requests), (vec!["m7".to_owned()], 6));
}

#[test]
fn a_text_is_found_in_any_case_and_however_it_is_escaped() {
    let connection = with_events(1);
    for (payload, text) in [
        (r#"{"a":["Gr\u00fc\u00dfe \/ \ud83d\udc4b"]}"#, "grüße / 👋"),
        (r#"{"a":"one\ntwo"}"#, "ONE\nTWO"),
        (r#"{"a":"plain"}"#, "\"Plain\""),
        (r#"{"\u0061b":1}"#, "ab"),
    ] {
        connection
            .execute("UPDATE events SET payload = ?1", [payload])
            .unwrap();
        let found = |text: &str| {
            let wanted = Wanted {
                q: Some(text.to_owned()),
                ..Wanted::default()
            };
            ids(&page(&connection, &[], &wanted).unwrap()).len()
        };
        assert_eq!((found(text), found("absent")), (1, 0), "{payload}");
    }
}

#[test]
fn a_time_is_found_without_looking_at_what_is_after_it() {
    let connection = with_events(10_000);
    let wanted = Wanted {
        until: Some(60_000 * 100),
        since: Some(60_000 * 98),
        ..Wanted::default()
    };
    let page = page(&connection, &[], &wanted).unwrap();
    assert_eq!(ids(&page), ["m99", "m98"]);
    assert_eq!(page["next"], Value::Null);
    for (time, seq) in [(0, 1), (60_000, 1), (60_001, 2), (i64::MAX, 10_001)] {
        assert_eq!(first_since(&connection, time).unwrap(), seq, "{time}");
    }
}

#[test]
fn dead_letters_are_found_by_their_index() {
    let connection = with_events(10_000);
    connection
        .execute_batch(
            "INSERT INTO event_triggers (name, adapter, event, configured) VALUES ('n8n', 'shop', 'message', 1);
             INSERT INTO deliveries (event, trigger, state, created_at, waiting_since)
             SELECT seq, 'n8n', CASE seq % 5000 WHEN 3 THEN 2 ELSE 1 END, 0, 0 FROM events;",
        )
        .unwrap();
    let wanted = Wanted {
        state: Some(InState::Dead),
        ..Wanted::default()
    };
    let page = page(&connection, &[], &wanted).unwrap();
    assert_eq!(ids(&page), ["m5003", "m3"]);
    let mut dead = connection
        .prepare(
            "SELECT event FROM deliveries WHERE trigger = ?1 AND state = 2 AND event < ?2
             ORDER BY event DESC LIMIT ?3",
        )
        .unwrap();
    let found = dead.query_map(params!["n8n", i64::MAX, 2000], |_| Ok(()));
    assert_eq!(found.unwrap().count(), 2);
    assert_eq!(dead.get_status(StatementStatus::FullscanStep), 0);
    assert_eq!(dead.get_status(StatementStatus::Sort), 0);
}

#[test]
fn unclaimed_events_are_shown_whichever_adapter_is_looked_at() {
    let connection = with_events(3);
    connection
        .execute_batch(
            "UPDATE events SET adapter = '?shop' WHERE seq = 2;
             INSERT INTO unclaimed (event, id, adapter, property, value) VALUES (2, 'm2', 'shop', 'number', '7');",
        )
        .unwrap();
    let found = |state| {
        let wanted = Wanted {
            adapter: Some("shop".to_owned()),
            state,
            ..Wanted::default()
        };
        ids(&page(&connection, &[], &wanted).unwrap())
    };
    assert_eq!(found(Some(InState::Unclaimed)), ["m2"]);
    assert_eq!(found(None), ["m3", "m1"]);
}
