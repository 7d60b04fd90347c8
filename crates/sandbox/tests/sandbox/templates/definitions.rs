//! What a template may consist of, just inside Meta's rules and just outside.

use serde_json::{Value, json};
use uip_sandbox::Sandbox;

use crate::support::{Client, read};
use crate::templates::uploads::handle;

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

fn define(category: &str, components: Value) -> Value {
    json!({"name": "a", "language": "en_US", "category": category, "components": components})
}

fn with(mut definition: Value, key: &str, value: Value) -> Value {
    definition[key] = value;
    definition
}

fn body(text: &str) -> Value {
    json!({"type": "BODY", "text": text})
}

/// A utility template with a body and one other component.
fn and(component: Value) -> Value {
    define("UTILITY", json!([body("Baked."), component]))
}

fn buttons(buttons: Value) -> Value {
    and(json!({"type": "BUTTONS", "buttons": buttons}))
}

fn reply(text: &str) -> Value {
    json!({"type": "QUICK_REPLY", "text": text})
}

fn link(url: &str) -> Value {
    json!({"type": "URL", "text": "Shop", "url": url, "example": ["https://bakery.example/17"]})
}

fn password(button: Value) -> Value {
    define(
        "AUTHENTICATION",
        json!([
            {"type": "BODY", "add_security_recommendation": true},
            {"type": "FOOTER", "code_expiration_minutes": 90},
            {"type": "BUTTONS", "buttons": [button]},
        ]),
    )
}

fn card(handle: &str, text: &str, buttons: Value) -> Value {
    json!({"components": [
        {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [handle]}},
        body(text),
        {"type": "BUTTONS", "buttons": buttons},
    ]})
}

fn carousel(cards: Vec<Value>) -> Value {
    define(
        "MARKETING",
        json!([body("Which one?"), {"type": "CAROUSEL", "cards": cards}]),
    )
}

fn offer(text: &str) -> Value {
    json!({"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": text, "has_expiration": true}})
}

async fn create(sandbox: &Sandbox, client: &Client, definition: &Value) -> (u16, Value) {
    let path = format!("{}/message_templates", sandbox.business_account_id());
    read(client.post(&path, definition).await).await
}

#[tokio::test]
async fn every_kind_of_component_is_created_and_listed_as_graph_writes_it() {
    let (sandbox, client) = start().await;
    let picture = handle(&sandbox, &client, "image/jpeg").await;
    let film = handle(&sandbox, &client, "video/mp4").await;
    let paper = handle(&sandbox, &client, "application/pdf").await;
    let header = |format: &str, handle: &str| {
        and(json!({"type": "header", "format": format, "example": {"header_handle": [handle]}}))
    };
    let e = |count: usize| "è".repeat(count);
    let app = json!([{"package_name": "example.bakery", "signature_hash": "K8a/AINcGX7"}]);
    let named = json!({"type": "BODY", "text": "Dear {{first_name}}, it is baked.", "example": {
        "body_text_named_params": [{"param_name": "first_name", "example": "Ada"}]}});
    let good = [
        header("image", &picture),
        header("VIDEO", &film),
        header("DOCUMENT", &paper),
        and(json!({"type": "HEADER", "format": "LOCATION"})),
        and(
            json!({"type": "HEADER", "format": "TEXT", "text": "For {{1}}", "example": {"header_text": ["Ada"]}}),
        ),
        and(json!({"type": "HEADER", "format": "TEXT", "text": e(60)})),
        and(json!({"type": "FOOTER", "text": e(60)})),
        define("UTILITY", json!([body(&e(1024))])),
        with(
            define("utility", json!([named])),
            "parameter_format",
            json!("named"),
        ),
        with(
            define("UTILITY", json!([body("x")])),
            "message_send_ttl_seconds",
            json!(43_200),
        ),
        with(
            define("MARKETING", json!([body("x")])),
            "message_send_ttl_seconds",
            json!(2_592_000),
        ),
        with(
            password(json!({"type": "OTP", "otp_type": "COPY_CODE"})),
            "message_send_ttl_seconds",
            json!(-1),
        ),
        password(json!({"type": "otp", "otp_type": "one_tap", "supported_apps": app})),
        password(json!({"type": "OTP", "otp_type": "ZERO_TAP", "supported_apps": app})),
        buttons((0..10).map(|number| reply(&number.to_string())).collect()),
        buttons(json!([
            reply(&e(25)),
            link("https://bakery.example/{{1}}"),
            link("https://bakery.example/"),
            {"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+15550100200"},
            {"type": "COPY_CODE", "example": "LEAF10"},
            {"type": "FLOW", "text": "Order", "flow_id": "1"},
            {"type": "REQUEST_CONTACT_INFO"},
        ])),
        buttons(json!([{"type": "CATALOG", "text": "View catalog"}])),
        buttons(json!([{"type": "VOICE_CALL", "text": "Call us"}])),
        carousel(vec![
            card(
                &picture,
                &e(160),
                json!([reply("Rye"), link("https://bakery.example/")])
            );
            2
        ]),
        carousel(vec![
            json!({"components": [
                {"type": "header", "format": "product"},
                {"type": "buttons", "buttons": [{"type": "spm", "text": "View"}]},
            ]});
            10
        ]),
        define(
            "MARKETING",
            json!([offer("Until Sunday"), body("Cakes."), {"type": "BUTTONS", "buttons": [
            {"type": "COPY_CODE", "example": "HALF"}, link("https://bakery.example/{{1}}")]}]),
        ),
        and(json!({"type": "call_permission_request"})),
    ];
    let before = sandbox.templates().len();
    for (number, definition) in good.iter().enumerate() {
        let definition = with(definition.clone(), "name", json!(format!("good_{number}")));
        let (status, answer) = create(&sandbox, &client, &definition).await;
        assert_eq!(status, 200, "{definition}: {answer}");
    }
    let listed = &sandbox.templates()[before..];
    assert_eq!(listed.len(), good.len());
    assert_eq!(listed[0]["components"][1]["type"], "HEADER");
    assert_eq!(listed[0]["components"][1]["format"], "IMAGE");
    let sample = &listed[0]["components"][1]["example"]["header_handle"][0];
    assert!(sample.as_str().unwrap().starts_with("https://"), "{sample}");
    assert_eq!(listed[8]["parameter_format"], "NAMED");
    assert_eq!(
        listed[11]["components"][0]["text"],
        "*{{1}}* is your verification code. For your security, do not share this code."
    );
    assert_eq!(listed[11]["components"][2]["buttons"][0]["type"], "URL");
}

#[tokio::test]
async fn what_breaks_a_rule_is_refused_with_its_subcode() {
    let (sandbox, client) = start().await;
    let e = |count: usize| "è".repeat(count);
    let head = |text: &str| and(json!({"type": "HEADER", "format": "TEXT", "text": text}));
    let foot = |text: &str| and(json!({"type": "FOOTER", "text": text}));
    let plain = |text: &str| define("UTILITY", json!([body(text)]));
    let sampled = |text: &str, samples: Value| {
        define(
            "UTILITY",
            json!([{"type": "BODY", "text": text, "example": {"body_text": [samples]}}]),
        )
    };
    let bad = [
        (head(&e(61)), 2_388_040),
        (plain(&e(1025)), 2_388_040),
        (foot(&e(61)), 2_388_040),
        (buttons(json!([reply(&e(26))])), 2_388_040),
        (
            buttons(json!([link(&format!("https://{}", "x".repeat(1993)))])),
            2_388_040,
        ),
        (
            buttons(json!([{"type": "PHONE_NUMBER", "text": "x", "phone_number": "1".repeat(21)}])),
            2_388_040,
        ),
        (
            buttons(json!([{"type": "COPY_CODE", "example": "x".repeat(21)}])),
            2_388_040,
        ),
        (head("a\nb"), 2_388_047),
        (head("*a*"), 2_388_047),
        (head("{{1}} and {{2}}"), 2_388_047),
        (plain("a\n\n\nb"), 2_388_072),
        (sampled("Order {{2}} is baked.", json!(["x"])), 2_388_072),
        (
            sampled("Order {{first}} is baked.", json!(["x"])),
            2_388_072,
        ),
        (foot("for {{1}}"), 2_388_073),
        (sampled("{{1}} is baked.", json!(["x"])), 2_388_299),
        (sampled("Baked for {{1}}", json!(["x"])), 2_388_299),
        (
            sampled("a {{1}} {{2}} {{3}} b", json!(["x", "y", "z"])),
            2_388_293,
        ),
    ];
    for (definition, subcode) in bad {
        let (status, answer) = create(&sandbox, &client, &definition).await;
        let error = &answer["error"];
        assert_eq!(status, 400, "{definition}");
        assert_eq!(
            (&error["code"], &error["error_subcode"]),
            (&json!(100), &json!(subcode)),
            "{definition}"
        );
        assert!(error["error_user_msg"].is_string(), "{answer}");
    }
}

#[tokio::test]
async fn what_is_missing_or_does_not_fit_is_refused() {
    let (sandbox, client) = start().await;
    let picture = handle(&sandbox, &client, "image/png").await;
    let header = |format: &str, handle: &str| {
        and(json!({"type": "HEADER", "format": format, "example": {"header_handle": [handle]}}))
    };
    let one = || card(&picture, "Rye.", json!([reply("Rye")]));
    let two = || card(&picture, "Rye.", json!([reply("Rye"), reply("No")]));
    let half_price = |more: Value| {
        define(
            "MARKETING",
            json!([offer("Until Sunday"), body("Cakes."), more]),
        )
    };
    let good = || define("UTILITY", json!([body("Baked.")]));
    let bad = [
        with(good(), "name", Value::Null),
        with(good(), "name", json!("Baked")),
        with(good(), "name", json!("x".repeat(513))),
        with(good(), "language", Value::Null),
        with(good(), "language", json!("english")),
        with(good(), "category", json!("TRANSACTIONAL")),
        with(good(), "components", json!([])),
        with(good(), "components", json!(["body"])),
        with(good(), "parameter_format", json!("LOOSE")),
        with(good(), "message_send_ttl_seconds", json!(29)),
        with(good(), "message_send_ttl_seconds", json!(43_201)),
        define("UTILITY", json!([{"type": "FOOTER", "text": "x"}])),
        define("UTILITY", json!([body("a"), body("b")])),
        define(
            "UTILITY",
            json!([{"type": "BODY", "text": "Order {{1}} is baked."}]),
        ),
        define(
            "UTILITY",
            json!([{"type": "BODY", "text": "Order {{1}} is baked.", "example": {"body_text": [["a", "b"]]}}]),
        ),
        and(json!({"type": "SPEECH"})),
        and(json!({"type": "HEADER", "format": "SONG"})),
        and(json!({"type": "HEADER", "format": "IMAGE"})),
        header("IMAGE", "4::unknown"),
        header("VIDEO", &picture),
        header("DOCUMENT", &picture),
        buttons(json!([])),
        buttons((0..11).map(|number| reply(&number.to_string())).collect()),
        buttons(json!([
            reply("a"),
            link("https://bakery.example/"),
            reply("b")
        ])),
        buttons(json!([
            link("https://a.example/"),
            link("https://b.example/"),
            link("https://c.example/")
        ])),
        buttons(json!([link("https://bakery.example/{{1}}/x")])),
        buttons(json!([{"type": "URL", "text": "Shop", "url": "https://bakery.example/{{1}}"}])),
        buttons(json!([link("bakery.example")])),
        buttons(json!([{"type": "COPY_CODE"}])),
        buttons(json!([{"type": "OTP", "otp_type": "COPY_CODE"}])),
        buttons(json!([reply("{{1}}")])),
        define("AUTHENTICATION", json!([body("Your code is {{1}}.")])),
        define("AUTHENTICATION", json!([{"type": "BODY"}])),
        password(json!({"type": "OTP", "otp_type": "ONE_TAP"})),
        password(json!({"type": "OTP", "otp_type": "SHOUT"})),
        password(reply("Copy")),
        define(
            "AUTHENTICATION",
            json!([{"type": "BODY"}, {"type": "FOOTER", "code_expiration_minutes": 91},
            {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]}]),
        ),
        carousel(vec![one()]),
        carousel(vec![one(); 11]),
        carousel(vec![one(), two()]),
        carousel(vec![
            card(&picture, &"x".repeat(161), json!([reply("Rye")]));
            2
        ]),
        carousel(vec![
            card(
                &picture,
                "Rye.",
                json!([reply("a"), reply("b"), reply("c")])
            );
            2
        ]),
        half_price(json!({"type": "FOOTER", "text": "x"})),
        half_price(json!({"type": "HEADER", "format": "TEXT", "text": "x"})),
        define("UTILITY", json!([offer("Until Sunday"), body("Cakes.")])),
        define("MARKETING", json!([offer(&"x".repeat(17)), body("Cakes.")])),
        define(
            "MARKETING",
            json!([offer("Until Sunday"), body(&"x".repeat(601))]),
        ),
    ];
    let before = sandbox.templates().len();
    for definition in bad {
        let (status, answer) = create(&sandbox, &client, &definition).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (400, &json!(100)),
            "{definition}: {answer}"
        );
    }
    assert_eq!(sandbox.templates().len(), before);
}
