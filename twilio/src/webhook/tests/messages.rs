//! A customer's message becomes an event: typed, and as the Cloud API's JSON.

use serde_json::json;

use super::{json as read, message};
use crate::bindings::uip::whatsapp::incoming::{Content, InteractiveReply};

const SID: &str = "MM0123456789abcdef0123456789abcdef";
const FILE: &str = "ME0123456789abcdef0123456789abcdef";

fn media(kind: &str, more: &str) -> String {
    format!(
        "NumMedia=1&MediaContentType0={kind}&MediaUrl0=https%3A%2F%2Fapi.twilio.com%2F2010-04-01%2F\
         Accounts%2FAC1%2FMessages%2F{SID}%2FMedia%2F{FILE}&{more}"
    )
}

#[test]
fn a_text_has_the_shape_of_the_cloud_api_and_every_parameter() {
    let event = message(
        "NumMedia=0&MessageType=text&Body=Ciao+%26+%2Bgrazie%0A%F0%9F%99%8F&ProfileName=Zo%C3%AB&\
         WaId=447700900123&ExternalUserId=whatsapp%3AGB.13491208655302741918",
    );
    assert_eq!(event.event_id, "SM1");
    assert_eq!(event.business_account_id.as_deref(), Some(super::ACCOUNT));
    let text = "Ciao & +grazie\n🙏";
    assert!(matches!(&event.message.content, Content::Text(body) if body == text));
    assert_eq!(event.message.from.as_deref(), Some("447700900123"));
    assert_eq!(event.message.timestamp, None);
    let payload = read(&event.payload);
    assert_eq!(
        payload["messages"],
        json!([{"from": "447700900123", "from_user_id": "GB.13491208655302741918", "id": "SM1",
                "type": "text", "text": {"body": text}}])
    );
    assert_eq!(
        payload["contacts"],
        json!([{"profile": {"name": "Zoë"}, "wa_id": "447700900123",
                "user_id": "GB.13491208655302741918"}])
    );
    assert_eq!(
        payload["metadata"],
        json!({"display_phone_number": "14155238886", "phone_number_id": "whatsapp:+14155238886"})
    );
    assert_eq!(payload["entry"], json!({"id": super::ACCOUNT}));
    assert_eq!(payload["twilio"]["Body"], text);
    assert_eq!(payload["twilio"]["From"], "whatsapp:+447700900123");
    assert_eq!(payload["twilio"].as_object().unwrap().len(), 16);
}

#[test]
fn the_member_of_the_type_s_name_holds_the_content() {
    for (body, kind) in [
        (
            media("image%2Fjpeg", "MessageType=document&Body=scan.jpg"),
            "document",
        ),
        (media("IMAGE%2FJPEG", "MessageType=image"), "image"),
        (media("image%2Fjpeg", "MessageType=new"), "image"),
        (
            "NumMedia=0&Body=x&MessageType=text&ListId=rye&ListTitle=Rye".to_owned(),
            "interactive",
        ),
        (
            "NumMedia=0&Body=Yes&MessageType=interactive&ButtonText=Yes".to_owned(),
            "button",
        ),
    ] {
        let event = message(&body);
        assert_eq!(event.message.message_type, kind, "{body}");
        let payload = read(&event.payload);
        assert_eq!(payload["messages"][0]["type"], kind);
        assert!(payload["messages"][0][kind].is_object(), "{payload}");
    }
    let event = message(&media("text%2Fvcard", "MessageType=contacts"));
    assert_eq!(event.message.message_type, "contacts");
}

#[test]
fn webhooks_of_before_2023_have_no_type() {
    let event = message("NumMedia=0&Body=test");
    assert_eq!(event.message.message_type, "text");
    assert!(matches!(&event.message.content, Content::Text(body) if body == "test"));
    assert_eq!(event.contacts[0].wa_id.as_deref(), Some("447700900123"));
    let event = message(&media("image%2Fpng", "Body="));
    assert_eq!(event.message.message_type, "image");
    let event = message("Body=&NumMedia=0&Latitude=1&Longitude=2");
    assert_eq!(event.message.message_type, "location");
}

#[test]
fn a_customer_without_a_number_is_a_user_id() {
    let event = message("Body=Hi&NumMedia=0&MessageType=text&From=x");
    assert_eq!(event.message.from.as_deref(), Some("447700900123"));
    let body = format!(
        "MessageSid=SM1&SmsStatus=received&Body=Hi&NumMedia=0&AccountSid={}&\
         From=whatsapp%3AGB.ENT.11815799212886844830&To=whatsapp%3A%2B14155238886&\
         ExternalUserId=whatsapp%3AGB.13491208655302741918",
        super::ACCOUNT
    );
    let super::Event::CustomerMessage(event) = super::event(&body) else {
        panic!("a message")
    };
    assert_eq!(event.message.from, None);
    assert_eq!(
        event.message.from_user_id.as_deref(),
        Some("GB.13491208655302741918")
    );
    let parent = Some("GB.ENT.11815799212886844830");
    assert_eq!(event.message.from_parent_user_id.as_deref(), parent);
    assert_eq!(event.contacts[0].parent_user_id.as_deref(), parent);
}

#[test]
fn a_malformed_user_id_does_not_cost_the_message() {
    let event = message("Body=Hi&NumMedia=0&ExternalUserId=whatsapp%3Afoo_bar");
    assert_eq!(event.message.from_user_id, None);
    assert_eq!(
        read(&event.payload)["twilio"]["ExternalUserId"],
        "whatsapp:foo_bar"
    );
}

#[test]
fn a_file_is_what_its_type_says_and_its_id_can_be_fetched() {
    for (mime_type, kind) in [
        ("image%2Fjpeg", "image"),
        ("image%2Fwebp", "sticker"),
        ("video%2Fmp4", "video"),
        ("audio%2Fogg", "audio"),
        ("application%2Fpdf", "document"),
        ("", "document"),
    ] {
        let event = message(&media(mime_type, "Body=The+broken+part"));
        let (Content::Image(media)
        | Content::Sticker(media)
        | Content::Video(media)
        | Content::Audio(media)
        | Content::Document(media)) = &event.message.content
        else {
            panic!("a file, and not {:?}", event.message.content)
        };
        assert_eq!(media.id, format!("{SID}/{FILE}"));
        assert_eq!(media.caption.as_deref(), Some("The broken part"));
        let payload = read(&event.payload);
        assert_eq!(payload["messages"][0]["type"], kind);
        assert_eq!(payload["messages"][0][kind]["id"], media.id);
        assert_eq!(
            payload["messages"][0][kind]["url"].as_str(),
            media.url.as_deref()
        );
    }
}

#[test]
fn a_shared_contact_is_a_document_of_the_type_contacts() {
    let event = message(&media("text%2Fvcard", "MessageType=contacts&Body="));
    assert_eq!(event.message.message_type, "contacts");
    assert!(matches!(&event.message.content, Content::Document(card)
        if card.mime_type.as_deref() == Some("text/vcard") && card.caption.is_none()));
    let payload = read(&event.payload);
    assert_eq!(payload["messages"][0]["type"], "contacts");
    assert_eq!(
        payload["messages"][0]["document"]["mime_type"],
        "text/vcard"
    );
}

#[test]
fn a_location_has_numbers_and_what_is_none_is_passed_on() {
    let place = "MessageType=location&Body=&Latitude=37.7879277&Longitude=-122.3937508";
    let event = message(&format!("{place}&Address=375+Beale+St&Label=Twilio+Inc"));
    let Content::Location(location) = &event.message.content else {
        panic!("a location")
    };
    assert!((location.latitude - 37.787_927_7).abs() < 1e-9);
    assert!((location.longitude + 122.393_750_8).abs() < 1e-9);
    assert_eq!(
        read(&event.payload)["messages"][0]["location"],
        json!({"latitude": 37.787_927_7, "longitude": -122.393_750_8, "name": "Twilio Inc",
               "address": "375 Beale St"})
    );
    for bad in [
        "NaN", "1e1", "0x1", "\"1\"", "1,5", " 1", "1.", ".5", "-", "01", "1234", "1.2.3", "--1",
    ] {
        let event = message(&format!(
            "MessageType=location&Body=&Latitude={bad}&Longitude=1"
        ));
        let Content::Other(all) = &event.message.content else {
            panic!("{bad}: {:?}", event.message.content)
        };
        assert_eq!(read(all)["Latitude"], bad.replace('+', " "));
    }
}

#[test]
fn taps_and_choices_have_the_ids_that_the_business_gave() {
    let event = message("MessageType=button&Body=Yes&ButtonText=Yes&ButtonPayload=confirm_17");
    assert!(matches!(&event.message.content, Content::Button(tap)
        if tap.text.as_deref() == Some("Yes") && tap.payload.as_deref() == Some("confirm_17")));
    let event = message("MessageType=interactive&Body=Yes&ButtonText=Yes&ButtonPayload=yes");
    let Content::Interactive(InteractiveReply::ButtonReply(choice)) = &event.message.content else {
        panic!("a button")
    };
    assert_eq!(
        (choice.id.as_str(), choice.title.as_deref()),
        ("yes", Some("Yes"))
    );
    assert_eq!(
        read(&event.payload)["messages"][0]["interactive"],
        json!({"type": "button_reply", "button_reply": {"id": "yes", "title": "Yes"}})
    );
    let event = message("MessageType=interactive&Body=rye&ListId=rye&ListTitle=Rye");
    assert_eq!(
        read(&event.payload)["messages"][0]["interactive"],
        json!({"type": "list_reply", "list_reply": {"id": "rye", "title": "Rye"}})
    );
}

#[test]
fn a_form_and_a_permission_to_call_are_answers() {
    let answers = "%7B%22day%22%3A%22Friday%22%7D";
    for parameter in [
        format!("FlowData={answers}"),
        format!("InteractiveData=%7B%22flowResponse%22%3A{answers}%7D"),
    ] {
        let event = message(&format!("MessageType=interactive&Body=&{parameter}"));
        let Content::Interactive(InteractiveReply::FormReply(reply)) = &event.message.content
        else {
            panic!("a form")
        };
        assert_eq!(read(&reply.response_json), json!({"day": "Friday"}));
        let payload = read(&event.payload);
        let reply = &payload["messages"][0]["interactive"]["nfm_reply"];
        assert_eq!(reply["response_json"], "{\"day\":\"Friday\"}");
    }
    for (payload, response) in [("ACCEPTED", "accept"), ("REJECTED", "reject")] {
        let event = message(&format!(
            "MessageType=interactive&Body=VOICE_CALL_REQUEST&ButtonText=VOICE_CALL_REQUEST&\
             ButtonPayload={payload}"
        ));
        assert!(matches!(&event.message.content,
            Content::Interactive(InteractiveReply::CallPermissionReply(reply))
                if reply.response == response));
    }
}

#[test]
fn a_quote_and_a_forward_are_context_and_an_ad_is_a_referral() {
    let event = message(
        "Body=Nice&NumMedia=0&OriginalRepliedMessageSid=MM2&\
         OriginalRepliedMessageSender=whatsapp%3A%2B14155238886&Forwarded=false&\
         FrequentlyForwarded=false",
    );
    let context = event.message.context.unwrap();
    assert_eq!(context.message_id.as_deref(), Some("MM2"));
    assert_eq!(context.from.as_deref(), Some("14155238886"));
    assert!(!context.forwarded);
    assert!(event.message.referral.is_none());
    let event = message("Body=Look&NumMedia=0&Forwarded=true");
    assert!(event.message.context.unwrap().forwarded);
    let event = message(
        "Body=Hi&NumMedia=0&ReferralHeadline=Bread&ReferralSourceType=ad&ReferralCtwaClid=x&\
         ReferralMediaUrl=https%3A%2F%2Fa.example",
    );
    let referral = event.message.referral.unwrap();
    assert_eq!(referral.headline.as_deref(), Some("Bread"));
    assert_eq!(referral.ctwa_clid.as_deref(), Some("x"));
    let payload = read(&event.payload);
    assert_eq!(
        payload["messages"][0]["referral"]["ReferralMediaUrl"],
        "https://a.example"
    );
}

#[test]
fn what_is_not_understood_is_passed_on_whole() {
    let event = message("MessageType=reaction&Body=&NumMedia=0&Emoji=%F0%9F%91%8D&Emoji=2");
    let Content::Other(all) = &event.message.content else {
        panic!("{:?}", event.message.content)
    };
    assert_eq!(read(all)["Emoji"], json!(["👍", "2"]));
    assert_eq!(read(&event.payload)["messages"][0]["type"], "reaction");
}

#[test]
fn the_endpoint_adds_texts_and_never_replaces_what_twilio_signed() {
    let body = format!(
        "MessageSid=SM1&SmsStatus=received&Body=Hi&AccountSid={}",
        super::ACCOUNT
    );
    let mut request = super::request(&body);
    request.callback_parameters =
        Some(r#"{"appId":"APP01","companyId":"C\u00e8","Body":"forged"}"#.to_owned());
    let super::Event::CustomerMessage(event) = super::event_of(&request) else {
        panic!("a message")
    };
    let payload = read(&event.payload);
    assert_eq!(payload["twilio"]["appId"], "APP01");
    assert_eq!(payload["twilio"]["companyId"], "Cè");
    assert_eq!(payload["twilio"]["Body"], "Hi");
    assert_eq!(payload["messages"][0]["text"]["body"], "Hi");
}

#[test]
fn degrees_are_read_to_an_atoms_width() {
    for text in [
        "0",
        "-0.5",
        "25.018766403198",
        "-77.395950317383",
        "179.99999999999997",
        "45.46420000000000000000000001",
        "0.000000000000000000000001",
        "-180",
        "90.000001",
    ] {
        let event = message(&format!(
            "MessageType=location&Body=&Latitude={text}&Longitude=1"
        ));
        let Content::Location(location) = &event.message.content else {
            panic!("{text}: {:?}", event.message.content)
        };
        let expected: f64 = text.parse().unwrap();
        assert!(
            (location.latitude - expected).abs() < 1e-13,
            "{text}: {}",
            location.latitude
        );
        assert!(
            event.payload.contains(&format!("\"latitude\":{text},")),
            "{}",
            event.payload
        );
    }
}
