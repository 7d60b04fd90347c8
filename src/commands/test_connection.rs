//! `test-connection`: whether the adapter is set up right.

use super::calling::ask;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, ConnectionTested, TestConnectionRequest,
};
use crate::cloud_api::connection::{self, NUMBER_FIELDS};
use crate::configuration::{self, SendingConfiguration, business_account_id};
use crate::prelude::*;
use crate::transport::Action;

/// Reads the number and, when the account is known, who is subscribed to its
/// notifications. The first thing that is wrong is the failure.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn test_connection(request: TestConnectionRequest) -> Result<ConnectionTested, CommandError> {
    let properties = configuration::properties()?;
    let configuration = SendingConfiguration::parse(&properties)?;
    let account_id = properties.business_account_id.as_deref();
    let has_account = account_id.is_some_and(|id| !id.trim().is_empty());
    let account = if request.check_webhook.unwrap_or(has_account) {
        Some(business_account_id(&properties)?)
    } else {
        None
    };

    let number = format!(
        "{}?fields={NUMBER_FIELDS}",
        configuration.phone_number_id.as_str()
    );
    let mut tested = ask(&configuration, Action::Get, &number, connection::number)
        .map_err(|error| connection::mend(error, "phoneNumberId"))?;
    if let Some(account) = account {
        let path = format!("{}/subscribed_apps", account.as_str());
        let apps = ask(
            &configuration,
            Action::Get,
            &path,
            connection::subscribed_apps,
        )
        .map_err(|error| connection::mend(error, "businessAccountId"))?;
        tested.subscribed_apps = Some(connection::somebody(apps)?);
    }
    Ok(tested)
}
