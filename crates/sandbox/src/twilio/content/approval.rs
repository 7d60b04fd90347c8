//! `/v1/Content/{sid}/ApprovalRequests`.

use serde_json::{Value, json};

use crate::model::templates::Review;
use crate::model::twilio::TwilioError;
use crate::model::twilio::contents::{Approval, Kind};
use crate::model::world::World;
use crate::twilio::Done;
use crate::twilio::call::Call;

const CATEGORIES: [&str; 3] = ["UTILITY", "MARKETING", "AUTHENTICATION"];

pub(super) fn read(world: &World, call: &Call, sid: &str) -> Result<Done, TwilioError> {
    world.look(|state| {
        let content = state.twilio.contents.find(sid);
        let content = content.ok_or_else(|| call.not_found())?;
        let mut whatsapp = json!({"type": "whatsapp"});
        if let (Value::Object(whole), Value::Object(request)) =
            (&mut whatsapp, content.approval_request())
        {
            whole.extend(request);
        }
        Ok(Done::Json(
            200,
            json!({
                "sid": sid,
                "account_sid": world.settings.twilio.account_sid,
                "whatsapp": whatsapp,
                "url": format!("{}{}", call.base(&world.settings), call.path),
            }),
        ))
    })
}

/// Submits a content. The review that waits decides at once, and approves if none waits; the answer is from
/// before.
pub(super) fn submit(world: &World, call: &Call, sid: &str) -> Result<Done, TwilioError> {
    let request = call.json()?;
    let text = |key: &str| {
        let text = request.get(key).and_then(Value::as_str);
        text.ok_or_else(|| TwilioError::invalid(format!("{key} is required.")))
    };
    let (name, category) = (text("name")?, text("category")?);
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if name.is_empty() || !name.bytes().all(is_name) {
        return Err(TwilioError::invalid(
            "name must consist of lowercase letters, digits and underscores.",
        ));
    }
    if !CATEGORIES.contains(&category) {
        return Err(TwilioError::invalid(format!(
            "category must be one of {}.",
            CATEGORIES.join(", ")
        )));
    }
    world.change(|state| {
        let content = state.twilio.contents.find_mut(sid);
        let content = content.ok_or_else(|| call.not_found())?;
        if content.approval.is_some() {
            return Err(TwilioError::new(92_009));
        }
        if !content.kind().is_some_and(Kind::can_be_approved) {
            return Err(TwilioError::invalid(
                "WhatsApp approves no content of this type.",
            ));
        }
        content.approval = Some(Approval {
            name: name.to_owned(),
            category: category.to_owned(),
            status: "received".to_owned(),
            rejection_reason: String::new(),
            allow_category_change: true,
        });
        let received = content.approval_request();
        let review = state.reviews.pop_front().unwrap_or_else(Review::approve);
        content.set(&review.fields());
        Ok(Done::Json(201, received))
    })
}
