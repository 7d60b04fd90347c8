use std::env::VarError;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::*;
use crate::AdapterInfo;

const COMPLETE: &str = r#"
    [server]
    listen = "127.0.0.1:0"
    commandsToken = { env = "TOKEN" }

    [inbox]
    file = "inbox.sqlite"
    keepDays = 1

    [[triggers]]
    type = "meta-webhook"
    name = "whatsapp"
    authentication = "hmac-sha256"
    authenticationKey = { env = "KEY" }
    parseBody = false
    responseType = "None"
    command = "whatsapp.processWebhook"
    [triggers.properties]
    whatsAppNotification = "{wfsystem.body}"
    signature = "{wfsystem.headers.X-Hub-Signature-256}"

    [[triggers]]
    type = "event"
    adapter = "whatsapp"
    event = "customer_message"
    condition = "$.messages[?@.type == 'text']"
    deliver = "http://127.0.0.1:5678/webhook/whatsapp"
    secret = { env = "KEY" }
"#;

fn read(text: &str) -> Result<Config, Mistakes> {
    let environment = |name: &str| match name {
        "KEY" => Ok("a2V5IG9mIHRoZSB0ZXN0".to_owned()),
        "TOKEN" => Ok("0123456789abcdef".to_owned()),
        "RECEIVER" => Ok("https://flows.example/hook?key=s3cret".to_owned()),
        "NO_RECEIVER" => Ok("ftp://flows.example/s3cret".to_owned()),
        "HEADER" => Ok("s3cret".to_owned()),
        "LINES" => Ok("s3cret\r\nX-Other: 1".to_owned()),
        "HEX" => Ok("0123456789abcdef0123456789abcdef".to_owned()),
        _ => Err(VarError::NotPresent),
    };
    Config::from_table(
        text.parse().expect("TOML"),
        &Sources {
            environment: &environment,
            directory: Path::new("/srv/uip"),
        },
    )
}

fn mistakes(text: &str) -> String {
    read(text).expect_err("a mistake").to_string()
}

#[test]
fn the_settings_of_uips_page_are_read() {
    let config = read(COMPLETE).unwrap();
    let webhook = &config.webhook_triggers[0];
    assert_eq!(webhook.name, "whatsapp");
    let Sender::Meta(meta) = &webhook.sender else {
        panic!("{:?}", webhook.sender)
    };
    assert!(meta.verify_token.matches(b"whatsapp"));
    assert_eq!(
        (webhook.adapters.first.as_str(), webhook.command.as_str()),
        ("whatsapp", "processWebhook")
    );
    assert!(webhook.headers.contains("x-hub-signature-256"));
    let event = &config.event_triggers[0];
    assert_eq!(event.name, "whatsapp.customer_message");
    assert_eq!(event.timeout.as_secs(), 15);
    assert_eq!(event.give_up, Duration::from_hours(7 * 24));
    assert_eq!(event.max_age, None);
    assert_eq!(event.on_refusal, OnRefusal::Skip { attempts: 10 });
    assert_eq!(config.inbox.file, Path::new("/srv/uip/inbox.sqlite"));
    assert!(config.inbox.keep_dedupe.as_secs() > 7 * 24 * 3600);
}

#[test]
fn an_event_trigger_says_for_how_long_and_how_often_it_tries() {
    let more = "giveUp = \"2h\"\nmaxAge = \"1d\"\nonRefusal = \"block\"";
    let config = read(&format!("{COMPLETE}\n{more}")).unwrap();
    let event = &config.event_triggers[0];
    assert_eq!(event.give_up, Duration::from_hours(2));
    assert_eq!(event.max_age, Some(Duration::from_hours(24)));
    assert_eq!(event.on_refusal, OnRefusal::Block);
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!("{:?}", read(COMPLETE).unwrap());
    assert!(!shown.contains("0123456789abcdef"), "{shown}");
    assert!(!shown.contains("key of the test"), "{shown}");
}

#[test]
fn each_mistake_names_its_key() {
    insta::assert_snapshot!(mistakes(r#"
        serve = 1
        [server]
        listen = "localhost"
        maxbody = 3
        commandsToken = "written out"
        [inbox]
        keepDays = 0
        [[triggers]]
        type = "meta-webhook"
        name = "a/b"
        authentication = "hmac-sha256"
        authenticationKey = { env = "HEX" }
        command = "processWebhook"
        properties = { a = "{wfsystem.query}" }
        [[triggers]]
        type = "event"
        event = "customer_message"
        condition = "messages"
        deliver = "ftp://host/"
        secret = { env = "UNSET" }
        orderBy = ["messages"]
        giveUpDays = 3
        giveUp = "30s"
        maxAge = "2 days"
        onRefusal = "block"
        refusalAttempts = 3
        [[triggers]]
        type = "timer"
        [[triggers]]
        type = "meta-webhook"
        name = "open"
        authentication = "none"
        command = "a.b"
        [[triggers]]
        name = "typeless"
    "#), @r#"
    server.listen: `localhost` is not an address with a port, such as 0.0.0.0:8080
    server.commandsToken: is written out; a secret is in the environment or a file: { env = "NAME" } or { file = "PATH" }
    server.maxbody: unknown key; did you mean `maxBody`?
    inbox.keepDays: is 0, not from 1 to 3650
    serve: unknown key; did you mean `server`?
    triggers[0].name: is not a part of an address: use letters, digits, `-`, `_`
    triggers[0].authenticationKey: is 32 hexadecimal digits, as a secret is before it is encoded; encode it as base64: printf %s "$SECRET" | base64
    triggers[0].command: `processWebhook` is not INSTANCE.COMMAND, such as whatsapp.processWebhook; for several instances name them in `adapters`
    triggers[0].properties.a: `{wfsystem.query}` is unknown; there is {wfsystem.body}, {wfsystem.headers.NAME}, {wfsystem.url}, {wfsystem.parameters} and {wfsystem.parameters.NAME}
    triggers[1].adapter: is missing
    triggers[1].condition: `messages` is not a JSONPath query (RFC 9535), such as $.messages[?@.type == 'text']
    triggers[1].deliver: `ftp://host/` is not an http://, https://, nats://, tls://, amqp:// or amqps:// address
    triggers[1].secret: the environment variable UNSET is not set
    triggers[1].giveUpDays: is called giveUp now, and has a unit: giveUp = "7d"
    triggers[1].giveUp: is 30s, not from 1m to 365d
    triggers[1].maxAge: `2 days` is not a duration, such as 90s, 15m, 2h or 7d
    triggers[1].refusalAttempts: has no meaning with onRefusal = "block"
    triggers[1].orderBy: `messages` is not a JSON pointer; one begins with `/`: /messages/0/from
    triggers[2].type: `timer` is unknown; there is meta-webhook, webhook and event
    triggers[3].allowUnauthenticated: must be true for authentication none: anybody who reaches the address can then send
    triggers[4].type: is missing
    "#);
}

/// An event trigger with these settings.
fn event_trigger(settings: &str) -> String {
    format!("[[triggers]]\ntype = \"event\"\nadapter = \"a\"\nevent = \"e\"\n{settings}")
}

#[test]
fn where_events_go_and_with_which_headers_can_be_kept_out_of_the_configuration() {
    let config = read(&event_trigger(
        r#"
        deliver = { env = "RECEIVER" }
        headers = { X-Tenant = "acme", "x-api-key" = { env = "HEADER" } }
        "#,
    ))
    .unwrap();
    let trigger = &config.event_triggers[0];
    let Destination::Http(url) = &trigger.deliver else {
        panic!("{:?}", trigger.deliver);
    };
    assert_eq!(url.path(), "/hook");
    assert_eq!(trigger.headers["x-tenant"], "acme");
    assert_eq!(trigger.headers["X-Api-Key"], "s3cret");
    let shown = format!("{:?}", trigger.headers);
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[test]
fn an_event_that_goes_to_a_sink_has_no_settings_for_http() {
    let with = |settings: &str| event_trigger(&format!("deliver = \"sink:crm\"\n{settings}"));
    let config = read(&with("")).unwrap();
    let deliver = &config.event_triggers[0].deliver;
    assert_eq!(*deliver, Destination::Sink("crm".to_owned()));
    let settings = "secret = { env = \"KEY\" }\nheaders = { X-Tenant = \"acme\" }";
    insta::assert_snapshot!(mistakes(&with(settings)), @r"
    triggers[0].secret: is not for deliveries to a sink
    triggers[0].headers: is not for deliveries to a sink
    ");
    insta::assert_snapshot!(
        mistakes(&event_trigger("deliver = \"sink:\"")),
        @"triggers[0].deliver: names no sink; write sink:NAME"
    );
}

#[test]
fn a_header_that_cannot_be_sent_is_a_mistake_that_shows_no_value() {
    let wrong = event_trigger(
        r#"
        deliver = { env = "NO_RECEIVER" }
        [triggers.headers]
        "a b" = "1"
        Authorization = "Bearer s3cret"
        Content-Length = "3"
        Webhook-Id = "3"
        X-Lines = { env = "LINES" }
        X-Number = 3
        X-Empty = ""
        X-Twice = "1"
        x-twice = "2"
        "#,
    );
    insta::assert_snapshot!(mistakes(&wrong), @r#"
    triggers[0].deliver: the value is not an http://, https://, nats://, tls://, amqp:// or amqps:// address
    triggers[0].headers.Authorization: has a key of its own: authorization
    triggers[0].headers.Content-Length: cannot be set: each delivery has it, or HTTP needs it
    triggers[0].headers.Webhook-Id: cannot be set: each delivery has it, or HTTP needs it
    triggers[0].headers.X-Empty: is empty
    triggers[0].headers.X-Lines: holds a line break or another character that a header cannot hold
    triggers[0].headers.X-Number: is a number, not text, { env = "NAME" } or { file = "PATH" }
    triggers[0].headers.a b: `a b` is not a header's name
    triggers[0].headers.x-twice: is there twice; upper and lower case make no difference
    "#);
}

#[test]
fn a_condition_without_bounds_is_a_mistake_that_names_its_key() {
    let nested = format!("{}@.a{}", "(".repeat(20), ")".repeat(20));
    let wrong = event_trigger(&format!(
        "deliver = \"http://h/\"\ncondition = \"$[?{nested}]\""
    ));
    insta::assert_snapshot!(mistakes(&wrong), @"triggers[0].condition: nests parentheses and brackets deeper than 10 levels; write it flatter");
}

#[test]
fn operations_need_an_address_of_their_own_or_none() {
    let listening =
        |at: &str| format!("[server]\nlisten = \"127.0.0.1:80\"\noperationsListen = \"{at}\"");
    let address = |text: &str| read(text).unwrap().server.operations_listen;
    assert_eq!(address(""), None);
    let other = "127.0.0.1:9464";
    assert_eq!(address(&listening(other)), Some(other.parse().unwrap()));
    insta::assert_snapshot!(mistakes(&listening("9464")), @"server.operationsListen: `9464` is not an address with a port, such as 127.0.0.1:9464");
    insta::assert_snapshot!(mistakes(&listening("127.0.0.1:80")), @"server.operationsListen: is the same as listen; leave it out to have everything at one address");
}

#[test]
fn two_triggers_of_one_name_are_a_mistake() {
    let twice = format!(
        "{COMPLETE}\n[[triggers]]\ntype = \"event\"\nadapter = \"whatsapp\"\nevent = \"customer_message\"\ndeliver = \"http://other/\""
    );
    insta::assert_snapshot!(mistakes(&twice), @"triggers[2].name: `whatsapp.customer_message` is already the name of triggers[1]; give each its own");
}

/// An adapter of one command, whose required field is of this type, and one event.
fn adapter(command: &str, event: &str, field: &str, kind: &str) -> AdapterInfo {
    let row = |name: &str, kind: &str, is_required: bool| {
        json!({
            "name": name, "display": "x", "description": "x", "type": kind,
            "isRequired": is_required
        })
    };
    let manifest = json!({
        "name": "x", "display": "x", "version": "1.0.0", "description": "x",
        "contract": "a:b/c", "properties": [], "releaseHistory": [],
        "commands": [{
            "name": command, "display": "x", "description": "x", "response": [],
            "request": [row(field, kind, true), row("signature", "string", false)]
        }],
        "events": [{ "name": event, "display": "x", "description": "x", "properties": [] }],
    });
    let manifest = uip_contract::Manifest::from_value(&manifest).unwrap();
    AdapterInfo::new(
        "whatsapp",
        Arc::new(manifest),
        std::collections::BTreeMap::new(),
    )
}

#[test]
fn the_body_must_have_the_type_of_its_field() {
    let check = |parse_body: bool, body: &str, kind: &str| {
        let config = COMPLETE
            .replace("parseBody = false", &format!("parseBody = {parse_body}"))
            .replace("{wfsystem.body}", body);
        let field = "whatsAppNotification";
        let adapter = adapter("processWebhook", "customer_message", field, kind);
        let checked = read(&config).unwrap().check(&[adapter]);
        checked.map_err(|error| error.to_string())
    };
    let body = "{wfsystem.body}";
    insta::assert_snapshot!(check(true, body, "string").unwrap_err(), @"triggers[0].parseBody: makes an object of the body, and `processWebhook` takes whatsAppNotification as a string; leave parseBody out");
    insta::assert_snapshot!(check(false, body, "object").unwrap_err(), @"triggers[0].properties.whatsAppNotification: is the body as text, and `processWebhook` takes an object here; add parseBody = true to the trigger");
    insta::assert_snapshot!(check(false, body, "array").unwrap_err(), @"triggers[0].properties.whatsAppNotification: is the body as text, and `processWebhook` takes an array here; add parseBody = true to the trigger");
    assert_eq!(check(false, body, "string"), Ok(()));
    assert_eq!(check(true, body, "object"), Ok(()));
    // Among other text, the body is always text.
    assert_eq!(check(true, "<{wfsystem.body}>", "string"), Ok(()));
    // Text is accepted for a number, and a body can be one.
    assert_eq!(check(false, body, "integer"), Ok(()));
}

#[test]
fn triggers_must_fit_the_adapters() {
    let adapter = |command, event, field| adapter(command, event, field, "string");
    let config = read(COMPLETE).unwrap();
    let field = "whatsAppNotification";
    let fits = adapter("processWebhook", "customer_message", field);
    assert_eq!(config.check(&[fits]), Ok(()));

    let others = adapter("processWebhooks", "customer", field);
    insta::assert_snapshot!(config.check(&[others]).unwrap_err(), @r"
    triggers[0].command: `whatsapp` has no command `processWebhook`; did you mean `processWebhooks`?
    triggers[1].event: `whatsapp` has no event `customer_message`; known: customer
    ");
    let others = adapter("processWebhook", "customer_message", "notification");
    insta::assert_snapshot!(config.check(&[others]).unwrap_err(), @r"
    triggers[0].properties.whatsAppNotification: `processWebhook` takes no such property; known: notification, signature
    triggers[0].properties.notification: is missing; `processWebhook` needs it
    ");
    insta::assert_snapshot!(config.check(&[]).unwrap_err(), @r"
    triggers[0].command: no adapter `whatsapp`; there are none
    triggers[1].adapter: no adapter `whatsapp`; there are none
    ");
}

#[test]
fn a_webhook_trigger_of_meta_may_have_the_type_that_uip_calls_it() {
    let renamed = COMPLETE.replace("meta-webhook", "advanced-webhook");
    assert_ne!(renamed, COMPLETE);
    let config = read(&renamed).unwrap();
    assert!(matches!(config.webhook_triggers[0].sender, Sender::Meta(_)));
}

#[test]
fn several_adapters_are_a_list_beside_a_command_alone() {
    let webhook = |lines: &str| {
        read(&format!(
            "[[triggers]]\ntype = \"meta-webhook\"\nname = \"all\"\nauthentication = \"none\"\nallowUnauthenticated = true\n{lines}"
        ))
    };
    let config =
        webhook("adapters = [\"sales\", \"support\"]\ncommand = \"processWebhook\"").unwrap();
    let adapters: Vec<&str> = config.webhook_triggers[0].adapters.iter().collect();
    assert_eq!(adapters, ["sales", "support"]);
    assert_eq!(config.webhook_triggers[0].command, "processWebhook");
    let mistake = |lines: &str| webhook(lines).unwrap_err().to_string();
    insta::assert_snapshot!(mistake("adapters = [\"sales\"]\ncommand = \"sales.processWebhook\""), @"triggers[0].command: names an adapter; with `adapters` it is the command alone: `processWebhook`");
    insta::assert_snapshot!(mistake("adapters = []\ncommand = \"processWebhook\""), @"triggers[0].adapters: is empty; name at least one adapter");
    insta::assert_snapshot!(mistake("adapters = [\"a\", \"a\"]\ncommand = \"processWebhook\""), @"triggers[0].adapters: names `a` twice");
    insta::assert_snapshot!(mistake("adapters = \"a\"\ncommand = \"processWebhook\""), @"triggers[0].adapters: is text, not a list of texts");
}

#[test]
fn a_token_of_one_adapter_is_long_enough_and_not_the_servers() {
    let tokens = |token: &str| {
        let tokens = [("sales".to_owned(), crate::Secret::new(token))];
        let config = read(COMPLETE).unwrap().with_adapter_tokens(tokens.into());
        config.map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(tokens("a token of sales alone"), Ok(()));
    insta::assert_snapshot!(tokens("short").unwrap_err(), @"adapters.sales.commandsToken: is shorter than 16 characters");
    insta::assert_snapshot!(tokens("0123456789abcdef").unwrap_err(), @"adapters.sales.commandsToken: is the same as server.commandsToken, which opens every adapter");
}
