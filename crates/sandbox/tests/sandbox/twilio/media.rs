//! The media of messages.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use uip_sandbox::{Attachment, Sandbox, TwilioAccount};

use super::{ADA, Body, Client, parameter, sid, start};

/// The address of a picture that Ada sends, and the SID of its message.
fn picture(sandbox: &Sandbox) -> (String, String) {
    let number = &sandbox.twilio().number;
    let ada = sandbox.customer(ADA).writing_to(number).unwrap();
    let sid = ada.sends_media(Attachment::image("image/png", "a picture"));
    let webhooks = sandbox.take_webhooks();
    (parameter(&webhooks[0], "MediaUrl0").to_owned(), sid)
}

/// Where an address leads.
async fn location(client: &Client, url: &str) -> String {
    let response = client.request(Method::GET, url, &Body::None).await;
    assert_eq!(response.status(), 307);
    response.headers()["location"].to_str().unwrap().to_owned()
}

/// The text of a file, without credentials for the place where it is stored.
pub async fn fetched(client: &Client, url: &str) -> String {
    let location = location(client, url).await;
    let response = reqwest::get(location).await.unwrap();
    assert_eq!(response.status(), 200);
    response.text().await.unwrap()
}

#[tokio::test]
async fn a_media_address_leads_to_a_link_that_expires() {
    let (sandbox, client) = start().await;
    let (url, _) = picture(&sandbox);
    assert_eq!(fetched(&client, &url).await, "a picture");
    let stored = location(&client, &url).await;
    let response = reqwest::get(&stored).await.unwrap();
    assert_eq!(response.headers()["content-type"], "image/png");
    sandbox.advance(Duration::from_mins(5));
    assert_eq!(reqwest::get(&stored).await.unwrap().status(), 404);
    // Twilio keeps media until it is deleted.
    sandbox.advance(Duration::from_hours(300 * 24));
    assert_eq!(fetched(&client, &url).await, "a picture");
    sandbox.stale_media_links(1);
    let stale = location(&client, &url).await;
    assert_eq!(reqwest::get(&stale).await.unwrap().status(), 404);
}

#[tokio::test]
async fn media_needs_credentials_unless_the_account_is_open() {
    let (sandbox, _client) = start().await;
    let (url, _) = picture(&sandbox);
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 401);

    let account = TwilioAccount {
        open_media: true,
        ..TwilioAccount::default()
    };
    let sandbox = Sandbox::builder().twilio(account).start().await.unwrap();
    let (url, _) = picture(&sandbox);
    let answer = reqwest::get(&url).await.unwrap();
    assert_eq!(answer.text().await.unwrap(), "a picture");
}

#[tokio::test]
async fn media_is_listed_and_deleted() {
    let (sandbox, client) = start().await;
    let (url, message) = picture(&sandbox);
    let (status, list) = client
        .get(&client.path(&format!("Messages/{message}/Media.json")))
        .await;
    assert_eq!(status, 200, "{list}");
    let listed = &list["media_list"][0];
    assert_eq!(listed["content_type"], "image/png");
    assert_eq!(listed["parent_sid"], message);
    let uri = listed["uri"].as_str().unwrap();
    assert_eq!(
        format!("{}{uri}", sandbox.base_url()),
        format!("{url}.json")
    );
    assert_eq!(&client.get(uri).await.1, listed);
    assert_eq!(client.ask(Method::DELETE, uri, &Body::None).await.0, 204);
    assert_eq!(client.get(uri).await.0, 404);
    let response = client.request(Method::GET, &url, &Body::None).await;
    assert_eq!(response.status(), 404);
    let error: serde_json::Value = response.json().await.unwrap();
    assert_eq!(error["code"], 20404);
}

#[tokio::test]
async fn the_businesss_own_media_leads_to_its_link() {
    let (_sandbox, client) = start().await;
    let link = "https://bakery.example/loaf.png";
    let message = client.accepted(&[("MediaUrl", link)]).await;
    let path = client.path(&format!("Messages/{}/Media.json", sid(&message)));
    let (_, list) = client.get(&path).await;
    assert_eq!(list["media_list"][0]["content_type"], json!("image/png"));
    let uri = list["media_list"][0]["uri"].as_str().unwrap();
    assert_eq!(
        location(&client, uri.strip_suffix(".json").unwrap()).await,
        link
    );
}
