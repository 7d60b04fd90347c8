use std::env::VarError;
use std::path::Path;

use crate::config::{Config, Sender, Sources, WebhookTrigger};

fn read(text: &str) -> Result<Config, String> {
    let environment = |name: &str| match name {
        "KEY" => Ok("a2V5IG9mIHRoZSB0ZXN0".to_owned()),
        _ => Err(VarError::NotPresent),
    };
    let sources = Sources {
        environment: &environment,
        directory: Path::new("/srv/uip"),
    };
    Config::from_toml(text, &sources).map_err(|mistakes| mistakes.to_string())
}

/// A trigger of the type `webhook` with these settings.
fn trigger(name: &str, settings: &str) -> String {
    format!(
        "[[triggers]]\ntype = \"webhook\"\nname = \"{name}\"\ncommand = \"a.process\"\n{settings}\n"
    )
}

const TWILIO: &str = "authentication = \"twilio\"\nauthenticationKey = { env = \"KEY\" }\n";
const OPEN: &str = "authentication = \"none\"\nallowUnauthenticated = true\n";
const URL: &str = "publicUrl = \"https://hooks.example.com\"\n";

fn twilio(settings: &str) -> Result<WebhookTrigger, String> {
    let config = read(&trigger("in", &format!("{TWILIO}{URL}{settings}")))?;
    Ok(config.webhook_triggers[0].clone())
}

fn mistake(settings: &str) -> String {
    twilio(settings).expect_err("a mistake")
}

fn response(trigger: &WebhookTrigger) -> (Option<&str>, &str) {
    let Sender::Plain(plain) = &trigger.sender else {
        panic!("{:?}", trigger.sender);
    };
    let content_type = plain.response.content_type.as_ref();
    (
        content_type.map(|it| it.to_str().unwrap()),
        std::str::from_utf8(&plain.response.body).unwrap(),
    )
}

#[test]
fn twilio_needs_a_key_and_the_public_url_and_is_answered_with_empty_twiml() {
    let trigger = twilio("path = \"/whatsapp/callback/{appId}/{companyId}\"").unwrap();
    assert_eq!(response(&trigger), (Some("text/xml"), "<Response/>"));
    assert_eq!(
        trigger.path.to_string(),
        "/whatsapp/callback/{appId}/{companyId}"
    );
    let shown = format!("{trigger:?}");
    assert!(!shown.contains("key of the test"), "{shown}");
}

#[test]
fn the_servers_public_url_holds_for_a_trigger_without_its_own() {
    let server = format!("[server]\n{URL}{}", trigger("in", TWILIO));
    let config = read(&server).unwrap();
    let url = config.webhook_triggers[0].public_url.as_ref().unwrap();
    let called = url.of_request(&"/in?a=1".parse().unwrap());
    assert_eq!(called, "https://hooks.example.com/in?a=1");
}

#[test]
fn each_mistake_is_one_line_that_names_its_key() {
    let one = |settings: &str| read(&trigger("in", settings)).unwrap_err();
    insta::assert_snapshot!(one(TWILIO), @"triggers[0].publicUrl: is missing; the signature covers the URL. Set it here or in [server] to the URL under which the sender reaches the server, such as https://hooks.example.com");
    let needs = format!("{OPEN}properties = {{ url = \"{{wfsystem.url}}\" }}");
    insta::assert_snapshot!(one(&needs), @"triggers[0].publicUrl: is missing; `properties` contain {wfsystem.url}. Set it here or in [server] to the URL under which the sender reaches the server, such as https://hooks.example.com");
    insta::assert_snapshot!(one(&format!("authentication = \"twilio\"\n{URL}")), @r#"triggers[0].authenticationKey: is missing; twilio needs the key as base64: { env = "NAME" }"#);
    insta::assert_snapshot!(one(&TWILIO.replace("twilio", "twillio")), @"triggers[0].authentication: `twillio` is unknown; there is twilio and none");
    insta::assert_snapshot!(one("authentication = \"none\""), @"triggers[0].allowUnauthenticated: must be true for authentication none: anybody who reaches the address can then send");
    insta::assert_snapshot!(one("authenticationKey = { env = \"KEY\" }"), @"triggers[0].authentication: is missing");
    insta::assert_snapshot!(one(&format!("{TWILIO}publicUrl = \"hooks.example.com\"")), @"triggers[0].publicUrl: is not a URL; expected a scheme, a host and perhaps a port and a path, such as https://hooks.example.com");
    insta::assert_snapshot!(mistake("path = \"hook\""), @"triggers[0].path: `hook` does not begin with `/`");
    insta::assert_snapshot!(mistake("path = 3"), @"triggers[0].path: is a number, not text");
    insta::assert_snapshot!(mistake("verifyToken = { env = \"KEY\" }"), @"triggers[0].verifyToken: unknown key; known: type, name, path, authentication, signatureHeader, authenticationKey, previousAuthenticationKey, responseBody, responseContentType, parseBody, responseType, adapters, command, properties, publicUrl");
    let wrong_server = format!(
        "[server]\npublicUrl = \"ftp://h\"\n{}",
        trigger("in", TWILIO)
    );
    insta::assert_snapshot!(read(&wrong_server).unwrap_err(), @"server.publicUrl: `ftp://h` is not an http or https URL; expected a scheme, a host and perhaps a port and a path, such as https://hooks.example.com");
}

#[test]
fn a_response_is_checked_before_a_service_reads_it() {
    let twiml = "<Response><Message>Thanks!</Message></Response>";
    let with = |body: &str| twilio(&format!("responseBody = \"{body}\""));
    assert_eq!(response(&with(twiml).unwrap()), (Some("text/xml"), twiml));
    insta::assert_snapshot!(with("").unwrap_err(), @"triggers[0].responseBody: is empty");
    insta::assert_snapshot!(with(" ").unwrap_err(), @"triggers[0].responseBody: is empty; leave it out");
    insta::assert_snapshot!(with("Thanks!").unwrap_err(), @"triggers[0].responseBody: is not XML: it has text outside its root element");
    insta::assert_snapshot!(with("<Response>").unwrap_err(), @"triggers[0].responseBody: is not XML: it has an element that does not end");
    insta::assert_snapshot!(with("<response/>").unwrap_err(), @"triggers[0].responseBody: is not TwiML: its root element is `response`, not `Response`");
    let long = format!("<Response>{}</Response>", "x".repeat(1 << 16));
    insta::assert_snapshot!(with(&long).unwrap_err(), @"triggers[0].responseBody: is longer than 65536 bytes");
    insta::assert_snapshot!(mistake("responseContentType = \"text/xml\""), @"triggers[0].responseContentType: is given without `responseBody`");
    let two = |kind: &str| {
        twilio(&format!(
            "responseBody = \"ok\"\nresponseContentType = \"{kind}\""
        ))
    };
    assert_eq!(
        response(&two("text/plain").unwrap()),
        (Some("text/plain"), "ok")
    );
    insta::assert_snapshot!(two("a\\nb").unwrap_err(), @"triggers[0].responseContentType: is not a header's value");
    let open = read(&trigger("in", OPEN)).unwrap();
    assert_eq!(response(&open.webhook_triggers[0]), (None, ""));
}

#[test]
fn two_paths_that_one_request_could_match_are_a_mistake() {
    let two = |one: &str, other: &str| {
        let path = |path: &str| format!("{OPEN}path = \"{path}\"");
        read(&(trigger("a", &path(one)) + &trigger("b", &path(other))))
    };
    assert!(two("/hook/{a}", "/hook/{a}/b").is_ok());
    insta::assert_snapshot!(two("/hook/{a}", "/hook/b").unwrap_err(), @"triggers[1].path: `/hook/b` matches the same requests as `/hook/{a}` of triggers[0]; change one of them");
    let uips = read(
        &(trigger(
            "a",
            &format!("{OPEN}path = \"/wfe/api/advancedwebhook/{{x}}\""),
        ) + &trigger("b", OPEN)),
    );
    insta::assert_snapshot!(uips.unwrap_err(), @"triggers[1].path: `/wfe/api/advancedwebhook/b` matches the same requests as `/wfe/api/advancedwebhook/{x}` of triggers[0]; change one of them");
}
