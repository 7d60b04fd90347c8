//! Credentials and the account.

use serde_json::json;

use super::{ADA, TO_ADA, start};

#[tokio::test]
async fn the_auth_token_and_the_api_key_open_the_account_and_nothing_else_does() {
    let (sandbox, mut client) = start().await;
    let account = sandbox.twilio().clone();
    for (user, password, status) in [
        (&account.account_sid, account.auth_token.as_str(), 201),
        (&account.api_key_sid, account.api_key_secret.as_str(), 201),
        (&account.account_sid, "another token", 401),
        (&account.api_key_sid, account.auth_token.as_str(), 401),
    ] {
        client.user.clone_from(user);
        password.clone_into(&mut client.password);
        let from = client.from.clone();
        let form = [("From", from.as_str()), ("To", TO_ADA), ("Body", "Hello")];
        let (found, answer) = client.create(&form).await;
        assert_eq!(found, status, "{answer}");
        if status == 401 {
            assert_eq!(
                answer,
                json!({
                    "code": 20003,
                    "message": "Authenticate",
                    "more_info": "https://www.twilio.com/docs/errors/20003",
                    "status": 401,
                })
            );
        }
    }
    assert_eq!(sandbox.customer(ADA).received().len(), 2);
}

#[tokio::test]
async fn another_account_in_the_path_finds_nothing() {
    let (_sandbox, client) = start().await;
    let path = "/2010-04-01/Accounts/AC99999999999999999999999999999999/Messages.json";
    let (status, answer) = client.get(path).await;
    assert_eq!((status, &answer["code"]), (404, &json!(20404)));
    let message = format!("The requested resource {path} was not found");
    assert_eq!(answer["message"], message);
}

#[tokio::test]
async fn the_account_is_active_and_an_answer_names_its_request() {
    let (sandbox, client) = start().await;
    let path = format!("/2010-04-01/Accounts/{}.json", sandbox.twilio().account_sid);
    let response = client
        .request(reqwest::Method::GET, &path, &super::Body::None)
        .await;
    let trace = response.headers()["twilio-request-id"].to_str().unwrap();
    assert!(trace.starts_with("RQ") && trace.len() == 34, "{trace}");
    let account: serde_json::Value = response.json().await.unwrap();
    assert_eq!(account["status"], "active");
}

#[tokio::test]
async fn a_method_that_a_resource_does_not_have_is_not_allowed() {
    let (_sandbox, client) = start().await;
    let path = client.path("Messages.json");
    let (status, answer) = client
        .ask(reqwest::Method::DELETE, &path, &super::Body::None)
        .await;
    assert_eq!((status, &answer["code"]), (405, &json!(20004)));
}
