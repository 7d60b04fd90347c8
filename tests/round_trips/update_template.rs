//! `updateTemplate`: the customer reads the new text.

use serde_json::{Value, json};

use crate::conversation::Conversation;

#[tokio::test]
async fn a_changed_template_is_read_as_it_was_changed() {
    let talk = Conversation::start_with_account().await;
    let listed = talk
        .call(
            "listTemplates",
            json!({"name": "order_ready", "language": "it"}),
        )
        .await;
    let id = listed.get("templates").expect("templates")[0]["id"].clone();
    let updated = talk
        .call(
            "updateTemplate",
            json!({
                "templateId": id,
                "body": {"text": "Ciao {{1}}, il pane è pronto.", "samples": [{"text": "Ada"}]},
                "buttons": [{"buttonType": "phone-number", "text": "Chiama", "phoneNumber": "+39 02 1234567"}],
            }),
        )
        .await;
    assert_eq!(updated.get("templateId"), Some(&id));
    let seen = talk
        .send(
            "sendMessageTextTemplate",
            json!({
                "templateName": "order_ready", "languageCode": "it",
                "bodyParameters": [{"text": "Grace"}],
            }),
        )
        .await;
    assert_eq!(seen["body"], "Ciao Grace, il pane è pronto.");
    let choices = seen["choices"].as_array().expect("choices");
    let texts: Vec<&Value> = choices.iter().map(|choice| &choice["title"]).collect();
    assert_eq!(texts, ["Chiama"]);
}
