//! `test-connection`: whether the adapter is set up correctly.

use super::client::{Call, Session};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, ConnectionTested, TestConnectionRequest,
};
use crate::cloud_api::connection::{self, Health, NUMBER_FIELDS};
use crate::cloud_api::{Next, TemplateId};
use crate::configuration::{self, BusinessAccountId, business_account_id};
use uip_kit::field::given;

/// Checks all properties, and fails with everything that is wrong with them;
/// then reads the number and, when the account is known, whether the number is
/// one of its own and who is subscribed to its notifications. There the first
/// thing that is wrong is the failure. What limits the sending is not one.
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

    let template = given(request.template_id.as_deref());
    let template = template.map(TemplateId::parse).transpose()?;

    let mut tested = connection::usable(read_number(&session)?)?;
    let version = &session.configuration.api_version;
    tested.api_version_ends = connection::version_end(version).map(str::to_owned);
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
    if let Some(template) = template {
        add_template(&session, &template, &mut tested)?;
    }
    Ok(tested)
}

/// Reads the number, with fewer fields where the more are rejected.
fn read_number(session: &Session) -> Result<ConnectionTested, CommandError> {
    let id = &session.configuration.phone_number_id;
    let read = |fields| {
        let path = connection::number_path(id, fields);
        session.call(&Call::get(&path), connection::number)
    };
    let [most, fewer @ ..] = NUMBER_FIELDS;
    let mut number = read(most);
    for fields in fewer {
        if !number.as_ref().is_err_and(connection::may_be_a_field) {
            break;
        }
        number = read(fields);
    }
    number.map_err(|error| connection::mend(error, "phoneNumberId"))
}

/// Adds what limits the sending of the template.
fn add_template(
    session: &Session,
    template: &TemplateId,
    tested: &mut ConnectionTested,
) -> Result<(), CommandError> {
    let mut health = Health {
        can_send: tested.can_send.take(),
        blocked_by: std::mem::take(&mut tested.blocked_by),
    };
    let path = [template.as_str(), "?fields=health_status"].concat();
    session
        .call(&Call::get(&path), |answer| {
            health.add(answer);
            Some(())
        })
        .map_err(connection::mend_template)?;
    tested.can_send = health.can_send;
    tested.blocked_by = health.blocked_by;
    Ok(())
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
