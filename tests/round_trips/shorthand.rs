//! `sendMessageShorthand`.

use serde_json::json;
use uip_testkit::Scene;

use crate::conversation::Conversation;

#[tokio::test]
async fn a_quick_reply_of_a_template_in_one_string_comes_back_with_its_payload() {
    let talk = Conversation::start().await;
    let seen = talk
        .send(
            "sendMessageShorthand",
            json!({"text": "&((template=[[rate_your_visit]] language=[[en_US]] button_index=[[0]] button_payload=[[GOOD 5]] button_index=[[2]] button_url=[[17]]))&"}),
        )
        .await;
    assert_eq!(seen["kind"], "template");
    assert_eq!(seen["body"], "How was your visit? One tap is enough.");
    assert_eq!(
        seen["choices"][2]["id"],
        "https://bakery.example/feedback/17"
    );

    let answer = talk
        .answers("tap", json!({"messageId": seen["id"], "button": "GOOD 5"}))
        .await;
    assert_eq!(answer["message-type"], "button");
    assert_eq!(
        answer["content"],
        json!({"button": {"text": "Very good", "payload": "GOOD 5"}})
    );
    assert_eq!(answer["context"], talk.context(&seen));
}

#[tokio::test]
async fn header_and_body_of_a_template_in_one_string_are_filled_in() {
    let talk = Conversation::start().await;
    for (text, header, body) in [
        (
            "&((template=[[bread_of_the_week]] language=[[en_US]] header_image=[[https://bakery.example/rye.jpg]] body_text=[[rye with [walnuts]]]))&",
            "https://bakery.example/rye.jpg",
            "This week we bake rye with [walnuts]. Come and smell it.",
        ),
        (
            "&((template=[[invoice]] language=[[en_US]] header_document=[[https://bakery.example/17.pdf]] header_filename=[[17.pdf]] body_text=[[B-17]]))&",
            "https://bakery.example/17.pdf",
            "Here is the invoice for order B-17. Thank you!",
        ),
        (
            "&((template=[[delivery_note]] language=[[en_US]] header_text=[[Ada]] body_text=[[B-17]] body_text=[[9:30]]))&",
            "News for Ada",
            "Order B-17 left the bakery at 9:30 and is on its way.",
        ),
    ] {
        let seen = talk
            .send("sendMessageShorthand", json!({"text": text}))
            .await;
        assert_eq!(seen["header"], header, "{text}");
        assert_eq!(seen["body"], body, "{text}");
        let answer = talk
            .answers("reply", json!({"messageId": seen["id"], "text": "Thanks"}))
            .await;
        assert_eq!(answer["context"], talk.context(&seen));
    }
}

#[tokio::test]
async fn a_template_in_the_older_form_is_read_in_the_language_of_the_property() {
    let talk = Conversation::start().await;
    let text = "&[Ready](ns_1, order_ready, Ada, B-17, 12 EUR)";
    let seen = talk
        .send("sendMessageShorthand", json!({"text": text}))
        .await;
    assert_eq!(
        seen["body"],
        "Dear Ada, your order B-17 is ready. It costs 12 EUR and waits for you."
    );
    let talk = Conversation::with(Scene::builder().property("templateLanguage", "it")).await;
    let seen = talk
        .send("sendMessageShorthand", json!({"text": text}))
        .await;
    assert_eq!(
        seen["body"],
        "Gentile Ada, il suo ordine B-17 è pronto. Costa 12 EUR e la aspetta."
    );
}
