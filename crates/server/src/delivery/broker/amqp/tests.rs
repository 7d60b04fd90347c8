use std::path::Path;

use bytes::BufMut as _;
use tokio::io::{DuplexStream, duplex};

use super::*;
use crate::config::{Config, Destination, Sources};
use crate::delivery::message::Message;

fn settings() -> Amqp {
    let text = "[[triggers]]\ntype = \"event\"\nadapter = \"shop\"\nevent = \"message\"\ndeliver = \"amqp://h\"\nexchange = \"events\"";
    let config = Config::from_toml(text, &Sources::process(Path::new("."))).unwrap();
    match &config.event_triggers[0].deliver {
        Destination::Amqp(amqp) => amqp.clone(),
        other => panic!("{other:?}"),
    }
}

/// What a broker says until messages can be published, with a heartbeat of ten
/// seconds.
fn login() -> BytesMut {
    let mut out = BytesMut::new();
    frame::method(&mut out, 0, (10, 10), |out| {
        out.put_u16(9);
        frame::put_long(out, b"");
        frame::put_long(out, b"PLAIN");
        frame::put_long(out, b"en_US");
    });
    frame::method(&mut out, 0, (10, 30), |out| {
        out.put_u16(0);
        out.put_u32(0);
        out.put_u16(10);
    });
    frame::method(&mut out, 0, (10, 41), |out| out.put_u8(0));
    frame::method(&mut out, 1, (20, 11), |out| out.put_u32(0));
    frame::method(&mut out, 1, (85, 11), |_| {});
    out
}

/// A connection after its login, and the broker's end of it.
async fn connected() -> (AmqpSession, DuplexStream) {
    let (ours, mut theirs) = duplex(64 << 10);
    theirs.write_all(&login()).await.unwrap();
    let mut wire = Wire::new(ours, Exchange::new(settings(), "AMQP at h:1".to_owned()));
    while !wire.exchange.is_ready() {
        wire.step().await.unwrap();
    }
    (start(wire), theirs)
}

fn outgoing() -> Outgoing {
    Outgoing {
        subject: "shop.message.39".to_owned(),
        id: "m1".to_owned(),
        message: Message {
            content_type: "application/json",
            body: vec![b'1'; 200 << 10].into(),
        },
    }
}

#[tokio::test(start_paused = true)]
async fn a_broker_that_is_silent_for_two_heartbeats_is_lost() {
    let (session, mut theirs) = connected().await;
    let reader = tokio::spawn(async move {
        let mut said = Vec::new();
        let _ = theirs.read_to_end(&mut said).await;
        said
    });
    let lost = session.publish(outgoing()).await.unwrap_err();
    assert_eq!(
        lost.error,
        "the connection to AMQP at h:1 was lost before the acknowledgement"
    );
    assert!(!session.is_open());
    // It was not silent itself.
    assert!(reader.await.unwrap().ends_with(b"\x08\0\0\0\0\0\0\xce"));
}

#[tokio::test(start_paused = true)]
async fn a_broker_that_sends_heartbeats_is_waited_for() {
    let (session, theirs) = connected().await;
    let (mut read, mut write) = tokio::io::split(theirs);
    tokio::spawn(async move {
        let mut sink = tokio::io::sink();
        let _ = tokio::io::copy(&mut read, &mut sink).await;
    });
    let broker = async {
        for _ in 0..20 {
            tokio::time::sleep(Duration::from_secs(9)).await;
            let mut beat = BytesMut::new();
            frame::heartbeat(&mut beat);
            write.write_all(&beat).await.unwrap();
        }
        let mut ack = BytesMut::new();
        frame::method(&mut ack, 1, (60, 80), |out| {
            out.put_u64(1);
            out.put_u8(0);
        });
        write.write_all(&ack).await.unwrap();
    };
    let (result, ()) = tokio::join!(session.publish(outgoing()), broker);
    assert_eq!(result, Ok(()));
    assert!(session.is_open());
}

#[tokio::test]
async fn a_broker_that_reads_slowly_gets_all_of_a_message() {
    let (session, mut theirs) = connected().await;
    let broker = async {
        let mut said = BytesMut::new();
        while said.len() < 200 << 10 {
            let mut some = vec![0; 1000];
            let read = theirs.read(&mut some).await.unwrap();
            said.put_slice(some.get(..read).unwrap());
        }
        drop(theirs);
        said
    };
    let (result, said) = tokio::join!(session.publish(outgoing()), broker);
    assert!(result.is_err());
    assert!(said.windows(2).any(|two| two == b"m1"));
}

#[tokio::test(start_paused = true)]
async fn a_session_that_is_dropped_ends_its_connection_with_a_word() {
    let (session, mut theirs) = connected().await;
    drop(session);
    let mut said = Vec::new();
    theirs.read_to_end(&mut said).await.unwrap();
    assert!(
        said.ends_with(b"\0\x0a\0\x32\0\xc8\x02OK\0\0\0\0\xce"),
        "{said:?}"
    );
}
