use std::path::Path;

use bytes::Buf as _;
use tokio::sync::oneshot::Receiver;
use tokio::sync::oneshot::error::TryRecvError;

use super::*;
use crate::config::{Config, Destination, Sources};
use crate::delivery::message::Message;
use crate::delivery::not_taken::About;

type Waiting = Receiver<Result<(), NotTaken>>;

fn settings(scheme: &str) -> Amqp {
    let text = format!(
        r#"
        [[triggers]]
        type = "event"
        adapter = "shop"
        event = "message"
        deliver = "{scheme}://127.0.0.1:5672"
        exchange = "events"
    "#
    );
    let sources = Sources::process(Path::new("."));
    let config = Config::from_toml(&text, &sources).unwrap();
    match &config.event_triggers[0].deliver {
        Destination::Amqp(amqp) => amqp.clone(),
        other => panic!("{other:?}"),
    }
}

fn fresh() -> Exchange {
    Exchange::new(settings("amqp"), "AMQP at h:1".to_owned())
}

/// What a broker says: a method of a channel with these arguments.
fn says(class: u16, method: u16, arguments: impl FnOnce(&mut BytesMut)) -> BytesMut {
    let mut out = BytesMut::new();
    frame::method(&mut out, CHANNEL, (class, method), arguments);
    out
}

fn start(mechanisms: &str) -> BytesMut {
    says(10, 10, |out| {
        out.put_slice(&[0, 9]);
        frame::put_long(out, b"");
        frame::put_long(out, mechanisms.as_bytes());
        frame::put_long(out, b"en_US");
    })
}

fn tune(frame_max: u32, heartbeat: u16) -> BytesMut {
    says(10, 30, |out| {
        out.put_u16(2047);
        out.put_u32(frame_max);
        out.put_u16(heartbeat);
    })
}

fn because(class: u16, method: u16, code: u16, text: &str) -> BytesMut {
    says(class, method, |out| {
        out.put_u16(code);
        frame::put_short(out, text);
        out.put_u32(0);
    })
}

fn ack(tag: u64, multiple: bool) -> BytesMut {
    says(60, 80, |out| {
        out.put_u64(tag);
        out.put_u8(multiple.into());
    })
}

fn nack(tag: u64) -> BytesMut {
    says(60, 120, |out| {
        out.put_u64(tag);
        out.put_u8(0);
    })
}

/// A message that is returned, with its properties and its body.
fn returned(id: &str) -> BytesMut {
    let mut out = because(60, 50, 312, "NO_ROUTE");
    frame::header(&mut out, CHANNEL, 2, "application/json", id);
    frame::body(&mut out, CHANNEL, b"{}", 4096);
    out
}

/// Has the exchange hear this, one byte at a time.
fn hear(exchange: &mut Exchange, bytes: &[u8]) -> Result<(), NotTaken> {
    let mut input = BytesMut::new();
    for byte in bytes {
        input.put_u8(*byte);
        exchange.receive(&mut input)?;
    }
    assert!(input.is_empty());
    Ok(())
}

/// An exchange after its login.
fn ready() -> Exchange {
    let mut exchange = fresh();
    for said in [
        start("PLAIN AMQPLAIN"),
        tune(131_072, 60),
        says(10, 41, |out| out.put_u8(0)),
        says(20, 11, |out| out.put_u32(0)),
        says(85, 11, |_| {}),
    ] {
        assert!(!exchange.is_ready());
        hear(&mut exchange, &said).unwrap();
    }
    assert!(exchange.is_ready());
    exchange.out().clear();
    exchange
}

fn publish(exchange: &mut Exchange, id: &str) -> Waiting {
    let (done, result) = oneshot::channel();
    let outgoing = Outgoing {
        subject: "shop.message.39".to_owned(),
        id: id.to_owned(),
        message: Message {
            content_type: "application/json",
            body: "{}".into(),
        },
    };
    exchange.publish(Publish { outgoing, done });
    result
}

fn error(waiting: &mut Waiting) -> (About, String) {
    let not_taken = waiting.try_recv().unwrap().unwrap_err();
    (not_taken.about, not_taken.error)
}

#[test]
fn the_login_names_user_password_and_virtual_host() {
    let mut exchange = fresh();
    assert_eq!(exchange.out().split().as_ref(), frame::PROTOCOL_HEADER);
    hear(&mut exchange, &start("PLAIN")).unwrap();
    let said = exchange.out().split();
    let login = b"\x05PLAIN\0\0\0\x0c\0guest\0guest\x05en_US";
    assert!(said.windows(login.len()).any(|part| part == login));
    hear(&mut exchange, &tune(0, 0)).unwrap();
    let said = exchange.out().split();
    // One channel, frames of 128 KiB, and a heartbeat every 30 seconds.
    let tune_ok = b"\0\x0a\0\x1f\0\x01\0\x02\0\0\0\x1e";
    let open = b"\0\x0a\0\x28\x01/\0\0";
    for part in [&tune_ok[..], open] {
        assert!(said.windows(part.len()).any(|it| it == part), "{said:?}");
    }
}

#[test]
fn frames_are_no_larger_and_heartbeats_no_rarer_than_the_broker_wants() {
    for (of_broker, maximum, heartbeat) in [
        ((0, 0), FRAME_MAXIMUM, 30),
        ((8192, 10), 8192, 10),
        ((1 << 30, 600), FRAME_MAXIMUM, 30),
        ((1, 60), 4096, 30),
    ] {
        let mut exchange = fresh();
        hear(&mut exchange, &start("PLAIN")).unwrap();
        hear(&mut exchange, &tune(of_broker.0, of_broker.1)).unwrap();
        assert_eq!(exchange.frame_maximum, maximum);
        assert_eq!(exchange.heartbeat(), Some(Duration::from_secs(heartbeat)));
    }
}

#[test]
fn a_login_that_fails_says_why() {
    let mut exchange = fresh();
    let refused = hear(&mut exchange, &start("EXTERNAL")).unwrap_err();
    assert_eq!(
        refused.error,
        "AMQP at h:1 does not offer the authentication mechanism PLAIN, but EXTERNAL"
    );
    let mut exchange = fresh();
    assert_eq!(
        exchange.lost().error,
        "AMQP at h:1 ended the connection during the login"
    );
    let over_tls = Exchange::new(settings("amqps"), "AMQP at h:1".to_owned());
    assert_eq!(
        over_tls.lost().error,
        "AMQP at h:1 ended the connection without a word: check `clientCertificate` and `clientKey` if it asks for a certificate"
    );
    hear(&mut exchange, &start("PLAIN")).unwrap();
    assert_eq!(
        exchange.lost().error,
        "AMQP at h:1 ended the connection during the login: check `user` and `password`"
    );
    let close = because(10, 50, 403, "ACCESS_REFUSED - Login was refused");
    assert_eq!(
        hear(&mut exchange, &close).unwrap_err().error,
        "AMQP at h:1 closed the connection: ACCESS_REFUSED - Login was refused (403)"
    );
}

#[test]
fn an_acknowledgement_is_for_one_message_or_for_all_before_it() {
    let mut exchange = ready();
    let mut waiting: Vec<Waiting> = (1..=5)
        .map(|number| publish(&mut exchange, &number.to_string()))
        .collect();
    hear(&mut exchange, &ack(4, false)).unwrap();
    let settled = |waiting: &mut Waiting| match waiting.try_recv() {
        Ok(result) => Some(result.is_ok()),
        Err(TryRecvError::Empty) => None,
        Err(error) => panic!("{error}"),
    };
    assert_eq!(settled(&mut waiting[3]), Some(true));
    assert_eq!(settled(&mut waiting[0]), None);
    hear(&mut exchange, &ack(3, true)).unwrap();
    for before in &mut waiting[..3] {
        assert_eq!(settled(before), Some(true));
    }
    assert_eq!(settled(&mut waiting[4]), None);
    hear(&mut exchange, &nack(5)).unwrap();
    assert_eq!(
        error(&mut waiting[4]),
        (
            About::Receiver,
            "AMQP at h:1 could not store it (nack): check the limits of its queues".to_owned()
        )
    );
}

#[test]
fn a_message_that_no_queue_gets_fails_and_those_that_are_acknowledged_with_it_do_not() {
    let mut exchange = ready();
    let mut waiting: Vec<Waiting> = ["a", "b", "c"].map(|id| publish(&mut exchange, id)).into();
    hear(&mut exchange, &returned("b")).unwrap();
    hear(&mut exchange, &ack(3, true)).unwrap();
    assert_eq!(waiting[0].try_recv(), Ok(Ok(())));
    assert_eq!(waiting[2].try_recv(), Ok(Ok(())));
    assert_eq!(
        error(&mut waiting[1]),
        (
            About::Address,
            "AMQP at h:1 returned it: no queue is bound to the exchange for its routing key (312)"
                .to_owned()
        )
    );
}

#[test]
fn a_return_of_an_unknown_message_ends_the_connection_since_any_could_be_meant() {
    let mut exchange = ready();
    let mut waiting = publish(&mut exchange, "a");
    let over = hear(&mut exchange, &returned("x")).unwrap_err();
    exchange.fail(&over);
    assert_eq!(error(&mut waiting).0, About::Receiver);
}

#[test]
fn a_closed_channel_fails_all_that_wait_and_names_no_routing_key() {
    for (code, text, about, expected) in [
        (
            404,
            "NOT_FOUND - no exchange 'events' in vhost '/'",
            About::Address,
            "AMQP at h:1 closed the channel: NOT_FOUND - no exchange 'events' in vhost '/' (404)",
        ),
        (
            403,
            "ACCESS_REFUSED - access to topic 'shop.message.39' refused",
            About::Address,
            "AMQP at h:1 does not allow this user to publish to the exchange (403): check the user's permissions",
        ),
        (
            406,
            "PRECONDITION_FAILED - message too large",
            About::Receiver,
            "AMQP at h:1 closed the channel: PRECONDITION_FAILED - message too large (406)",
        ),
    ] {
        let mut exchange = ready();
        let mut waiting = ["a", "b"].map(|id| publish(&mut exchange, id));
        let over = hear(&mut exchange, &because(20, 40, code, text)).unwrap_err();
        exchange.fail(&over);
        for waiting in &mut waiting {
            assert_eq!(error(waiting), (about, expected.to_owned()));
        }
    }
}

#[test]
fn a_message_that_alone_is_refused_is_refused_for_what_it_is() {
    let mut exchange = ready();
    publish(&mut exchange, "gone");
    let _waiting = publish(&mut exchange, "large");
    hear(&mut exchange, &ack(1, false)).unwrap();
    let close = because(20, 40, 406, "PRECONDITION_FAILED - message too large");
    assert_eq!(hear(&mut exchange, &close).unwrap_err().about, About::Event);
}

#[test]
fn a_message_that_nobody_waits_for_is_not_sent() {
    let mut exchange = ready();
    let (done, result) = oneshot::channel();
    drop(result);
    let outgoing = Outgoing {
        subject: "s".to_owned(),
        id: "a".to_owned(),
        message: Message {
            content_type: "a/b",
            body: "{}".into(),
        },
    };
    exchange.publish(Publish { outgoing, done });
    assert!(exchange.out().is_empty());
    let mut next = publish(&mut exchange, "b");
    hear(&mut exchange, &ack(1, false)).unwrap();
    assert_eq!(next.try_recv(), Ok(Ok(())));
}

#[test]
fn a_broker_that_runs_out_of_memory_gets_nothing_until_it_has_some() {
    let mut exchange = ready();
    let blocked = says(10, 60, |out| frame::put_short(out, "low on memory"));
    hear(&mut exchange, &blocked).unwrap();
    assert_eq!(exchange.blocked(), Some("low on memory"));
    hear(&mut exchange, &says(10, 61, |_| {})).unwrap();
    assert_eq!(exchange.blocked(), None);

    hear(&mut exchange, &says(20, 20, |out| out.put_u8(0))).unwrap();
    assert!(exchange.blocked().is_some());
    // `flow-ok` with the same word.
    let answer = exchange.out().split();
    assert!(answer.ends_with(b"\0\x14\0\x15\0\xce"), "{answer:?}");
    hear(&mut exchange, &says(20, 20, |out| out.put_u8(1))).unwrap();
    assert_eq!(exchange.blocked(), None);
}

#[test]
fn what_comes_out_of_turn_ends_the_conversation() {
    for said in [ack(1, false), says(85, 11, |_| {}), tune(0, 0)] {
        let over = hear(&mut fresh(), &said).unwrap_err();
        assert_eq!(over.about, About::Receiver);
        assert!(
            over.error.contains("does not keep to AMQP 0.9.1"),
            "{over:?}"
        );
    }
    let over = hear(&mut fresh(), b"HTTP/1.1 400").unwrap_err();
    assert_eq!(
        over.error,
        "AMQP at h:1 sent something other than AMQP 0.9.1"
    );
}

#[test]
fn acknowledgements_of_nothing_settle_nothing() {
    let mut exchange = ready();
    let mut waiting = publish(&mut exchange, "a");
    for tag in [2, u64::MAX] {
        hear(&mut exchange, &ack(tag, false)).unwrap();
    }
    assert_eq!(waiting.try_recv(), Err(TryRecvError::Empty));
    hear(&mut exchange, &ack(0, true)).unwrap();
    assert_eq!(waiting.try_recv(), Ok(Ok(())));
}

#[test]
fn a_message_is_persistent_and_mandatory_and_carries_its_id() {
    let mut exchange = ready();
    let _waiting = publish(&mut exchange, "m1");
    let said = exchange.out().split();
    let published = b"\0\x3c\0\x28\0\0\x06events\x0fshop.message.39\x01\xce";
    assert!(said.windows(published.len()).any(|it| it == published));
    let properties = b"\x90\x80\x10application/json\x02\x02m1\xce";
    assert!(said.windows(properties.len()).any(|it| it == properties));
    let mut end = said.as_ref();
    end.advance(said.len() - 3);
    assert_eq!(end, b"{}\xce");
}
