//! The host checks no limit of a request: the component does, each of them, and
//! so answers the same in every engine.

use serde_json::{Map, Value, json};
use uip_testkit::{Scene, workspace};

fn manifest() -> Value {
    let text = std::fs::read_to_string(workspace().join("adapter.json")).expect("a manifest");
    serde_json::from_str(&text).expect("JSON")
}

/// Values just out of a field's limits.
fn out_of_limits(field: &Value, example: Option<&Value>) -> Vec<Value> {
    let number = |name: &str| field[name].as_i64();
    let of_length = |length: i64| {
        let length = usize::try_from(length).expect("a length");
        if field["type"] == "string" {
            return json!("x".repeat(length));
        }
        let mut examples = [example, field.get("example")].into_iter().flatten();
        let item = examples.find_map(|items| items.get(0)).cloned();
        let item = item.unwrap_or_else(|| match field["name"].as_str() {
            Some("bodyParameters") => json!({"text": "x"}),
            _ => json!({}),
        });
        json!(vec![item; length])
    };
    let mut values = Vec::new();
    values.extend(number("maximumLength").map(|most| of_length(most + 1)));
    let least = number("minimumLength").filter(|least| *least > 0);
    // Nothing at all is no list of cards, and so not a short one.
    let is_optional = field["isRequired"] == false;
    let least = least.filter(|_| !is_optional);
    values.extend(least.map(|least| of_length(least - 1)));
    // The component does not have to reject what the type already excludes.
    let below = number("minimumValue").filter(|least| field["type"] == "number" || *least > 0);
    values.extend(below.map(|least| json!(least - 1)));
    values.extend(number("maximumValue").map(|most| json!(most + 1)));
    values
}

#[tokio::test]
async fn every_limit_of_a_field_is_the_components_to_refuse() {
    let scene = Scene::builder()
        .property("businessAccountId", "500000000000005")
        .property("appId", "200000000000002")
        .start()
        .await;
    let mut tried = 0;
    for command in manifest()["commands"].as_array().expect("commands") {
        let name = command["name"].as_str().expect("a name");
        // It sends nothing, and asks for a signature first.
        if name == "processWebhook" {
            continue;
        }
        let example = command["example"].as_object().cloned().unwrap_or_default();
        for field in command["request"].as_array().expect("a request") {
            let field_name = field["name"].as_str().expect("a name");
            if field_name.contains(['.', '[']) {
                continue;
            }
            for value in out_of_limits(field, example.get(field_name)) {
                let mut request: Map<String, Value> = example.clone();
                request.insert(field_name.to_owned(), value);
                let response = scene.call(name, request.into()).await;
                let place = format!("{name}.{field_name}: {response:?}");
                assert_eq!(response.failure(), Some("permanent-failure"), "{place}");
                let error = response.get("error").and_then(Value::as_str);
                let error = error.unwrap_or_default();
                assert!(error.contains(field_name), "{place}");
                assert!(error.contains("Nothing was sent."), "{place}");
                assert!(response.get("advice").is_some(), "{place}");
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "{tried}");
    assert_eq!(scene.sandbox.requests().len(), 0);
}

#[tokio::test]
async fn a_blank_field_does_not_stand_in_the_way_of_the_one_that_excludes_it() {
    let scene = Scene::start().await;
    for (command, request) in [
        (
            "sendMessageMedia",
            json!({"mediaType": "image", "link": "https://a.example/x.jpg", "mediaId": "", "voice": "", "caption": null}),
        ),
        (
            "sendMessageTextTemplate",
            json!({
                "templateName": "hello_world", "languageCode": "en_US", "components": "",
                "bodyParameters": [], "header": "", "buttons": "", "cards": [], "offerExpirationTimeMs": ""
            }),
        ),
    ] {
        let mut request = request;
        request["phoneNumber"] = json!("+16505551234");
        let response = scene.call(command, request).await;
        assert!(response.is_success(), "{command}: {response:?}");
    }
}
