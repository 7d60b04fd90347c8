//! What the built component answers is what `adapter.json` says it answers:
//! every row is seen, with its type, and nothing else is.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToLowerCamelCase;
use serde_json::{Value, json};
use uip_host::Response;
use uip_sandbox::{
    DEFAULT_BUSINESS_ACCOUNT_ID, DEFAULT_PHONE_NUMBER_ID, Fault, GraphError, Health, HealthEntity,
    Operation,
};
use uip_testkit::Scene;
use wit_parser::{Function, TypeDefKind};

use crate::contract::{self, Contract};
use crate::manifest::{self, list, named, table, text};

const NUMBER: &str = "+16505551234";
const USER_ID: &str = "US.13491208655302741918";
/// The id of the sandbox's template `order_ready` in English.
const ORDER_READY: &str = "300000000000002";
/// The sandbox's app.
const APP_ID: &str = "200000000000002";

/// Rows that a command's answers never have; their descriptions say so.
/// Senders of anything but a template know no `messageStatus`, and
/// `processWebhook` does not call WhatsApp.
fn never_there(command: &str) -> &'static [&'static str] {
    match command {
        "sendMessageTextTemplate" | "sendMessageShorthand" | "sendMessageRaw" => &[],
        "processWebhook" => &["retryAfterSeconds", "httpStatus", "traceId", "details"],
        // The sandbox answers a change with `success` only.
        "updateTemplate" => &["templateStatus", "templateCategory"],
        sender if sender.starts_with("sendMessage") => &["messageStatus"],
        _ => &[],
    }
}

/// Puts a value and what is in it on the list of what was seen.
fn see(path: &str, value: &Value, seen: &mut BTreeMap<String, String>) {
    let kind = match value {
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Null => "null",
    };
    let before = seen.insert(path.to_owned(), kind.to_owned());
    assert!(
        before.is_none_or(|before| before == kind),
        "{path} is now of one type, now of another"
    );
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                see(&format!("{path}.{name}"), value, seen);
            }
        }
        Value::Array(items) => {
            for item in items.iter().filter(|item| item.is_object()) {
                for (name, value) in item.as_object().into_iter().flatten() {
                    see(&format!("{path}[0].{name}"), value, seen);
                }
            }
        }
        _ => {}
    }
}

/// Every row of these answers, with its type.
fn rows(answers: &[Response]) -> BTreeMap<String, String> {
    let mut seen = BTreeMap::new();
    for answer in answers {
        for (name, value) in answer.json() {
            see(name, value, &mut seen);
        }
    }
    seen
}

/// The fields that every success of a command has, in camelCase.
fn required(wit: &Contract, command: &Function) -> Vec<String> {
    let ok = wit.result(command).0.expect("a command answers a record");
    let fields = wit.record(ok).into_iter();
    fields
        .filter(|(_, ty)| !matches!(wit.kind(*ty), Some(TypeDefKind::Option(_))))
        .map(|(name, _)| name.to_lower_camel_case())
        .collect()
}

/// A template with all that `renderTemplate` can answer.
fn carousel(source: &Value) -> Value {
    let card = json!({
        "header": {"image": source},
        "buttons": [{"index": 0, "value": {"quick-reply-payload": "x"}}],
    });
    json!({
        "templateName": "two_loaves", "languageCode": "en_US",
        "bodyParameters": [{"text": "Ada"}], "cards": [card, card],
    })
}

/// Requests that succeed, and together bring every field of the answer. The
/// examples of the manifest where they do.
fn requests(scene: &Scene, command: &Value) -> Vec<Value> {
    let example = &command["example"];
    let media = json!({"mediaId": scene.sandbox.host_media("image/png", "a loaf")});
    match text(command, "name") {
        "sendMessageRaw" => {
            let template = json!({"name": "hello_world", "language": {"code": "en_US"}});
            let payload = json!({"type": "template", "template": template});
            to_both(&json!({"payload": payload.to_string()}))
        }
        "sendMessageTextTemplate" => {
            let mut rendered = example.clone();
            rendered["render"] = json!(true);
            [to_both(example), to_both(&rendered)].concat()
        }
        sender if sender.starts_with("sendMessage") => to_both(example),
        "markMessageRead" => {
            let message = scene.sandbox.customer(NUMBER).says("Hello?");
            vec![json!({"messageId": message})]
        }
        "getMedia" | "downloadMedia" | "deleteMedia" => vec![media],
        "renderTemplate" => {
            let above = |source: Value| {
                json!({
                    "templateName": "bread_of_the_week", "languageCode": "en_US",
                    "header": {"image": source}, "bodyParameters": [{"text": "rye"}],
                })
            };
            let (link, id) = (
                json!({"link": "https://bakery.example/x.jpg"}),
                json!({"id": "17"}),
            );
            vec![
                example.clone(),
                carousel(&link),
                carousel(&id),
                above(link),
                above(id),
            ]
        }
        "processWebhook" => {
            scene.sandbox.customer(NUMBER).says("Hello?");
            let notifications = scene.sandbox.take_notifications();
            let request = |one: &uip_sandbox::Notification| json!({"whatsAppNotification": one.text(), "signature": one.signature()});
            notifications.iter().map(request).collect()
        }
        "updateTemplate" => vec![json!({
            "templateId": ORDER_READY, "category": "utility",
            "body": {"text": "Your order is ready now."},
        })],
        "deleteTemplate" => {
            vec![json!({"templateName": "order_ready", "templateId": ORDER_READY})]
        }
        "listTemplates" => vec![example.clone(), json!({"format": "csv"})],
        "testConnection" => {
            scene.sandbox.health(
                HealthEntity::Waba,
                Health::blocked(141_006, "Payment failed.", "Add a payment method."),
            );
            let limited = Health::limited("The display name is not approved yet.");
            scene.sandbox.health(HealthEntity::PhoneNumber, limited);
            vec![json!({"checkWebhook": true})]
        }
        "blockCustomer" | "unblockCustomer" => {
            scene.sandbox.customer(NUMBER).says("Hello?");
            vec![json!({"phoneNumber": NUMBER})]
        }
        "unsubscribeWebhook" => vec![json!({}), json!({"overrideOnly": true})],
        "updateBusinessProfile" => vec![json!({"about": "Bread since this morning."})],
        "registerNumber" => vec![json!({"pin": "123456"})],
        "deregisterNumber" => vec![json!({"phoneNumberId": DEFAULT_PHONE_NUMBER_ID})],
        // The sandbox's number is verified, and nobody answers at a callback URL.
        "requestVerificationCode" | "verifyCode" | "subscribeWebhook" => {
            answers_next(scene, &json!({"success": true}));
            vec![example.clone()]
        }
        "getBusinessProfile" => {
            let profile = json!({
                "messaging_product": "whatsapp", "about": "Bread", "address": "1 Loopback Lane",
                "description": "A bakery", "email": "oven@bakery.example", "vertical": "RETAIL",
                "websites": ["https://bakery.example/"],
                "profile_picture_url": "https://pps.whatsapp.net/v/loaf",
            });
            answers_next(scene, &json!({"data": [profile]}));
            vec![json!({})]
        }
        "getMessageStatus" => {
            let event = json!({
                "id": "1", "delivery_status": "FAILED", "timestamp": 1_780_000_000,
                "error_description": "Message undeliverable",
                "webhook_uri": "https://bakery.example/webhook", "webhook_update_state": "DELIVERED",
            });
            let message = json!({"message_id": "wamid.x", "events": {"data": [event]}});
            answers_next(scene, &json!({"data": [message]}));
            vec![json!({"messageId": "wamid.x"})]
        }
        "createChatLink" | "uploadMedia" | "createTemplate" | "uploadTemplateSample" => {
            vec![example.clone()]
        }
        other => panic!("{other} has no request here that succeeds"),
    }
}

/// Has WhatsApp answer the next request with this.
fn answers_next(scene: &Scene, body: &Value) {
    let answer = Fault::Answer {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.to_string(),
    };
    scene.sandbox.fault_next_on(Operation::Other, answer);
}

/// The same to a phone number and to a user id.
fn to_both(request: &Value) -> Vec<Value> {
    let to = |recipient: &str| {
        let mut request = request.clone();
        request["phoneNumber"] = json!(recipient);
        request
    };
    vec![to(NUMBER), to(USER_ID)]
}

/// A request that WhatsApp refuses for a while, with all that it then says;
/// and for the command that does not call WhatsApp, a notification without a
/// signature.
async fn failure(scene: &Scene, command: &Value, request: Value) -> Response {
    let name = text(command, "name");
    let operation = match name {
        "uploadMedia" => Operation::Upload,
        "markMessageRead" => Operation::Send,
        sender if sender.starts_with("sendMessage") => Operation::Send,
        _ => Operation::Other,
    };
    let refusal = GraphError::new(130_429).header("Retry-After", "4");
    let request = if name == "processWebhook" {
        json!({"whatsAppNotification": request["whatsAppNotification"]})
    } else {
        scene.sandbox.fault_next_on(operation, refusal);
        request
    };
    let response = scene.call(name, request).await;
    assert!(!response.is_success(), "{name}: {response:?}");
    response
}

#[tokio::test]
async fn every_command_answers_the_rows_of_the_manifest_and_no_others() {
    let (manifest, wit) = (manifest::read(), contract::read());
    let mut differences = Vec::new();
    for function in wit.functions("commands") {
        let name = function.name.to_lower_camel_case();
        let command = named(&manifest, "commands", &name);
        let scene = Scene::builder()
            .property("businessAccountId", DEFAULT_BUSINESS_ACCOUNT_ID)
            .property("appId", APP_ID)
            .start()
            .await;
        let requests = requests(&scene, command);
        let repeated = requests.last().cloned().unwrap_or_default();
        let mut successes = Vec::new();
        for request in requests {
            let response = scene.call(&name, request).await;
            assert!(response.is_success(), "{name}: {response:?}");
            for required in required(&wit, function) {
                assert!(response.get(&required).is_some(), "{name}: no {required}");
            }
            successes.push(response);
        }
        let failure = failure(&scene, command, repeated).await;

        let seen_in_success: BTreeSet<String> = rows(&successes).into_keys().collect();
        for row in rows(std::slice::from_ref(&failure)).into_keys() {
            if row != "status" && seen_in_success.contains(&row) {
                differences.push(format!("{name}: {row} is in successes and in failures"));
            }
        }
        let mut expected = table(command, "response");
        for row in never_there(&name) {
            assert!(expected.remove(*row).is_some(), "{name} has no row {row}");
        }
        successes.push(failure);
        let seen = rows(&successes);
        for row in expected.keys().chain(seen.keys()).collect::<BTreeSet<_>>() {
            let (says, is) = (expected.get(row), seen.get(row));
            if says != is {
                differences.push(format!(
                    "{name}: {row} is {says:?} in adapter.json, {is:?} in what comes"
                ));
            }
        }
    }
    assert_eq!(differences, [] as [String; 0]);
}

#[test]
fn rows_that_never_come_are_explained_to_the_designer() {
    let manifest = manifest::read();
    for command in list(&manifest, "commands") {
        for row in never_there(text(command, "name")) {
            let description = text(named(command, "response", row), "description");
            assert!(
                description.contains("bsent"),
                "{}: {row}: {description}",
                text(command, "name")
            );
        }
    }
}
