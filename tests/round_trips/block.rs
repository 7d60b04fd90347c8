//! `blockCustomer` and `unblockCustomer`.

use serde_json::json;

use crate::conversation::{CUSTOMER, Conversation};

#[tokio::test]
async fn a_blocked_customer_writes_in_vain_until_unblocked() {
    let talk = Conversation::start().await;
    let customer = talk.scene.sandbox.customer(CUSTOMER);
    talk.answers("say", json!({"text": "Free money!"})).await;

    let request = json!({"phoneNumber": "+1 650 555 1234"});
    let blocked = talk.call("blockCustomer", request.clone()).await;
    assert_eq!(blocked.get("waId"), Some(&json!(CUSTOMER)));
    assert_eq!(blocked.get("userId"), Some(&json!(customer.user_id())));
    assert_eq!(talk.scene.sandbox.blocked(), [CUSTOMER]);
    customer.says("Free money!");
    assert!(talk.events("customer_message").await.is_empty());

    let unblocked = talk.call("unblockCustomer", request).await;
    assert_eq!(unblocked.get("waId"), Some(&json!(CUSTOMER)));
    assert!(talk.scene.sandbox.blocked().is_empty());
    let arrived = talk.answers("say", json!({"text": "Sorry."})).await;
    assert_eq!(arrived["content"], json!({"text": "Sorry."}));
}

#[tokio::test]
async fn a_customer_who_did_not_write_cannot_be_blocked() {
    let talk = Conversation::start().await;
    let request = json!({"phoneNumber": "+1 650 555 9999"});
    let response = talk.scene.call("blockCustomer", request).await;
    assert_eq!(response.failure(), Some("permanent-failure"));
    assert_eq!(response.get("code"), Some(&json!("131047")), "{response:?}");
    assert!(talk.scene.sandbox.blocked().is_empty());
}
