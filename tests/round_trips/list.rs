//! `sendMessageList`.

use serde_json::json;

use crate::conversation::Conversation;

#[tokio::test]
async fn a_chosen_row_comes_back_with_its_id_title_and_description() {
    let talk = Conversation::start().await;
    let seen = talk
        .send(
            "sendMessageList",
            json!({
                "body": "Which bread?",
                "buttonText": "Choose a bread",
                "sections": [
                    {"title": "Dark", "rows": [{"id": "rye", "title": "Rye", "description": "With caraway"}]},
                    {"title": "Light", "rows": [{"id": "wheat", "title": "Wheat"}]},
                ],
                "header": "Today",
                "footer": "While it lasts",
            }),
        )
        .await;
    assert_eq!(seen["header"], "Today");
    assert_eq!(seen["body"], "Which bread?");
    assert_eq!(seen["footer"], "While it lasts");
    assert_eq!(
        seen["choices"],
        json!([
            {"kind": "row", "id": "rye", "title": "Rye", "description": "With caraway"},
            {"kind": "row", "id": "wheat", "title": "Wheat"},
        ])
    );

    for (row, reply) in [
        (
            "rye",
            json!({"id": "rye", "title": "Rye", "description": "With caraway"}),
        ),
        ("wheat", json!({"id": "wheat", "title": "Wheat"})),
    ] {
        let answer = talk
            .answers("choose", json!({"messageId": seen["id"], "row": row}))
            .await;
        assert_eq!(answer["message-type"], "interactive");
        assert_eq!(
            answer["content"],
            json!({"interactive": {"list-reply": reply}})
        );
        assert_eq!(answer["context"], talk.context(&seen));
    }
}
