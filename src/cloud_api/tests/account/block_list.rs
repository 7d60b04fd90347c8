//! Whom the business blocks.

use crate::cloud_api::Recipient;
use crate::cloud_api::block_list::{Customer, json, read};
use uip_kit::json::Document;

fn customer(answer: &str, done: &str) -> Option<Customer> {
    read(&Document::parse(answer).unwrap().object().unwrap(), done)
}

#[test]
fn a_customer_is_named_by_number_or_by_user_id() {
    let body = |written: &str| json(&Recipient::parse(written, None).unwrap());
    assert_eq!(
        body("+1 650 555 1234"),
        r#"{"messaging_product":"whatsapp","block_users":[{"user":"+16505551234"}]}"#
    );
    assert_eq!(
        body("US.13491208655302741918"),
        r#"{"messaging_product":"whatsapp","block_users":[{"user_id":"US.13491208655302741918"}]}"#
    );
}

#[test]
fn the_customer_is_read_as_meta_documents_the_answer() {
    let answer = |list: &str| {
        format!(
            r#"{{"messaging_product":"whatsapp","block_users":{{"{list}":[{{"input":"16505551234",
                "wa_id":"16505551234","user_id":"US.13491208655302741918"}}]}}}}"#
        )
    };
    let whole = Some(Customer {
        wa_id: Some("16505551234".to_owned()),
        user_id: Some("US.13491208655302741918".to_owned()),
    });
    for (list, done) in [
        ("added_users", "added_users"),
        ("removed_users", "removed_users"),
        ("added_users", "removed_users"),
    ] {
        assert_eq!(customer(&answer(list), done), whole, "{list}");
    }
    assert_eq!(customer(&answer("removed_users"), "added_users"), None);
    let hidden = r#"{"block_users":{"added_users":[{"input":"US.1"}]}}"#;
    let nothing = Customer {
        wa_id: None,
        user_id: None,
    };
    assert_eq!(customer(hidden, "added_users"), Some(nothing));
    for other in [
        "{}",
        r#"{"block_users":[]}"#,
        r#"{"block_users":{"added_users":[]}}"#,
        r#"{"success":true}"#,
    ] {
        assert_eq!(customer(other, "added_users"), None, "{other}");
    }
}
