//! `get-business-profile` and `update-business-profile`: what customers see about
//! the business.

use super::client::{Call, Session, post_json};
use crate::bindings::exports::uip::whatsapp::commands::{
    BusinessProfile, BusinessProfileUpdated, CommandError, GetBusinessProfileRequest,
    UpdateBusinessProfileRequest,
};
use crate::cloud_api::{ProfileChange, Purpose, business_profile};
use uip_kit::http::Part;

/// Reads the profile.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn get_business_profile(
    request: GetBusinessProfileRequest,
) -> Result<BusinessProfile, CommandError> {
    let session = Session::open()?;
    let fields = request.fields.unwrap_or_default();
    let path = business_profile::path_of(&session.configuration.phone_number_id, &fields);
    session.call(&Call::get(&path), business_profile::read)
}

/// Changes the profile.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent failure,
/// and nothing is changed.
pub fn update_business_profile(
    request: UpdateBusinessProfileRequest,
) -> Result<BusinessProfileUpdated, CommandError> {
    let session = Session::open()?;
    let change = ProfileChange::parse(request)?;
    let body = change.json();
    let parts = [Part::Text(&body)];
    let path = business_profile::path(&session.configuration.phone_number_id);
    session.carry_out(&Call {
        purpose: Purpose::Change,
        ..Call::new(post_json(&parts), &path)
    })?;
    Ok(BusinessProfileUpdated {
        updated: change.updated(),
    })
}
