use std::env::VarError;
use std::path::Path;

use uip_contract::Secret;

use super::*;
use crate::config::{Config, Format, Sources};

/// A user's seed of an example of NATS's own.
const SEED: &str = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY";

/// Reads a trigger with these settings.
fn read(settings: &str) -> Result<Config, String> {
    let text = format!(
        "[[triggers]]\ntype = \"event\"\nadapter = \"shop\"\nevent = \"message\"\n{settings}"
    );
    let environment = |name: &str| match name {
        "PASSWORD" => Ok("s3cret".to_owned()),
        "SEED" => Ok(SEED.to_owned()),
        "AMQP_URL" => Ok("amqps://me:p%40ss@mq.example/%2Fteam".to_owned()),
        "NATS_URL" => Ok("nats://me:s3cret@nats.example".to_owned()),
        "HALF_URL" => Ok("nats://s3cret@nats.example".to_owned()),
        "WRONG_URL" => Ok("mqtt://me:s3cret@mq.example".to_owned()),
        _ => Err(VarError::NotPresent),
    };
    let sources = Sources {
        environment: &environment,
        directory: Path::new("/srv/uip"),
    };
    Config::from_toml(&text, &sources).map_err(|mistakes| mistakes.to_string())
}

fn destination(settings: &str) -> Destination {
    let config = read(settings).unwrap_or_else(|error| panic!("{error}"));
    config.event_triggers[0].deliver.clone()
}

fn nats(settings: &str) -> Nats {
    match destination(settings) {
        Destination::Nats(nats) => nats,
        other => panic!("{other:?}"),
    }
}

fn amqp(settings: &str) -> Amqp {
    match destination(settings) {
        Destination::Amqp(amqp) => amqp,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_nats_server_has_a_host_a_port_and_a_subject() {
    for (url, place, tls) in [
        ("nats://127.0.0.1", "127.0.0.1:4222", false),
        ("nats://nats.example:14222/", "nats.example:14222", false),
        ("tls://[::1]:4443", "[::1]:4443", true),
    ] {
        let nats = nats(&format!("deliver = \"{url}\""));
        assert_eq!(nats.address.to_string(), place);
        assert_eq!(nats.address.tls, tls);
        assert_eq!(nats.authentication, None);
        let subject = nats.subject.of("shop", "message", Some("39"));
        assert_eq!(subject, "shop.message.39");
    }
    let nats = nats("deliver = \"nats://h\"\nsubject = \"wa.{customer}\"");
    assert_eq!(nats.subject.of("shop", "message", Some("39")), "wa.39");
}

#[test]
fn a_nats_server_is_told_who_publishes_in_one_of_four_ways() {
    let authentication = |lines: &str| {
        let settings = format!("deliver = \"nats://h\"\n{lines}");
        nats(&settings).authentication.unwrap()
    };
    let secret = || Secret::new("s3cret");
    let login = Login {
        user: "me".to_owned(),
        password: secret(),
    };
    assert_eq!(
        authentication("user = \"me\"\npassword = { env = \"PASSWORD\" }"),
        NatsAuthentication::Login(login.clone())
    );
    assert_eq!(
        authentication("token = { env = \"PASSWORD\" }"),
        NatsAuthentication::Token(secret())
    );
    assert_eq!(
        authentication("nkey = { env = \"SEED\" }"),
        NatsAuthentication::Nkey(Secret::new(SEED))
    );
    let of_url = nats("deliver = { env = \"NATS_URL\" }").authentication;
    assert_eq!(of_url, Some(NatsAuthentication::Login(login)));
    let shown = format!("{of_url:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[test]
fn an_amqp_broker_has_a_virtual_host_an_exchange_and_a_user() {
    let amqp_of = amqp("deliver = \"amqp://mq.example\"\nexchange = \"events\"");
    assert_eq!(amqp_of.address.to_string(), "mq.example:5672");
    assert_eq!(amqp_of.virtual_host, "/");
    assert_eq!(amqp_of.exchange, "events");
    assert_eq!(amqp_of.login.user, "guest");
    let key = amqp_of.routing_key.of("shop", "message", None);
    assert_eq!(key, "shop.message.-");

    let amqp_of = amqp(
        "deliver = { env = \"AMQP_URL\" }\nexchange = \"events\"\nroutingKey = \"{customer}\"",
    );
    assert_eq!(amqp_of.address.to_string(), "mq.example:5671");
    assert!(amqp_of.address.tls);
    assert_eq!(amqp_of.virtual_host, "/team");
    assert_eq!(amqp_of.login.user, "me");
    assert_eq!(amqp_of.login.password, Secret::new("p@ss"));
    for (path, virtual_host) in [("", "/"), ("/", "/"), ("/team", "team"), ("/%2F", "/")] {
        let settings = format!("deliver = \"amqp://h{path}\"\nexchange = \"e\"");
        assert_eq!(amqp(&settings).virtual_host, virtual_host);
    }
}

#[test]
fn every_mistake_about_a_broker_is_named_and_shows_no_secret() {
    let mistakes: Vec<String> = [
        "deliver = \"mqtt://h\"",
        "deliver = { env = \"WRONG_URL\" }",
        "deliver = \"nats://\"",
        "deliver = \"nats://me:s3cret@h\"",
        "deliver = { env = \"HALF_URL\" }",
        "deliver = { env = \"NATS_URL\" }\nuser = \"other\"",
        "deliver = \"nats://h/path\"",
        "deliver = \"nats://h\"\nsubject = \"a..b\"",
        "deliver = \"nats://h\"\nuser = \"me\"",
        "deliver = \"nats://h\"\npassword = \"s3cret\"",
        "deliver = \"nats://h\"\nnkey = { env = \"PASSWORD\" }",
        "deliver = \"nats://h\"\ncredentials = { env = \"PASSWORD\" }",
        "deliver = \"nats://h\"\ntoken = { env = \"PASSWORD\" }\nnkey = { env = \"SEED\" }",
        "deliver = \"nats://h\"\nexchange = \"e\"\nroutingKey = \"a\"\nheaders = { A = \"b\" }",
        "deliver = \"amqp://h\"",
        "deliver = \"amqp://h/a/b\"\nexchange = \"e\"",
        "deliver = \"amqp://h?heartbeat=5\"\nexchange = \"e\"",
        "deliver = \"amqp://h\"\nexchange = \"e\"\nsubject = \"a\"\ntoken = { env = \"PASSWORD\" }\nsecret = { env = \"SEED\" }",
        "deliver = \"http://h\"\nsubject = \"a\"\nuser = \"me\"",
        "deliver = \"sink:crm\"\nformat = \"cloudevents\"",
        "deliver = \"http://h\"\nformat = \"xml\"",
    ]
    .iter()
    .map(|settings| read(settings).unwrap_err())
    .collect();
    let mistakes = mistakes.join("\n");
    assert!(!mistakes.contains("s3cret"), "{mistakes}");
    insta::assert_snapshot!(mistakes, @r#"
    triggers[0].deliver: `mqtt://h` is not an http://, https://, nats://, tls://, amqp:// or amqps:// address
    triggers[0].deliver: the value is not an http://, https://, nats://, tls://, amqp:// or amqps:// address
    triggers[0].deliver: names no host
    triggers[0].deliver: contains a user or a password; use `user` and `password`, or keep the whole value out of the configuration: { env = "NAME" } or { file = "PATH" }
    triggers[0].deliver: contains a user without a password, or one that is not UTF-8
    triggers[0].user: is in `deliver`, too; give it once
    triggers[0].deliver: contains more than a host and a port
    triggers[0].subject: `a..b` has an empty part; write parts that are separated by one `.`: whatsapp.{event}.{customer}
    triggers[0].password: is missing; `user` needs it
    triggers[0].password: is written out; a secret is in the environment or a file: { env = "NAME" } or { file = "PATH" }
    triggers[0].user: is missing; `password` needs it
    triggers[0].nkey: is not the seed of a user's NKEY: 58 letters and digits that begin with SU
    triggers[0].credentials: is not the content of a .creds file, with a JWT and an NKEY seed
    triggers[0].deliver: has more than one of `user`, `token`, `nkey` and `credentials`; the server needs one
    triggers[0].exchange: is not for deliveries to NATS
    triggers[0].routingKey: is not for deliveries to NATS
    triggers[0].headers: is not for deliveries to NATS
    triggers[0].exchange: is missing
    triggers[0].deliver: contains a virtual host with a `/`; write %2F for it: amqp://host/%2Fname
    triggers[0].deliver: contains more than a host, a port and a virtual host
    triggers[0].subject: is not for deliveries to AMQP
    triggers[0].token: is not for deliveries to AMQP
    triggers[0].secret: is not base64
    triggers[0].secret: is not for deliveries to AMQP
    triggers[0].subject: is not for deliveries to an HTTP endpoint
    triggers[0].user: is not for deliveries to an HTTP endpoint
    triggers[0].format: is not for deliveries to a sink
    triggers[0].format: `xml` is unknown; use "uip" or "cloudevents"
    "#);
}

#[test]
fn the_format_of_an_event_is_uips_own_or_a_cloud_events() {
    let format = |lines: &str| {
        let config = read(&format!("deliver = \"http://h\"\n{lines}")).unwrap();
        config.event_triggers[0].format
    };
    assert_eq!(format(""), Format::Uip);
    assert_eq!(format("format = \"uip\""), Format::Uip);
    assert_eq!(format("format = \"cloudevents\""), Format::CloudEvents);
}
