//! What a client reads and changes about the business.

use http::Method;
use serde_json::{Value, json};
use uip_sandbox::Sandbox;

use crate::controls::control;
use crate::support::Client;
use crate::templates::uploads::handle;

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

async fn read(client: &Client, path: &str) -> (u16, Value) {
    let response = client.get(path).await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

#[tokio::test]
async fn the_number_tells_the_fields_that_are_asked_for_and_its_id() {
    let (sandbox, client) = start().await;
    let number = sandbox.phone_number_id();
    let fields = "display_phone_number,verified_name,quality_rating,throughput{level},status";
    let (status, found) = read(&client, &format!("v25.0/{number}?fields={fields}")).await;
    assert_eq!(status, 200);
    assert_eq!(
        found,
        json!({
            "verified_name": "Sandbox Bakery",
            "display_phone_number": "15550100200",
            "quality_rating": "GREEN",
            "throughput": {"level": "STANDARD"},
            "status": "CONNECTED",
            "id": number,
        })
    );
    let (_, unasked) = read(&client, number).await;
    assert_eq!(unasked["quality_rating"], "GREEN");
    assert!(unasked.get("status").is_none());
    sandbox.change_number("quality_rating", json!("RED"));
    sandbox.change_number("verified_name", Value::Null);
    let (_, changed) = read(&client, number).await;
    assert_eq!(changed["quality_rating"], "RED");
    assert!(changed.get("verified_name").is_none());
}

#[tokio::test]
async fn a_version_that_has_not_come_yet_is_an_unknown_path() {
    let (sandbox, client) = start().await;
    let number = sandbox.phone_number_id();
    for version in ["v26.0", "v17.0"] {
        assert_eq!(read(&client, &format!("{version}/{number}")).await.0, 200);
    }
    let (status, found) = read(&client, &format!("v27.0/{number}")).await;
    assert_eq!((status, &found["error"]["code"]), (400, &json!(2500)));
    let message = format!("Unknown path components: /v27.0/{number}");
    assert_eq!(found["error"]["message"], message);
}

#[tokio::test]
async fn a_field_that_does_not_exist_is_refused() {
    let (sandbox, client) = start().await;
    let paths = [
        format!("{}?fields=id,colour", sandbox.phone_number_id()),
        format!("{}?fields=colour", sandbox.business_account_id()),
        format!(
            "{}/message_templates?fields=name,colour",
            sandbox.business_account_id()
        ),
        format!(
            "{}/whatsapp_business_profile?fields=colour",
            sandbox.phone_number_id()
        ),
    ];
    for path in paths {
        let (status, answer) = read(&client, &path).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (400, &json!(100)),
            "{path}"
        );
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(message.contains("nonexisting field (colour)"), "{message}");
    }
}

#[tokio::test]
async fn templates_are_listed_page_after_page_by_the_next_link() {
    let (sandbox, client) = start().await;
    let account = sandbox.business_account_id();
    let (_, all) = read(&client, &format!("{account}/message_templates?limit=1000")).await;
    assert!(all["paging"].get("next").is_none());
    assert!(all["data"][0]["components"].is_array());

    let path =
        format!("v25.0/{account}/message_templates?limit=4&status=APPROVED&fields=name,status");
    let mut names = Vec::new();
    let (_, mut page) = read(&client, &path).await;
    loop {
        for template in page["data"].as_array().unwrap() {
            assert_eq!(template["status"], "APPROVED");
            assert!(template.get("components").is_none());
            names.push(template["name"].clone());
        }
        let Some(next) = page["paging"].get("next") else {
            break;
        };
        // Graph's own link needs no header: the token is in it.
        let answer = reqwest::get(next.as_str().unwrap()).await.unwrap();
        assert_eq!(answer.status(), 200);
        page = answer.json().await.unwrap();
    }
    let approved = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|template| template["status"] == "APPROVED");
    assert_eq!(names.len(), approved.count());
}

#[tokio::test]
async fn a_template_is_read_by_its_id_and_a_page_that_cannot_be_is_refused() {
    let (sandbox, client) = start().await;
    let account = sandbox.business_account_id();
    let (_, found) = read(
        &client,
        &format!("{account}/message_templates?name=invoice"),
    )
    .await;
    let id = found["data"][0]["id"].as_str().unwrap();
    let (_, one) = read(&client, &format!("v25.0/{id}?fields=name,language")).await;
    assert_eq!(
        one,
        json!({"name": "invoice", "language": "en_US", "id": id})
    );
    for query in ["limit=0", "limit=many", "after=25"] {
        let (status, answer) = read(&client, &format!("{account}/message_templates?{query}")).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (400, &json!(100)),
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_subscription_that_is_taken_away_is_no_longer_listed() {
    let (sandbox, client) = start().await;
    let path = format!("v25.0/{}/subscribed_apps", sandbox.business_account_id());
    let (_, apps) = read(&client, &path).await;
    let app = &apps["data"][0]["whatsapp_business_api_data"];
    assert_eq!(app["id"], sandbox.app_id());
    sandbox.subscribe(false);
    assert_eq!(read(&client, &path).await.1, json!({"data": []}));
    assert_eq!(client.post(&path, &json!({})).await.unwrap().status(), 200);
    assert_eq!(
        read(&client, &path).await.1["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn the_business_profile_is_read_by_fields_and_written() {
    let (sandbox, client) = start().await;
    let path = format!(
        "v25.0/{}/whatsapp_business_profile",
        sandbox.phone_number_id()
    );
    let (_, bare) = read(&client, &path).await;
    assert_eq!(bare, json!({"data": [{"messaging_product": "whatsapp"}]}));
    let change = json!({
        "messaging_product": "whatsapp",
        "about": "è".repeat(139),
        "websites": ["https://a.example", "https://b.example"],
        "vertical": "RESTAURANT",
    });
    let response = client.post(&path, &change).await.unwrap();
    assert_eq!(
        response.json::<Value>().await.unwrap(),
        json!({"success": true})
    );
    let (_, read) = read(
        &client,
        &format!("{path}?fields=about,websites,vertical,email"),
    )
    .await;
    let profile = &read["data"][0];
    for key in ["about", "websites", "vertical"] {
        assert_eq!(profile[key], change[key]);
    }
    assert_eq!(profile["email"], "oven@bakery.example");
    assert_eq!(sandbox.business_profile()["vertical"], "RESTAURANT");
}

#[tokio::test]
async fn a_profile_picture_is_a_handle_of_an_uploaded_image() {
    let (sandbox, client) = start().await;
    let path = format!("{}/whatsapp_business_profile", sandbox.phone_number_id());
    let change = |handle: String| json!({"messaging_product": "whatsapp", "profile_picture_handle": handle, "websites": []});
    let film = handle(&sandbox, &client, "video/mp4").await;
    for wrong in ["4::unknown".to_owned(), film] {
        let response = client.post(&path, &change(wrong)).await.unwrap();
        assert_eq!(response.status(), 400);
    }
    let (_, before) = read(
        &client,
        &format!("{path}?fields=profile_picture_url,websites"),
    )
    .await;
    assert!(before["data"][0].get("profile_picture_url").is_none());
    let picture = handle(&sandbox, &client, "image/png").await;
    let response = client.post(&path, &change(picture)).await.unwrap();
    assert_eq!(response.status(), 200);
    let (_, after) = read(
        &client,
        &format!("{path}?fields=profile_picture_url,websites"),
    )
    .await;
    let url = after["data"][0]["profile_picture_url"].as_str().unwrap();
    assert!(url.starts_with("https://pps.whatsapp.net/"), "{url}");
    assert_eq!(after["data"][0]["websites"], json!([]));
}

#[tokio::test]
async fn what_a_connection_test_reads_about_the_number_and_the_account() {
    let (sandbox, client) = start().await;
    let number = sandbox.phone_number_id();
    let fields = "name_status,is_official_business_account,official_business_account,\
                  whatsapp_business_manager_messaging_limit,is_pin_enabled,code_verification_status";
    let (_, found) = read(&client, &format!("{number}?fields={fields}")).await;
    assert_eq!(
        found,
        json!({
            "name_status": "APPROVED",
            "is_official_business_account": false,
            "official_business_account": {"oba_status": "NOT_STARTED"},
            "whatsapp_business_manager_messaging_limit": "TIER_1K",
            "is_pin_enabled": true,
            "code_verification_status": "VERIFIED",
            "id": number,
        })
    );
    let account = sandbox.business_account_id();
    let path = format!("{account}?fields=account_review_status,business_verification_status");
    let (_, found) = read(&client, &path).await;
    assert_eq!(found["account_review_status"], "APPROVED");
    let pending = json!({"account_review_status": "PENDING", "business_verification_status": null});
    control(&sandbox, Method::PATCH, "/account", pending).await;
    let (_, found) = read(&client, &path).await;
    assert_eq!(
        found,
        json!({"account_review_status": "PENDING", "id": account})
    );
}

#[tokio::test]
async fn a_profile_over_its_limits_is_refused_and_changes_nothing() {
    let (sandbox, client) = start().await;
    let before = sandbox.business_profile();
    let path = format!(
        "v25.0/{}/whatsapp_business_profile",
        sandbox.phone_number_id()
    );
    let cases = [
        json!({"about": "x"}),
        json!({"messaging_product": "whatsapp", "about": ""}),
        json!({"messaging_product": "whatsapp", "about": "x".repeat(140)}),
        json!({"messaging_product": "whatsapp", "description": "x".repeat(513), "email": "a@b.example"}),
        json!({"messaging_product": "whatsapp", "email": "x".repeat(129)}),
        json!({"messaging_product": "whatsapp", "websites": ["https://a", "https://b", "https://c"]}),
        json!({"messaging_product": "whatsapp", "websites": ["bakery.example"]}),
        json!({"messaging_product": "whatsapp", "vertical": "BAKERY"}),
    ];
    for change in cases {
        let response = client.post(&path, &change).await.unwrap();
        assert_eq!(response.status(), 400, "{change}");
    }
    assert_eq!(sandbox.business_profile(), before);
}
