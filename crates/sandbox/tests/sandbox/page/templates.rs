//! Templates that are made and changed by a control, without a review.

use http::Method;
use serde_json::{Value, json};
use uip_sandbox::Sandbox;

use crate::controls::{control, get, post};

fn definition(text: &str) -> Value {
    json!({"name": "closing_soon", "language": "en_US", "components": [{"type": "BODY", "text": text}]})
}

#[tokio::test]
async fn s24_a_template_is_added_replaced_and_removed() {
    let sandbox = Sandbox::start().await.unwrap();
    let (status, added) = post(&sandbox, "/templates", definition("We close at six.")).await;
    assert_eq!((status, &added["status"]), (201, &json!("APPROVED")));
    let (status, _) = post(&sandbox, "/templates", definition("Again")).await;
    assert_eq!(status, 409);
    let id = added["id"].as_str().unwrap();
    let path = format!("/templates/{id}");
    let (status, replaced) =
        control(&sandbox, Method::PUT, &path, definition("We close *soon*.")).await;
    assert_eq!((status, &replaced["id"]), (200, &json!(id)));
    let shown = get(&sandbox, &format!("/view/templates/{id}")).await;
    assert_eq!(shown["preview"]["message"]["summary"], "We close soon.");
    assert_eq!(
        control(&sandbox, Method::DELETE, &path, Value::Null)
            .await
            .0,
        204
    );
    assert_eq!(
        control(&sandbox, Method::DELETE, &path, Value::Null)
            .await
            .0,
        404
    );
    assert_eq!(
        control(&sandbox, Method::PUT, &path, definition("x"))
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn s24_what_is_no_template_is_refused_with_the_reason() {
    let sandbox = Sandbox::start().await.unwrap();
    for (wrong, why) in [
        (json!({}), "name"),
        (json!({"name": "a"}), "language"),
        (json!({"name": "a", "language": "en"}), "components"),
        (
            json!({"name": "a", "language": "en", "components": []}),
            "BODY",
        ),
        (json!([]), ""),
        (json!("x"), ""),
    ] {
        let (status, told) = post(&sandbox, "/templates", wrong).await;
        assert_eq!(status, 400);
        assert!(told["error"].as_str().unwrap().contains(why), "{told}");
    }
}

#[tokio::test]
async fn s24_values_that_do_not_fit_are_told_instead_of_a_preview() {
    let sandbox = Sandbox::start().await.unwrap();
    let template = json!({"name": "order_ready", "language": {"code": "en_US"}, "components": []});
    let (_, told) = post(&sandbox, "/view/templates/preview", template).await;
    assert_eq!(told["code"], 132_000, "{told}");
    let (_, told) = post(&sandbox, "/view/templates/preview", json!({"name": 5})).await;
    assert!(told["error"].is_string(), "{told}");
}
