use std::env::VarError;
use std::path::Path;
use std::sync::LazyLock;

use uip_contract::Secret;

use super::*;
use crate::config::{Config, Format, Sources};

/// A user's seed of an example of NATS's own.
const SEED: &str = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY";

/// A certificate and its key.
static CLIENT: LazyLock<(String, String)> = LazyLock::new(|| {
    let made = rcgen::generate_simple_self_signed(vec!["uip".to_owned()]).unwrap();
    (made.cert.pem(), made.signing_key.serialize_pem())
});

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
        "OTHER_NATS_URL" => Ok("nats://you:s3cret@nats2.example".to_owned()),
        "CLIENT" => Ok(CLIENT.0.clone()),
        "CLIENT_KEY" => Ok(CLIENT.1.clone()),
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
        assert_eq!(nats.addresses.to_string(), place);
        assert_eq!(nats.addresses.tls(), tls);
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
    assert_eq!(amqp_of.addresses.to_string(), "mq.example:5672");
    assert_eq!(amqp_of.virtual_host, "/");
    assert_eq!(amqp_of.exchange, "events");
    assert_eq!(amqp_of.login.user, "guest");
    let key = amqp_of.routing_key.of("shop", "message", None);
    assert_eq!(key, "shop.message.-");

    let amqp_of = amqp(
        "deliver = { env = \"AMQP_URL\" }\nexchange = \"events\"\nroutingKey = \"{customer}\"",
    );
    assert_eq!(amqp_of.addresses.to_string(), "mq.example:5671");
    assert!(amqp_of.addresses.tls());
    assert_eq!(amqp_of.virtual_host, "/team");
    assert_eq!(amqp_of.login.user, "me");
    assert_eq!(amqp_of.login.password, Secret::new("p@ss"));
    for (path, virtual_host) in [("", "/"), ("/", "/"), ("/team", "team"), ("/%2F", "/")] {
        let settings = format!("deliver = \"amqp://h{path}\"\nexchange = \"e\"");
        assert_eq!(amqp(&settings).virtual_host, virtual_host);
    }
}

#[test]
fn a_broker_has_several_addresses_that_differ_in_host_and_port() {
    let of_nats = nats("deliver = [\"tls://one\", \"tls://two:14222\", \"tls://[::1]\"]");
    assert_eq!(
        of_nats.addresses.to_string(),
        "one:4222 or two:14222 or [::1]:4222"
    );
    assert!(of_nats.addresses.iter().all(|address| address.tls));
    let of_amqp =
        amqp("deliver = [{ env = \"AMQP_URL\" }, { env = \"AMQP_URL\" }]\nexchange = \"events\"");
    assert_eq!(
        of_amqp.addresses.to_string(),
        "mq.example:5671 or mq.example:5671"
    );
    assert_eq!(
        nats("deliver = [\"nats://h\"]"),
        nats("deliver = \"nats://h\"")
    );
}

#[test]
fn a_connection_with_tls_can_present_a_certificate() {
    let lines = "clientCertificate = { env = \"CLIENT\" }\nclientKey = { env = \"CLIENT_KEY\" }\n";
    let of_nats = nats(&format!("deliver = \"tls://h\"\n{lines}"));
    let of_amqp = amqp(&format!(
        "deliver = \"amqps://h\"\nexchange = \"e\"\n{lines}"
    ));
    assert!(of_nats.identity.is_some());
    assert_eq!(of_amqp.identity, of_nats.identity);
    assert_eq!(nats("deliver = \"tls://h\"").identity, None);
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
        "deliver = []",
        "deliver = [1]",
        "deliver = [\"nats://one\", \"tls://two\"]",
        "deliver = [\"nats://one\", \"nats://two/path\", \"nats://me:s3cret@three\", \"four\"]",
        "deliver = [{ env = \"NATS_URL\" }, { env = \"OTHER_NATS_URL\" }, \"nats://three\"]",
        "deliver = [\"amqp://one/team\", \"amqp://two\"]\nexchange = \"e\"",
        "deliver = [\"http://one\", \"http://two\"]",
        "deliver = [\"sink:crm\", \"sink:erp\"]",
        "deliver = \"tls://h\"\nclientCertificate = { env = \"CLIENT\" }",
        "deliver = \"tls://h\"\nclientKey = { env = \"CLIENT_KEY\" }",
        "deliver = \"nats://h\"\nclientCertificate = { env = \"CLIENT\" }\nclientKey = { env = \"CLIENT_KEY\" }",
        "deliver = \"tls://h\"\nclientCertificate = { env = \"PASSWORD\" }\nclientKey = { env = \"CLIENT_KEY\" }",
        "deliver = \"tls://h\"\nclientCertificate = { env = \"CLIENT\" }\nclientKey = { env = \"PASSWORD\" }",
        "deliver = \"http://h\"\nclientCertificate = { env = \"CLIENT\" }",
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
    triggers[0].deliver: is empty
    triggers[0].deliver[0]: is a number, not text, { env = "NAME" } or { file = "PATH" }
    triggers[0].deliver[1]: does not begin with nats:// like the first one
    triggers[0].deliver[1]: differs from the first one in more than host and port
    triggers[0].deliver[2]: contains a user or a password; use `user` and `password`, or keep the whole value out of the configuration: { env = "NAME" } or { file = "PATH" }
    triggers[0].deliver[3]: `four` is not an address: relative URL without a base
    triggers[0].deliver[1]: has another user or password than the first one
    triggers[0].deliver[2]: has another user or password than the first one
    triggers[0].deliver[1]: differs from the first one in more than host and port
    triggers[0].deliver[0]: is in a list; only deliveries to NATS and AMQP can have several addresses
    triggers[0].deliver[0]: is in a list; only deliveries to NATS and AMQP can have several addresses
    triggers[0].clientKey: is missing; `clientCertificate` needs it
    triggers[0].clientCertificate: is missing; `clientKey` needs it
    triggers[0].clientCertificate: needs TLS: begin `deliver` with tls://
    triggers[0].clientCertificate: is not PEM text with the client's certificate first, between BEGIN CERTIFICATE and END CERTIFICATE
    triggers[0].clientKey: is not PEM text with one private key without a passphrase, such as between BEGIN PRIVATE KEY and END PRIVATE KEY
    triggers[0].clientCertificate: is not for deliveries to an HTTP endpoint
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
