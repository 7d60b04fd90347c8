//! The table of Twilio's codes.

use std::path::Path;

use uip_kit::CommandError;
use uip_kit::http::Answer;
use uip_kit::whatsapp::recipient::Recipient;
use whatsapp_twilio::bindings::uip::whatsapp_twilio::properties::AdapterProperties;
use whatsapp_twilio::configuration::Access;
use whatsapp_twilio::twilio_api::answer::message_sent;

use super::Result;
use super::codes::codes;
use super::row::{self, Meaning};

/// Where the codes are, in the project's folder.
const SOURCES: &str = "twilio/src/twilio_api/answer/error_codes";

/// One row for each meaning: Twilio's numbers are in no order, and many mean the
/// same.
///
/// # Errors
/// If the sources cannot be read.
pub fn table(root: &Path) -> Result<String> {
    let mut rows: Vec<(String, Meaning)> = Vec::new();
    let codes = codes(&root.join(SOURCES))?;
    for (first, last, meaning) in row::known(&codes, self::meaning)? {
        let code = row::span(first, last);
        match rows.iter_mut().find(|(_, earlier)| *earlier == meaning) {
            Some((codes, _)) => codes.extend([", ", &code]),
            None => rows.push((code, meaning)),
        }
    }
    row::table(rows)
}

/// What a flow gets when Twilio rejects a message with this code.
fn meaning(code: u32) -> Result<Meaning> {
    let answer = Answer {
        status: 400,
        body: format!(r#"{{"code":{code},"message":""}}"#).into_bytes(),
        ..Answer::default()
    };
    let said = |error: CommandError| format!("{error:?}");
    let access = Access::parse(&properties()).map_err(|it| said(it.into()))?;
    let recipient = Recipient::parse("+14155550123", None).map_err(said)?;
    let Err(error) = message_sent(answer, &access.credentials, &recipient) else {
        return Err(format!("{code} is taken for a success").into());
    };
    Meaning::of(error)
}

/// An account that is only asked what an answer means.
fn properties() -> AdapterProperties {
    AdapterProperties {
        account_sid: "AC0123456789abcdef0123456789abcdef".to_owned(),
        auth_token: Some("no-token-no-token-no-token".to_owned()),
        previous_auth_token: None,
        api_key_sid: None,
        api_key_secret: None,
        from: None,
        messaging_service_sid: None,
        default_country_code: None,
        status_callback_url: None,
        webhook_url: None,
        api_base_url: None,
        request_timeout_seconds: None,
        storage_endpoint: None,
        storage_region: None,
        storage_access_key_id: None,
        storage_secret_access_key: None,
    }
}
