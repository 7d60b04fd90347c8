//! `From`, `MessagingServiceSid` and `To`.

use crate::model::ids::is_sid;
use crate::model::line::Carrier;
use crate::model::settings::Settings;
use crate::model::twilio::TwilioError;
use crate::model::twilio::address::{Address, NoAddress};
use crate::twilio::call::Call;

/// Who sends to whom.
pub(super) struct Ends {
    /// The sender in digits; `None` lets the Messaging Service choose.
    pub(super) from: Option<String>,
    pub(super) messaging_service_sid: Option<String>,
    /// `To` as it was given.
    pub(super) to: String,
    pub(super) recipient: Address,
}

impl Ends {
    pub(super) fn read(call: &Call, settings: &Settings) -> Result<Self, TwilioError> {
        let to = call.given("To").ok_or_else(|| TwilioError::new(21_604))?;
        let messaging_service_sid = service(call, settings)?;
        let from = match call.given("From") {
            Some(from) => Some(sender(from, to, settings)?),
            None if messaging_service_sid.is_some() => None,
            None => return Err(TwilioError::new(21_603)),
        };
        if messaging_service_sid.is_some()
            && from
                .as_ref()
                .is_some_and(|from| *from != settings.twilio.number)
        {
            return Err(TwilioError::new(21_711));
        }
        let recipient = recipient(to, call.given("From"), settings)?;
        let sender = from.as_ref().unwrap_or(&settings.twilio.number);
        if recipient.id() == sender {
            return Err(TwilioError::new(63_031));
        }
        Ok(Self {
            from,
            messaging_service_sid,
            to: to.to_owned(),
            recipient,
        })
    }
}

fn service(call: &Call, settings: &Settings) -> Result<Option<String>, TwilioError> {
    match call.given("MessagingServiceSid") {
        None => Ok(None),
        Some(sid) if !is_sid(sid, &["MG"]) => Err(TwilioError::new(21_705)),
        Some(sid) if sid != settings.twilio.messaging_service_sid => Err(TwilioError::new(21_701)),
        Some(sid) => Ok(Some(sid.to_owned())),
    }
}

fn sender(from: &str, to: &str, settings: &Settings) -> Result<String, TwilioError> {
    match Address::parse(from) {
        Ok(Address::Number(digits)) => {
            let line = settings.line(&digits);
            if line.is_ok_and(|line| line.carrier == Carrier::Twilio) {
                Ok(digits)
            } else {
                Err(TwilioError::new(63_007))
            }
        }
        Ok(Address::UserId(_)) | Err(NoAddress::Malformed) => {
            Err(TwilioError::new(21_212).message(format!("Invalid From and To pair. From: {from}")))
        }
        Err(NoAddress::NoChannel) if to.starts_with("whatsapp:") => Err(different(from, to)),
        // An SMS, which the account has no number for.
        Err(NoAddress::NoChannel) => Err(TwilioError::new(21_606)),
    }
}

fn different(from: &str, to: &str) -> TwilioError {
    TwilioError::new(21_910).message(format!(
        "From({from}) and To({to}) addresses should be of the same channel."
    ))
}

fn recipient(to: &str, from: Option<&str>, settings: &Settings) -> Result<Address, TwilioError> {
    let invalid = |number: &str| {
        TwilioError::new(21_211).message(format!(
            "The 'To' number {number} is not a valid phone number."
        ))
    };
    match Address::parse(to) {
        // Before user ids came, their digits were taken for a number.
        Ok(Address::UserId(id)) if !settings.user_ids => {
            let digits: String = id.chars().filter(char::is_ascii_digit).collect();
            Err(invalid(&format!("+{digits}")))
        }
        Ok(address) => Ok(address),
        Err(NoAddress::NoChannel) => match from {
            Some(from) => Err(different(from, to)),
            // The service would choose a sender for an SMS, and has none.
            None => Err(TwilioError::new(21_703)),
        },
        Err(NoAddress::Malformed) => Err(invalid(to)),
    }
}
