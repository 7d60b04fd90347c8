//! `/v2/Indicators/Typing.json` and `/v3/Indicators/Typing.json`: a customer sees the business typing, and that it has
//! read the message.

use http::Method;
use serde_json::json;

use super::Done;
use super::call::Call;
use crate::model::ids::Way;
use crate::model::line::Carrier;
use crate::model::twilio::TwilioError;
use crate::model::world::World;

/// The indicator is gone after so many seconds, or with the next message.
const LASTS: u64 = 25;

/// v2 takes a form with `channel=whatsapp`, v3 JSON with `WHATSAPP`.
pub(super) fn show(world: &World, call: &Call, version: &str) -> Result<Done, TwilioError> {
    if call.method != Method::POST {
        return Err(TwilioError::new(20_004));
    }
    let (channel, message, wanted) = if version == "v3" {
        let request = call.json()?;
        let text = |key: &str| Some(request.get(key)?.as_str()?.to_owned());
        (text("channel"), text("messageId"), "WHATSAPP")
    } else {
        let text = |key: &str| call.given(key).map(str::to_owned);
        (text("channel"), text("messageId"), "whatsapp")
    };
    if channel.as_deref() != Some(wanted) {
        return Err(TwilioError::invalid(format!("channel must be {wanted}.")));
    }
    let sid = message.ok_or_else(|| TwilioError::invalid("messageId is required."))?;
    world.change(|state| {
        let entry = state.ledger.find_on(Carrier::Twilio, &sid);
        let entry = entry.filter(|entry| entry.way == Way::In);
        let with = entry.ok_or_else(|| call.not_found())?.with.clone();
        let now = state.clock.seconds();
        let person = state.customers.meet(&with, now);
        person.read_up_to(&sid);
        person.typing_until = Some(now.saturating_add(LASTS));
        tracing::info!("read by the business, which types");
        Ok(Done::Json(200, json!({"success": true})))
    })
}
