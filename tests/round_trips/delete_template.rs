//! `deleteTemplate`: what was deleted reaches nobody.

use serde_json::json;
use uip_host::Response;

use crate::conversation::Conversation;

async fn send(talk: &Conversation, language: &str) -> Response {
    let values = [
        json!({"text": "Ada"}),
        json!({"text": "B-17"}),
        json!({"text": "12 EUR"}),
    ];
    talk.scene
        .call(
            "sendMessageTextTemplate",
            json!({
                "phoneNumber": "+1 650 555 1234", "templateName": "order_ready",
                "languageCode": language, "bodyParameters": values,
            }),
        )
        .await
}

#[tokio::test]
async fn one_language_is_deleted_or_all_of_them() {
    let talk = Conversation::start_with_account().await;
    assert!(send(&talk, "it").await.is_success());
    let listed = talk
        .call(
            "listTemplates",
            json!({"name": "order_ready", "language": "it"}),
        )
        .await;
    let id = listed.get("templates").expect("templates")[0]["id"].clone();
    talk.call(
        "deleteTemplate",
        json!({"templateName": "order_ready", "templateId": id}),
    )
    .await;
    let gone = send(&talk, "it").await;
    assert_eq!(gone.get("code"), Some(&json!("132001")), "{gone:?}");
    assert!(send(&talk, "en_US").await.is_success());

    talk.call("deleteTemplate", json!({"templateName": "order_ready"}))
        .await;
    let gone = send(&talk, "en_US").await;
    assert_eq!(gone.get("code"), Some(&json!("132001")), "{gone:?}");
    assert_eq!(talk.received().await.len(), 2);
}
