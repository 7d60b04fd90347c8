//! `listTemplates` and `renderTemplate`.

use serde_json::{Value, json};
use uip_sandbox::Catalogue;
use uip_whatsapp_tests::Scene;

use crate::{account, asked, text};

fn names(response: &uip_host::Response) -> Vec<String> {
    let templates = response.get("templates").and_then(Value::as_array);
    let name = |template: &Value| template["name"].as_str().unwrap_or_default().to_owned();
    templates.into_iter().flatten().map(name).collect()
}

#[tokio::test]
async fn templates_are_listed_with_their_definitions() {
    let scene = account().start().await;
    let response = scene
        .call(
            "listTemplates",
            json!({"name": "order_", "language": "it", "status": "approved"}),
        )
        .await;
    assert_eq!(names(&response), ["order_ready"], "{response:?}");
    let template = &response.get("templates").expect("templates")[0];
    assert_eq!(template["language"], "it");
    assert_eq!(template["status"], "APPROVED");
    assert_eq!(template["category"], "UTILITY");
    assert_eq!(template["parameterFormat"], "POSITIONAL");
    let definition: Value =
        serde_json::from_str(template["definition"].as_str().expect("text")).expect("JSON");
    assert_eq!(definition["components"][0]["type"], "BODY");
    assert_eq!(response.get("hasMore"), Some(&json!(false)));
}

#[tokio::test]
async fn a_list_goes_on_over_pages_and_ends_at_its_limit() {
    let templates: Vec<Value> = (0..120)
        .map(|number| {
            json!({"name": format!("template_{number:03}"), "language": "en", "category": "UTILITY",
                "components": [{"type": "BODY", "text": "Hi"}]})
        })
        .collect();
    let templates = Catalogue::parse(&json!(templates).to_string()).expect("good templates");
    let scene = account()
        .sandbox(|sandbox| sandbox.templates(templates))
        .start()
        .await;
    for (limit, listed, has_more, pages) in [
        (json!(null), 100, true, 2),
        (json!(1000), 120, false, 3),
        (json!(120), 120, false, 3),
        (json!(7), 7, true, 1),
    ] {
        let before = scene.sandbox.requests().len();
        let response = scene.call("listTemplates", json!({"limit": limit})).await;
        let names = names(&response);
        assert_eq!(names.len(), listed, "{limit}: {response:?}");
        let mut unique = names.clone();
        unique.dedup();
        assert_eq!(unique, names);
        assert_eq!(response.get("hasMore"), Some(&json!(has_more)), "{limit}");
        assert_eq!(scene.sandbox.requests().len() - before, pages, "{limit}");
    }
}

#[tokio::test]
async fn what_the_customer_will_read_is_told_before_it_is_sent() {
    let scene = account().start().await;
    let parameters = json!({
        "templateName": "rate_your_visit", "languageCode": "en_US",
        "buttons": [
            {"index": 0, "value": {"quick-reply-payload": "GOOD"}},
            {"index": 2, "value": {"url-suffix": "17"}},
        ],
    });
    let response = scene.call("renderTemplate", parameters.clone()).await;
    assert_eq!(
        text(&response, "text"),
        "How was your visit? One tap is enough.",
        "{response:?}"
    );
    let buttons = response.get("buttons").expect("buttons");
    let values: Vec<_> = (0..4)
        .map(|place| buttons[place]["value"].clone())
        .collect();
    assert_eq!(
        values,
        [
            "GOOD",
            "Not so good",
            "https://bakery.example/feedback/17",
            "tel:+15550100200"
        ]
    );
    assert_eq!(scene.sandbox.sends().len(), 0);

    let mut message = parameters;
    message["phoneNumber"] = json!("+16505551234");
    let sent = scene.call("sendMessageTextTemplate", message).await;
    assert!(sent.is_success(), "{sent:?}");
    let received = scene.sandbox.customer("16505551234").received();
    assert_eq!(received[0].body, text(&response, "text"));
}

#[tokio::test]
async fn header_body_and_footer_are_one_text() {
    let scene = account().start().await;
    let response = scene
        .call(
            "renderTemplate",
            json!({
                "templateName": "bread_of_the_week", "languageCode": "de",
                "header": {"image": {"link": "https://example.com/rye.jpg"}},
                "bodyParameters": [{"text": "rye"}],
            }),
        )
        .await;
    assert_eq!(text(&response, "language"), "en_US", "{response:?}");
    assert_eq!(
        text(&response, "text"),
        "This week we bake rye. Come and smell it.\n\nTap below and we stay silent"
    );
    let media = response.get("headerMedia").expect("a picture");
    assert_eq!(media["mediaType"], "image");
    assert_eq!(media["link"], "https://example.com/rye.jpg");
}

#[tokio::test]
async fn parameters_that_do_not_fit_are_refused() {
    let scene = account().start().await;
    for (request, code, named) in [
        (
            json!({"templateName": "order_ready", "languageCode": "it", "bodyParameters": [{"text": "Ada"}]}),
            "template-mismatch",
            "bodyParameters",
        ),
        (
            json!({"templateName": "table_booked", "languageCode": "en_US", "bodyParameters": [{"text": "a"}, {"text": "b"}, {"text": "c"}]}),
            "template-mismatch",
            "without a name",
        ),
        (
            json!({"templateName": "bread_of_the_week", "languageCode": "en_US", "bodyParameters": [{"text": "rye"}]}),
            "template-mismatch",
            "needs image",
        ),
        (
            json!({"templateName": "hello", "languageCode": "en_US"}),
            "template-not-found",
            "hello",
        ),
    ] {
        let response = scene.call("renderTemplate", request.clone()).await;
        assert_eq!(text(&response, "code"), code, "{request}: {response:?}");
        let error = text(&response, "error");
        assert!(error.contains(named), "{request}: {error}");
    }
}

#[tokio::test]
async fn without_the_account_nothing_is_asked() {
    let scene = Scene::start().await;
    for (command, request) in [
        ("listTemplates", json!({})),
        (
            "renderTemplate",
            json!({"templateName": "hello_world", "languageCode": "en_US"}),
        ),
    ] {
        let response = scene.call(command, request).await;
        assert_eq!(text(&response, "code"), "missing-business-account-id");
    }
    assert_eq!(asked(&scene), [] as [&str; 0]);
}
