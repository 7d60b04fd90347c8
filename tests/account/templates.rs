//! `listTemplates` and `renderTemplate`.

use std::time::Duration;

use serde_json::{Value, json};
use uip_sandbox::Catalogue;
use uip_testkit::Scene;

use crate::stand_in::{StandIn, page};
use crate::{account, asked, before, text};

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

fn listed(id: usize, name: &str) -> Value {
    json!({"id": id.to_string(), "name": name, "language": "en_US", "status": "APPROVED",
        "category": "UTILITY", "components": [{"type": "BODY", "text": "Hi"}]})
}

#[tokio::test]
async fn a_list_that_goes_in_a_circle_ends() {
    let circle = StandIn::start(|_, number| {
        page(
            &json!([listed(number % 2, "a")]),
            Some(["x", "y"][number % 2]),
        )
    })
    .await;
    let same = StandIn::start(|_, number| page(&json!([listed(number, "a")]), Some("x"))).await;
    for (stand_in, pages) in [(circle, 3), (same, 2)] {
        let scene = before(&stand_in).await;
        let response = scene.call("listTemplates", json!({})).await;
        assert_eq!(names(&response), ["a", "a"], "{response:?}");
        assert_eq!(response.get("hasMore"), Some(&json!(true)));
        assert_eq!(stand_in.asked().len(), pages);
    }
}

#[tokio::test]
async fn a_list_that_comes_slowly_ends_in_time_and_says_so() {
    let stand_in = StandIn::slow(Duration::from_secs(1), |_, number| {
        page(&json!([listed(number, "a")]), Some(&number.to_string()))
    })
    .await;
    let scene = account()
        .property("apiBaseUrl", stand_in.base_url.as_str())
        .property("requestTimeoutSeconds", 2)
        .start()
        .await;
    let other = json!({"templateName": "b", "languageCode": "en_US"});
    let (list, template) = tokio::join!(
        scene.call("listTemplates", json!({})),
        scene.call("renderTemplate", other),
    );
    assert_eq!(list.get("hasMore"), Some(&json!(true)), "{list:?}");
    assert_eq!(template.failure(), Some("temporary-failure"));
    assert_eq!(text(&template, "code"), "templates-not-read-in-time");
    let pages = stand_in.asked().len();
    assert!(pages <= 16, "four times two seconds for each: {pages}");
}

#[tokio::test]
async fn a_template_is_looked_for_no_further_than_it_is_found() {
    let stand_in = StandIn::start(|_, number| {
        page(
            &json!([listed(number, &format!("a_{number}"))]),
            Some(&number.to_string()),
        )
    })
    .await;
    let scene = before(&stand_in).await;
    let request = json!({"templateName": "a_1", "languageCode": "en_US"});
    let response = scene.call("renderTemplate", request).await;
    assert_eq!(text(&response, "text"), "Hi", "{response:?}");
    assert_eq!(stand_in.asked().len(), 2);
}

#[tokio::test]
async fn a_page_of_some_megabytes_is_read_and_a_larger_one_is_told() {
    let large = |megabytes: usize| {
        let mut template = listed(1, "a");
        template["filler"] = json!("x".repeat(megabytes * 1024 * 1024));
        page(&json!([template]), None)
    };
    let stand_in = StandIn::start(move |_, number| large([7, 9][number])).await;
    let scene = before(&stand_in).await;
    let response = scene.call("listTemplates", json!({})).await;
    assert!(response.is_success(), "{:?}", text(&response, "error"));
    let response = scene.call("listTemplates", json!({})).await;
    assert_eq!(response.failure(), Some("permanent-failure"));
    assert_eq!(text(&response, "code"), "answer-too-large");
    assert!(text(&response, "advice").contains("limit"));
}

#[tokio::test]
async fn what_is_rendered_is_what_the_customer_reads() {
    let scene = account().start().await;
    let product = |id: &str| json!({"header": {"product": {"productRetailerId": id}}});
    for (name, values) in [
        (
            "login_code",
            json!({"bodyParameters": [{"text": "123456"}],
                "buttons": [{"index": 0, "value": {"one-time-password": "123456"}}]}),
        ),
        (
            "bread_basket",
            json!({"bodyParameters": [{"text": "Ada"}], "cards": [product("rye"), product("oat"), product("spelt")]}),
        ),
    ] {
        let mut request = values;
        request["templateName"] = json!(name);
        request["languageCode"] = json!("en_US");
        let rendered = scene.call("renderTemplate", request.clone()).await;
        assert!(rendered.is_success(), "{rendered:?}");
        request["phoneNumber"] = json!("+16505551234");
        let sent = scene.call("sendMessageTextTemplate", request).await;
        assert!(sent.is_success(), "{sent:?}");
        let received = scene.sandbox.customer("16505551234").received();
        let message = received.last().expect("a message");
        let whole = match &message.footer {
            Some(footer) => format!("{}\n\n{footer}", message.body),
            None => message.body.clone(),
        };
        assert_eq!(text(&rendered, "text"), whole);
        let cards = rendered.get("cards").and_then(Value::as_array);
        assert_eq!(cards.map(Vec::len), Some(message.cards.len()));
        let buttons = rendered.get("buttons").and_then(Value::as_array);
        let values: Vec<_> = buttons
            .into_iter()
            .flatten()
            .map(|button| button["value"].clone())
            .collect();
        let choices: Vec<_> = message
            .choices
            .iter()
            .map(|choice| json!(choice.id))
            .collect();
        assert_eq!(values, choices, "{name}");
    }
}

#[tokio::test]
async fn a_template_that_is_not_approved_is_not_rendered() {
    let scene = account().start().await;
    let request = json!({"templateName": "stale_bread", "languageCode": "en_US"});
    let response = scene.call("renderTemplate", request).await;
    assert_eq!(text(&response, "code"), "template-not-approved");
    assert!(text(&response, "error").contains("PAUSED"), "{response:?}");
}
