//! `getBusinessProfile` and `updateBusinessProfile`.

use serde_json::json;

use crate::conversation::Conversation;

#[tokio::test]
async fn customers_see_what_was_changed_and_what_was_there_before() {
    let talk = Conversation::start().await;
    let before = talk.call("getBusinessProfile", json!({})).await;
    let address = before.get("address").expect("an address").clone();

    let change =
        json!({"about": "Closed \"today\" 🥖", "websites": ["https://bakery.example/rye"]});
    let updated = talk.call("updateBusinessProfile", change).await;
    assert_eq!(updated.get("updated"), Some(&json!(["about", "websites"])));

    let shown = talk.scene.sandbox.business_profile();
    assert_eq!(shown["about"], "Closed \"today\" 🥖");
    assert_eq!(shown["websites"], json!(["https://bakery.example/rye"]));
    assert_eq!(shown["address"], address);

    let after = talk.call("getBusinessProfile", json!({})).await;
    assert_eq!(after.get("about"), Some(&shown["about"]));
    assert_eq!(after.get("websites"), Some(&shown["websites"]));

    talk.call("updateBusinessProfile", json!({"websites": []}))
        .await;
    let fields = json!({"fields": ["websites"]});
    let without = talk.call("getBusinessProfile", fields).await;
    assert_eq!(without.get("websites"), Some(&json!([])));
    assert_eq!(without.get("about"), None, "it was not asked for");
}
