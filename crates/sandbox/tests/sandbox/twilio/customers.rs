//! What customers do, as Twilio tells it.

use std::time::Duration;

use serde_json::{Value, json};
use uip_sandbox::{Attachment, Customer, Sandbox, Webhook, WebhookKind};

use super::{ADA, parameter, sid, start};

fn ada(sandbox: &Sandbox) -> Customer {
    let number = &sandbox.twilio().number;
    sandbox.customer(ADA).writing_to(number).unwrap()
}

/// The only webhook about a message since the last time.
fn told(sandbox: &Sandbox) -> Webhook {
    let mut webhooks = sandbox.take_webhooks();
    webhooks.retain(|webhook| webhook.kind() == WebhookKind::Message);
    assert_eq!(webhooks.len(), 1);
    webhooks.remove(0)
}

fn assert_parameters(webhook: &Webhook, wanted: &[(&str, &str)]) {
    for (name, value) in wanted {
        assert_eq!(webhook.parameter(name), Some(*value), "{name}");
    }
}

#[tokio::test]
async fn a_text_has_the_parameters_of_a_captured_one() {
    let (sandbox, client) = start().await;
    let ada = ada(&sandbox);
    ada.named("Zoë 🌻");
    let sid = ada.says("Grazie 🙏 è *perfetto* & costa 10% + IVA\nA presto");
    let webhook = told(&sandbox);
    let user_id = format!("whatsapp:{}", ada.user_id().unwrap());
    assert_parameters(
        &webhook,
        &[
            ("MessageSid", &sid),
            ("SmsSid", &sid),
            ("SmsMessageSid", &sid),
            ("AccountSid", &sandbox.twilio().account_sid),
            (
                "MessagingServiceSid",
                &sandbox.twilio().messaging_service_sid,
            ),
            ("From", "whatsapp:+16505551234"),
            ("To", &client.from),
            ("Body", "Grazie 🙏 è *perfetto* & costa 10% + IVA\nA presto"),
            ("NumMedia", "0"),
            ("NumSegments", "1"),
            ("ReferralNumMedia", "0"),
            ("SmsStatus", "received"),
            ("ApiVersion", "2010-04-01"),
            ("MessageType", "text"),
            ("ProfileName", "Zoë 🌻"),
            ("WaId", ADA),
            ("ExternalUserId", &user_id),
        ],
    );
    let metadata: Value = serde_json::from_str(parameter(&webhook, "ChannelMetadata")).unwrap();
    assert_eq!(
        metadata,
        json!({"type": "whatsapp", "data": {"context": {"ProfileName": "Zoë 🌻", "WaId": ADA}}})
    );
    assert!(sid.starts_with("SM") && sid.len() == 34, "{sid}");
    assert!(
        webhook.body().contains("10%25+%2B+IVA%0AA+presto"),
        "{}",
        webhook.body()
    );
    // The Cloud API has no part in it.
    assert!(sandbox.take_notifications().is_empty());
    let message = client.message(&sid).await;
    assert_eq!(
        (&message["direction"], &message["status"]),
        (&json!("inbound"), &json!("received"))
    );
}

#[tokio::test]
async fn a_customer_without_a_number_is_known_by_the_user_id() {
    let (sandbox, _client) = start().await;
    let number = sandbox.twilio().number.clone();
    let hidden = sandbox
        .customer("GB.13491208655302741918")
        .writing_to(&number)
        .unwrap();
    hidden.says("Hello");
    let webhook = told(&sandbox);
    assert_parameters(
        &webhook,
        &[
            ("From", "whatsapp:GB.13491208655302741918"),
            ("ExternalUserId", "whatsapp:GB.13491208655302741918"),
        ],
    );
    assert_eq!(webhook.parameter("WaId"), None);
    hidden.with_parent_user_id();
    hidden.says("Hello again");
    let webhook = told(&sandbox);
    let parent = parameter(&webhook, "ParentExternalUserId");
    assert!(parent.starts_with("whatsapp:US.ENT."), "{parent}");
    assert_eq!(parameter(&webhook, "From"), parent);
}

#[tokio::test]
async fn an_answer_names_the_message_for_seven_days() {
    let (sandbox, client) = start().await;
    let asked = client.text("Rye or wheat?").await;
    sandbox.take_webhooks();
    // The answer goes to the number that the message came from.
    let ada = sandbox.customer(ADA);
    let own = ada.replies(&asked, "Rye");
    let webhook = told(&sandbox);
    assert_parameters(
        &webhook,
        &[
            ("OriginalRepliedMessageSid", &asked),
            ("OriginalRepliedMessageSender", &client.from),
        ],
    );
    ada.replies(&own, "No, wheat");
    let webhook = told(&sandbox);
    assert_parameters(
        &webhook,
        &[("OriginalRepliedMessageSender", "whatsapp:+16505551234")],
    );
    sandbox.advance(Duration::from_secs(7 * 24 * 60 * 60 + 1));
    ada.replies(&asked, "Rye after all");
    assert_eq!(told(&sandbox).parameter("OriginalRepliedMessageSid"), None);
}

#[tokio::test]
async fn files_have_a_type_and_an_address() {
    let (sandbox, _client) = start().await;
    let ada = ada(&sandbox);
    for (attachment, kind, content_type, body) in [
        (
            Attachment::image("image/jpeg", "x").caption("Broken"),
            "image",
            "image/jpeg",
            "Broken",
        ),
        (
            Attachment::audio("audio/ogg; codecs=opus", "x").voice(),
            "audio",
            "audio/ogg",
            "",
        ),
        (
            Attachment::document("application/pdf", "a.pdf", "x"),
            "document",
            "application/pdf",
            "a.pdf",
        ),
        (Attachment::sticker("x"), "sticker", "image/webp", ""),
    ] {
        let sid = ada.sends_media(attachment);
        let webhook = told(&sandbox);
        assert!(sid.starts_with("MM"), "{sid}");
        assert_parameters(
            &webhook,
            &[
                ("MessageType", kind),
                ("NumMedia", "1"),
                ("MediaContentType0", content_type),
                ("Body", body),
            ],
        );
        let account = &sandbox.twilio().account_sid;
        let start = format!(
            "{}/2010-04-01/Accounts/{account}/Messages/{sid}/Media/ME",
            sandbox.base_url()
        );
        let url = parameter(&webhook, "MediaUrl0");
        assert!(url.starts_with(&start), "{url}");
    }
}

#[tokio::test]
async fn contacts_come_as_a_vcard() {
    let (sandbox, client) = start().await;
    ada(&sandbox).sends_contacts(json!([{
        "name": {"formatted_name": "Grace Example", "first_name": "Grace"},
        "phones": [{"phone": "+1 650 555 0001", "type": "CELL"}],
    }]));
    let webhook = told(&sandbox);
    assert_parameters(
        &webhook,
        &[
            ("MessageType", "contacts"),
            ("MediaContentType0", "text/vcard"),
            ("NumMedia", "1"),
        ],
    );
    let card = super::media::fetched(&client, parameter(&webhook, "MediaUrl0")).await;
    assert!(
        card.contains("FN:Grace Example\r\nTEL;type=CELL:+1 650 555 0001"),
        "{card}"
    );
}

#[tokio::test]
async fn a_location_has_coordinates_and_perhaps_a_name() {
    let (sandbox, _client) = start().await;
    ada(&sandbox).sends_location(25.018_766, -77.39);
    let webhook = told(&sandbox);
    assert_parameters(
        &webhook,
        &[
            ("Latitude", "25.018766"),
            ("Longitude", "-77.39"),
            ("Body", ""),
            ("MessageType", "location"),
        ],
    );
    assert_eq!(webhook.parameter("Label"), None);
    ada(&sandbox).sends_place(37.5, -122.25, "Bakery", "1 Loopback Lane");
    assert_parameters(
        &told(&sandbox),
        &[("Label", "Bakery"), ("Address", "1 Loopback Lane")],
    );
}

#[tokio::test]
async fn taps_on_a_template_and_in_a_session_differ_by_their_type() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    let content = |name: &str| {
        let contents = sandbox.contents();
        let found = contents
            .iter()
            .find(|content| content["friendly_name"] == name);
        sid(found.unwrap())
    };
    let approved = client
        .accepted(&[
            ("ContentSid", &content("pickup_or_delivery")),
            ("ContentVariables", r#"{"1":"B-17","2":"pickup-4711"}"#),
        ])
        .await;
    sandbox.take_webhooks();
    ada.taps(&sid(&approved), "pickup-4711").unwrap();
    let webhook = told(&sandbox);
    assert_parameters(
        &webhook,
        &[
            ("MessageType", "button"),
            ("Body", "Pick up"),
            ("ButtonText", "Pick up"),
            ("ButtonPayload", "pickup-4711"),
            ("OriginalRepliedMessageSid", &sid(&approved)),
        ],
    );
    assert!(parameter(&webhook, "ChannelMetadata").contains(r#""ButtonText":"Pick up""#));

    let unsubmitted = json!({
        "friendly_name": "yes_or_no",
        "language": "en",
        "types": {"twilio/quick-reply": {
            "body": "Well?",
            "actions": [{"type": "QUICK_REPLY", "title": "Yes", "id": "y"}],
        }},
    });
    let (_, made) = client.post_json("/v1/Content", &unsubmitted).await;
    let asked = client.accepted(&[("ContentSid", &sid(&made))]).await;
    sandbox.take_webhooks();
    ada.taps(&sid(&asked), "y").unwrap();
    assert_parameters(
        &told(&sandbox),
        &[
            ("MessageType", "interactive"),
            ("ButtonText", "Yes"),
            ("ButtonPayload", "y"),
        ],
    );

    let list = client
        .accepted(&[("ContentSid", &content("choose_a_loaf"))])
        .await;
    sandbox.take_webhooks();
    ada.chooses(&sid(&list), "rye").unwrap();
    assert_parameters(
        &told(&sandbox),
        &[
            ("MessageType", "interactive"),
            ("ListId", "rye"),
            ("ListTitle", "Rye"),
            ("Body", "rye"),
        ],
    );
}

#[tokio::test]
async fn the_answers_to_a_form_come_as_json() {
    let (sandbox, _client) = start().await;
    ada(&sandbox).sends(
        "interactive",
        json!({
            "type": "nfm_reply",
            "nfm_reply": {"name": "flow", "response_json": r#"{"loaf":"rye"}"#, "body": "Sent"},
        }),
    );
    assert_parameters(
        &told(&sandbox),
        &[
            ("FlowData", r#"{"loaf":"rye"}"#),
            ("InteractiveData", r#"{"flowResponse":{"loaf":"rye"}}"#),
            ("Body", ""),
        ],
    );
}

#[tokio::test]
async fn an_advertisement_and_forwarding_are_told() {
    let (sandbox, _client) = start().await;
    let more = json!({
        "context": {"forwarded": true},
        "referral": {
            "body": "Bread",
            "headline": "Write to us",
            "source_id": "118588094077142",
            "source_type": "ad",
            "source_url": "https://fb.me/xyz",
            "ctwa_clid": "ARAk",
            "image_url": "https://bakery.example/ad.jpg",
        },
    });
    let more = more.as_object().unwrap().clone();
    ada(&sandbox).sends_with("text", json!({"body": "Hi"}), more);
    assert_parameters(
        &told(&sandbox),
        &[
            ("Forwarded", "true"),
            ("ReferralBody", "Bread"),
            ("ReferralHeadline", "Write to us"),
            ("ReferralSourceId", "118588094077142"),
            ("ReferralSourceType", "ad"),
            ("ReferralSourceUrl", "https://fb.me/xyz"),
            ("ReferralCtwaClid", "ARAk"),
            ("ReferralNumMedia", "1"),
            ("ReferralMediaUrl", "https://bakery.example/ad.jpg"),
        ],
    );
}
