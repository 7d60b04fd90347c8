//! `test-connection`: whether the adapter is set up right.

use super::client::{Call, Session};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, ConnectionTested, TestConnectionRequest,
};
use crate::cloud_api::Next;
use crate::cloud_api::connection::{self, NUMBER_FIELDS};
use crate::configuration::{self, BusinessAccountId, business_account_id};

/// Checks all properties, and fails with everything that is wrong with them;
/// then reads the number and, when the account is known, whether the number is
/// one of its own and who is subscribed to its notifications. There the first
/// thing that is wrong is the failure.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn test_connection(request: TestConnectionRequest) -> Result<ConnectionTested, CommandError> {
    let properties = configuration::properties()?;
    configuration::check(&properties)?;
    let session = Session::of(&properties)?;
    let account_id = properties.business_account_id.as_deref();
    let has_account = account_id.is_some_and(|id| !id.trim().is_empty());
    let checks_webhook = request.check_webhook.unwrap_or(has_account);
    let account = if has_account || checks_webhook {
        Some(business_account_id(&properties)?)
    } else {
        None
    };

    let number = format!(
        "{}?fields={NUMBER_FIELDS}",
        session.configuration.phone_number_id.as_str()
    );
    let tested = session
        .call(&Call::get(&number), connection::number)
        .map_err(|error| connection::mend(error, "phoneNumberId"))?;
    let mut tested = connection::usable(tested)?;
    if let Some(account) = account {
        look_for_number(&session, &account)?;
        if checks_webhook {
            let path = format!("{}/subscribed_apps", account.as_str());
            let apps = session
                .call(&Call::get(&path), connection::subscribed_apps)
                .map_err(|error| connection::mend(error, "businessAccountId"))?;
            tested.subscribed_apps = Some(connection::somebody(apps)?);
        }
    }
    Ok(tested)
}

/// A thousand numbers: far more than an account may have.
const MOST_PAGES: usize = 10;

/// Looks for the number among the account's. Where not all of them can be
/// read, it may be one of the rest.
fn look_for_number(session: &Session, account: &BusinessAccountId) -> Result<(), CommandError> {
    let mut cursor: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let path = connection::numbers_path(account, cursor.as_deref());
        let (is_there, next) = session
            .call(&Call::get(&path), |answer| {
                connection::has_number(answer, &session.configuration.phone_number_id)
            })
            .map_err(|error| connection::mend(error, "businessAccountId"))?;
        match next {
            _ if is_there => break,
            Next::Nothing => return Err(connection::not_in_account()),
            Next::After(after) => cursor = Some(after),
            Next::Unknown => break,
        }
    }
    Ok(())
}
