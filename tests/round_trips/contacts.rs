//! `sendMessageContacts`.

use serde_json::{Value, json};

use crate::conversation::Conversation;

#[tokio::test]
async fn cards_are_seen_and_answered_with_cards() {
    let talk = Conversation::start().await;
    let seen = talk
        .send(
            "sendMessageContacts",
            json!({"contacts": [
                {
                    "name": {"formattedName": "Ada Byron", "firstName": "Ada", "lastName": "Byron"},
                    "phones": [{"phone": "+39 333 1234567", "label": "Work", "waId": "393331234567"}],
                    "org": {"company": "Harbour bakery"},
                },
                {"name": {"formattedName": "The oven"}},
            ]}),
        )
        .await;
    assert_eq!(seen["kind"], "contacts");
    assert_eq!(seen["body"], "Ada Byron, The oven");
    assert_eq!(
        seen["content"][0]["phones"],
        json!([{"phone": "+39 333 1234567", "type": "Work", "wa_id": "393331234567"}])
    );

    let whole = json!({
        "name": {"formatted_name": "Bo Zimt", "first_name": "Bo", "last_name": "Zimt"},
        "phones": [{"phone": "+1 650 555 0000", "wa_id": "16505550000", "type": "CELL"}, {"phone": "12"}],
        "emails": [{"email": "bo@zimt.example", "type": "WORK"}],
        "org": {"company": "Zimt & Co", "title": "Miller"},
        "birthday": "1999-01-23",
    });
    let bare = json!({"name": {"formatted_name": "Cy"}});
    let mut answer = talk
        .answers(
            "contacts",
            json!({"contacts": [whole, bare], "messageId": seen["id"]}),
        )
        .await;
    assert_eq!(answer["message-type"], "contacts");
    assert_eq!(answer["context"], talk.context(&seen));
    let cards = &mut answer["content"]["contacts"];
    for (place, sent) in [(0, &whole), (1, &bare)] {
        let card = cards[place]["card"].take();
        let card: Value = serde_json::from_str(card.as_str().expect("text")).expect("JSON");
        assert_eq!(card, *sent, "the whole card, as it was sent");
    }
    assert_eq!(
        *cards,
        json!([
            {
                "formatted-name": "Bo Zimt", "first-name": "Bo", "last-name": "Zimt",
                "phones": [
                    {"phone": "+1 650 555 0000", "wa-id": "16505550000", "label": "CELL"},
                    {"phone": "12"},
                ],
                "emails": ["bo@zimt.example"],
                "company": "Zimt & Co",
                "card": null,
            },
            {"formatted-name": "Cy", "phones": [], "emails": [], "card": null},
        ])
    );
}
