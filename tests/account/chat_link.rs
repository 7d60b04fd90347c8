//! `createChatLink`.

use serde_json::json;
use uip_testkit::Scene;

use crate::{asked, text};

#[tokio::test]
async fn a_link_to_a_given_number_is_made_without_a_request() {
    let scene = Scene::builder()
        .property("defaultCountryCode", "39")
        .start()
        .await;
    let response = scene
        .call(
            "createChatLink",
            json!({"phoneNumber": "02 1234567", "text": "Un tavolo per due?", "buttonLabel": "Scrivici", "buttonColor": "white", "buttonSize": "compact"}),
        )
        .await;
    assert_eq!(
        text(&response, "link"),
        "https://wa.me/39021234567?text=Un%20tavolo%20per%20due%3F",
        "{response:?}"
    );
    assert_eq!(
        text(&response, "appLink"),
        "whatsapp://send?phone=39021234567&text=Un%20tavolo%20per%20due%3F"
    );
    assert!(text(&response, "buttonHtml").ends_with(">Scrivici</a>"));
    assert_eq!(asked(&scene), [] as [&str; 0]);
}

#[tokio::test]
async fn without_a_number_the_businesss_own_is_read() {
    let scene = Scene::start().await;
    let response = scene.call("createChatLink", json!({})).await;
    let digits: String = scene
        .sandbox
        .display_phone_number()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    assert_eq!(
        text(&response, "link"),
        format!("https://wa.me/{digits}"),
        "{response:?}"
    );
    let number = scene.sandbox.phone_number_id();
    assert_eq!(
        asked(&scene),
        [format!("GET {number}?fields=display_phone_number")]
    );
}
