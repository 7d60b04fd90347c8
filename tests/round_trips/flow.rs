//! `sendMessageFlow`.

use serde_json::{Value, json};

use crate::conversation::Conversation;

#[tokio::test]
async fn a_form_comes_back_with_its_token_and_what_was_filled_in() {
    let talk = Conversation::start().await;
    for (named, token) in [
        (
            json!({"flowId": "400000000000004", "flowToken": "order-17"}),
            "order-17",
        ),
        (json!({"flowName": "order_form"}), "unused"),
    ] {
        let mut request = json!({
            "body": "What would you like?", "buttonText": "Order", "action": "navigate",
            "screen": "ORDER", "data": "{\"seats\":2}", "mode": "published",
        });
        for (name, value) in named.as_object().expect("an object") {
            request[name] = value.clone();
        }
        let seen = talk.send("sendMessageFlow", request).await;
        assert_eq!(seen["body"], "What would you like?");
        assert_eq!(
            seen["choices"],
            json!([{"kind": "flow", "id": token, "title": "Order"}])
        );

        let filled_in = json!({"bread": "rye", "loaves": 2, "note": "ohne Kümmel"});
        let mut answer = talk
            .answers(
                "submit",
                json!({"messageId": seen["id"], "answers": filled_in}),
            )
            .await;
        assert_eq!(answer["message-type"], "interactive");
        assert_eq!(answer["context"], talk.context(&seen));
        let form = &mut answer["content"]["interactive"]["form-reply"];
        let response = form["response-json"].take();
        let response: Value = serde_json::from_str(response.as_str().expect("text")).expect("JSON");
        assert_eq!(
            response,
            json!({"bread": "rye", "loaves": 2, "note": "ohne Kümmel", "flow_token": token})
        );
        assert_eq!(
            *form,
            json!({"name": "flow", "body": "Sent", "response-json": null})
        );
    }
}
