//! Authentication templates, whose words are WhatsApp's own. The definitions have the forms that
//! Meta's documentation shows: as they are created, and as Graph lists them.

use serde_json::{Value, json};

use super::{body, template, text, values};
use crate::bindings::uip::whatsapp::templates::TemplateRendered;
use crate::cloud_api::endpoint::rendering::render;
use uip_kit::CommandError;

fn rendered(components: &Value, code: &str) -> Result<TemplateRendered, CommandError> {
    let definition = json!({"category": "AUTHENTICATION", "components": components});
    let given = json!([
        body(&["123456"]),
        {"type": "button", "sub_type": "url", "index": "0", "parameters": [text(code)]},
    ]);
    render(&template("en_US", &definition), &values(&given), false)
}

const TEXT: &str = "*123456* is your verification code. For your security, do not share this \
                    code.\n\nThis code expires in 10 minutes.";

#[test]
fn a_template_as_it_is_created_reads_as_whatsapp_writes_it() {
    let created = json!([
        {"type": "BODY", "add_security_recommendation": true},
        {"type": "FOOTER", "code_expiration_minutes": 10},
        {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]},
    ]);
    let rendered = rendered(&created, "123456").unwrap();
    assert_eq!(rendered.text, TEXT);
    let button = &rendered.buttons[0];
    assert_eq!(
        (button.button_type.as_str(), button.text.as_str()),
        ("OTP", "Copy code")
    );
    assert_eq!(button.value.as_deref(), Some("123456"));
}

#[test]
fn a_template_as_graph_lists_it_has_a_link_that_is_a_code_to_copy() {
    let address = "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}";
    let listed = json!([
        {"type": "BODY", "add_security_recommendation": true, "text": "*{{1}}* is your verification \
          code. For your security, do not share this code."},
        {"type": "FOOTER", "text": "This code expires in 10 minutes.", "code_expiration_minutes": 10},
        {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Copy code", "url": address}]},
    ]);
    let whole = rendered(&listed, "123456").unwrap();
    assert_eq!(whole.text, TEXT);
    assert_eq!(whole.buttons[0].button_type, "OTP");
    assert_eq!(whole.buttons[0].value.as_deref(), Some("123456"));
    assert!(
        rendered(&listed, &"1".repeat(15)).is_ok() && rendered(&listed, &"1".repeat(16)).is_err(),
        "a code has at most 15 characters"
    );
}

#[test]
fn what_is_not_asked_for_is_not_added() {
    let bare = json!([
        {"type": "BODY"},
        {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE", "text": "Take it"}]},
    ]);
    let rendered = rendered(&bare, "123456").unwrap();
    assert_eq!(rendered.text, "*123456* is your verification code.");
    assert_eq!(rendered.buttons[0].text, "Take it");
}
