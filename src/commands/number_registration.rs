//! The steps from a new number to one that can send, and back:
//! `request-verification-code`, `verify-code`, `register-number` and
//! `deregister-number`.

use super::client::{Call, Session, post_json};
use crate::bindings::exports::uip::whatsapp::commands::{
    CodeVerified, CommandError, DeregisterNumberRequest, NumberDeregistered, NumberRegistered,
    RegisterNumberRequest, RequestVerificationCodeRequest, VerificationCodeRequested,
    VerifyCodeRequest,
};
use crate::cloud_api::registration::{
    self, Registration, SixDigits, code_request_json, verification_json,
};
use crate::cloud_api::{Purpose, connection};
use crate::configuration::PhoneNumberId;
use uip_kit::field::refuse;
use uip_kit::http::Part;

/// Has WhatsApp send a code to the number.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn request_verification_code(
    request: RequestVerificationCodeRequest,
) -> Result<VerificationCodeRequested, CommandError> {
    let session = Session::open()?;
    let language = registration::language(&request.language_code)?;
    let body = code_request_json(request.method, language.as_str());
    step(&session, "request_code", &body, "")?;
    Ok(VerificationCodeRequested {
        method: request.method,
        language_code: language.as_str().to_owned(),
    })
}

/// Gives the code back.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn verify_code(request: VerifyCodeRequest) -> Result<CodeVerified, CommandError> {
    let session = Session::open()?;
    let code = SixDigits::code(&request.code)?;
    let phone_number_id = step(
        &session,
        "verify_code",
        &verification_json(&code),
        code.reveal(),
    )?;
    Ok(CodeVerified { phone_number_id })
}

/// Registers the number with its PIN.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn register_number(request: RegisterNumberRequest) -> Result<NumberRegistered, CommandError> {
    let session = Session::open()?;
    let region = request.data_localization_region.as_deref();
    let registration = Registration::parse(&request.pin, region)?;
    let phone_number_id = step(
        &session,
        "register",
        &registration.json(),
        registration.pin(),
    )?;
    Ok(NumberRegistered { phone_number_id })
}

/// Ends the registration of the number, if the request names the same one as the
/// property.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn deregister_number(
    request: DeregisterNumberRequest,
) -> Result<NumberDeregistered, CommandError> {
    let session = Session::open()?;
    let is_it = |id: PhoneNumberId| id == session.configuration.phone_number_id;
    if !PhoneNumberId::parse(&request.phone_number_id).is_ok_and(is_it) {
        return Err(refuse(
            "different-phone-number-id",
            "The field phoneNumberId must be the same as the property phoneNumberId.",
            "Check which number is to be deregistered, and use the adapter that is set up for it.",
        ));
    }
    let phone_number_id = step(&session, "deregister", "{}", "")?;
    Ok(NumberDeregistered { phone_number_id })
}

/// Takes a step, and returns the id of the number.
fn step(session: &Session, name: &str, body: &str, secret: &str) -> Result<String, CommandError> {
    let id = session.configuration.phone_number_id.as_str();
    let parts = [Part::Text(body)];
    let path = [id, "/", name].concat();
    session
        .carry_out(&Call {
            purpose: Purpose::Step,
            secret,
            ..Call::new(post_json(&parts), &path)
        })
        .map_err(|error| connection::mend_request(error, "phoneNumberId"))?;
    Ok(id.to_owned())
}
