//! Tokens of single adapters.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uip_server::Secret;
use uip_server::commands_api::{Limits, Tokens};

use crate::api::{Api, TEXT, TOKEN, refused};

const ROME: &str = "a-token-of-rome-alone";

async fn start() -> Api {
    let of_rome = [("rome".to_owned(), Secret::new(ROME))];
    let tokens = Tokens::new(Some(Secret::new(TOKEN)), of_rome);
    Api::with_tokens(Limits::default(), tokens).await
}

async fn say(api: &Api, adapter: &str, token: &str) -> reqwest::Response {
    let path = TEXT.replace("milan", adapter);
    let request = json!({ "phoneNumber": "+39 333 1234567", "message": "Hello" });
    let url = format!("http://{}{path}", api.address);
    let request = api.client.post(url).bearer_auth(token).json(&request);
    request.send().await.unwrap()
}

#[tokio::test]
async fn a_token_of_one_adapter_calls_no_other_and_does_not_tell_which_there_are() {
    let api = start().await;
    for (adapter, token) in [("rome", ROME), ("rome", TOKEN), ("milan", TOKEN)] {
        assert_eq!(say(&api, adapter, token).await.status(), StatusCode::OK);
    }
    let mut answers = Vec::new();
    for adapter in ["milan", "nobody"] {
        let answer = say(&api, adapter, ROME).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        let text = answer.text().await.unwrap();
        answers.push(text.replace(adapter, "NAME"));
    }
    assert_eq!(answers[0], answers[1]);
    let code = refused(say(&api, "milan", ROME).await, StatusCode::FORBIDDEN).await;
    assert_eq!(code, "forbidden");
    let code = refused(say(&api, "rome", "other").await, StatusCode::UNAUTHORIZED).await;
    assert_eq!(code, "unauthorized");
    assert_eq!(api.calls().len(), 3);
}

#[tokio::test]
async fn the_document_has_the_adapters_that_the_token_opens() {
    let api = start().await;
    let url = format!("http://{}/openapi.json", api.address);
    for (token, expected) in [(TOKEN, &["milan", "rome"][..]), (ROME, &["rome"])] {
        let request = api.client.request(Method::GET, &url).bearer_auth(token);
        let document: Value = request.send().await.unwrap().json().await.unwrap();
        let tags = document["tags"].as_array().unwrap().iter();
        let tags: Vec<_> = tags.map(|tag| tag["name"].as_str().unwrap()).collect();
        assert_eq!(tags, expected);
    }
}
