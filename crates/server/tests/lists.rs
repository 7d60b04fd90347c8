//! Lists of events and notifications, narrowed and paged, and replays of what
//! such a list holds.

mod support;

use std::time::Duration;

use support::host::{Host, deliver_messages};
use support::receiver::Receiver;
use support::until;
use uip_server::Replay;
use uip_server::operations::{DeliveryState, EventFilter, NotificationFilter, Span, Time};

/// Three customers' events, an hour apart.
async fn host_with_three_hours() -> (Host, Receiver) {
    let receiver = Receiver::start().await;
    let host = Host::start(&deliver_messages("flow", &receiver.url(), "")).await;
    for (number, from) in [("m1", "39"), ("m2", "40"), ("m3", "39")] {
        host.receives(&[number], from).await;
        until("it is delivered", async || {
            host.delivery(number)
                .is_some_and(|it| it.state == DeliveryState::Delivered)
        })
        .await;
        host.clock.advance(Duration::from_hours(1));
    }
    (host, receiver)
}

#[tokio::test]
async fn lists_are_narrowed_by_time_trigger_and_customer_and_paged() {
    let (host, _receiver) = host_with_three_hours().await;
    let operations = host.operations();
    let ago = |minutes: i64| Some(Time(host.clock.now() - minutes * 60 * 1000));
    let last_two = Span {
        since: ago(150),
        until: None,
    };
    let first_two = Span {
        since: None,
        until: ago(90),
    };
    let all = EventFilter::default();
    let customer = |customer: &str| Some(customer.to_owned());
    for (filter, expected) in [
        (
            EventFilter {
                span: last_two,
                ..all.clone()
            },
            vec!["m3", "m2"],
        ),
        (
            EventFilter {
                span: first_two,
                ..all.clone()
            },
            vec!["m2", "m1"],
        ),
        (
            EventFilter {
                customer: customer("+39"),
                ..all.clone()
            },
            vec!["m3", "m1"],
        ),
        (
            EventFilter {
                trigger: customer("flow"),
                limit: 2,
                ..all.clone()
            },
            vec!["m3", "m2"],
        ),
        (
            EventFilter {
                after: customer("m2"),
                ..all.clone()
            },
            vec!["m1"],
        ),
        (
            EventFilter {
                customer: customer("39"),
                span: first_two,
                delivery: Some(DeliveryState::Delivered),
                ..all.clone()
            },
            vec!["m1"],
        ),
    ] {
        let rows = operations.events(&filter).unwrap();
        let ids: Vec<_> = rows.iter().map(|row| row.event_id.as_str()).collect();
        assert_eq!(ids, expected, "{filter:?}");
    }
    let all = NotificationFilter::default();
    for (filter, expected) in [
        (
            NotificationFilter {
                span: last_two,
                ..all.clone()
            },
            vec![3, 2],
        ),
        (
            NotificationFilter {
                span: first_two,
                ..all.clone()
            },
            vec![2, 1],
        ),
        (
            NotificationFilter {
                customer: customer("39"),
                ..all.clone()
            },
            vec![3, 1],
        ),
        (
            NotificationFilter {
                after: Some(3),
                limit: 1,
                ..all.clone()
            },
            vec![2],
        ),
    ] {
        let rows = operations.notifications(&filter).unwrap();
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        assert_eq!(ids, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn what_was_delivered_in_a_span_of_time_is_sent_again() {
    let (host, receiver) = host_with_three_hours().await;
    let ago = |minutes: i64| Some(Time(host.clock.now() - minutes * 60 * 1000));
    let filter = EventFilter {
        span: Span {
            since: ago(150),
            until: ago(90),
        },
        ..EventFilter::default()
    };
    let operations = host.operations();
    let dead = operations
        .replay_events(&filter, Replay::Dead, None)
        .unwrap();
    assert_eq!(dead.deliveries, 0);
    let all = operations
        .replay_events(&filter, Replay::All, None)
        .unwrap();
    assert_eq!(all.deliveries, 1);
    until("it came again", async || {
        receiver.ids() == ["m1", "m2", "m3", "m2"]
    })
    .await;
}

#[tokio::test]
async fn events_that_no_trigger_had_go_to_one_that_was_added_when_all_is_sent_again() {
    let host = Host::start("").await;
    host.receives(&["m1"], "39").await;
    until("it is stored", async || {
        host.operations().event(None, "m1").is_ok()
    })
    .await;
    let receiver = Receiver::start().await;
    let host = host
        .restart_with(&deliver_messages("flow", &receiver.url(), ""))
        .await;
    let again = |filter: &EventFilter, which| {
        let replayed = host.operations().replay_events(filter, which, None);
        replayed.unwrap().undelivered
    };
    let all = EventFilter::default();
    assert_eq!(again(&all, Replay::Dead), 0);
    let of_trigger = EventFilter {
        trigger: Some("flow".to_owned()),
        ..EventFilter::default()
    };
    assert_eq!(again(&of_trigger, Replay::All), 0);
    let of_another_day = EventFilter {
        span: Span {
            since: Some(Time(host.clock.now() + 1000)),
            until: None,
        },
        ..EventFilter::default()
    };
    assert_eq!(again(&of_another_day, Replay::All), 0);
    assert_eq!(again(&all, Replay::All), 1);
    until("it came", async || receiver.ids() == ["m1"]).await;
    until("it is delivered", async || {
        host.delivery("m1")
            .is_some_and(|it| it.state == DeliveryState::Delivered)
    })
    .await;
    assert_eq!(again(&all, Replay::All), 0);
}
