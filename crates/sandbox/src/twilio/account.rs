//! `GET /2010-04-01/Accounts/{AccountSid}.json`.

use http::Method;
use serde_json::json;

use super::call::Call;
use super::{Done, VERSION};
use crate::model::twilio::TwilioError;
use crate::model::world::World;

/// The account. As at Twilio, the answer contains the Auth Token.
pub(super) fn read(world: &World, call: &Call) -> Result<Done, TwilioError> {
    if call.method != Method::GET {
        return Err(TwilioError::new(20_004));
    }
    let account = &world.settings.twilio;
    let uri = format!("/{VERSION}/Accounts/{}", account.account_sid);
    Ok(Done::Json(
        200,
        json!({
            "sid": account.account_sid,
            "owner_account_sid": account.account_sid,
            "friendly_name": world.settings.verified_name,
            "auth_token": account.auth_token,
            "status": "active",
            "type": "Full",
            "uri": format!("{uri}.json"),
            "subresource_uris": {"messages": format!("{uri}/Messages.json")},
        }),
    ))
}
