//! From a new number to one that can send, and back: `requestVerificationCode`,
//! `verifyCode`, `registerNumber` and `deregisterNumber`.

use serde_json::json;
use uip_testkit::Scene;

use crate::conversation::Conversation;

#[tokio::test]
async fn a_new_number_is_verified_registered_sends_and_is_deregistered() {
    let scene = Scene::builder().sandbox(uip_sandbox::Builder::unregistered);
    let talk = Conversation::with(scene).await;
    let id = json!(talk.scene.sandbox.phone_number_id());

    let asked = talk
        .call(
            "requestVerificationCode",
            json!({"method": "voice", "languageCode": "it"}),
        )
        .await;
    assert_eq!(asked.get("method"), Some(&json!("voice")));
    let sent = talk.scene.sandbox.verification_code().expect("a code");
    assert_eq!(
        (sent.method.as_str(), sent.language.as_str()),
        ("VOICE", "it")
    );

    let (first, last) = sent.code.split_at(3);
    let code = json!({"code": format!("{first}-{last}")});
    let verified = talk.call("verifyCode", code).await;
    assert_eq!(verified.get("phoneNumberId"), Some(&id));

    let registered = talk.call("registerNumber", json!({"pin": "493817"})).await;
    assert_eq!(registered.get("phoneNumberId"), Some(&id));
    talk.send("sendMessageText", json!({"message": "We are here."}))
        .await;

    let ended = talk
        .call("deregisterNumber", json!({"phoneNumberId": id}))
        .await;
    assert_eq!(ended.get("phoneNumberId"), Some(&id));
    let response = talk.scene.send_text().await;
    assert_eq!(response.get("code"), Some(&json!("133010")), "{response:?}");

    let response = talk
        .scene
        .call("registerNumber", json!({"pin": "123456"}))
        .await;
    assert_eq!(response.get("code"), Some(&json!("133005")), "{response:?}");
    talk.call("registerNumber", json!({"pin": "493817"})).await;
}
