//! `/{phone number id}/whatsapp_business_profile`.

use serde_json::{Map, Value, json};

use crate::graph::call::Call;
use crate::graph::fields::Fields;
use crate::graph::messages;
use crate::graph::selection::Node;
use crate::model::GraphError;
use crate::model::media::uploads::Uploads;
use crate::model::world::World;

const PROFILE: Node = Node {
    kind: "WhatsAppBusinessProfile",
    known: &[
        "about",
        "address",
        "description",
        "email",
        "messaging_product",
        "profile_picture_url",
        "vertical",
        "websites",
    ],
    unasked: &["messaging_product"],
};

/// Members that are text, and how many characters each may have.
const TEXTS: [(&str, usize); 4] = [
    ("about", 139),
    ("address", 256),
    ("description", 512),
    ("email", 128),
];
const MOST_WEBSITES: usize = 2;
const LONGEST_WEBSITE: usize = 256;

const VERTICALS: [&str; 23] = [
    "ALCOHOL",
    "APPAREL",
    "AUTO",
    "BEAUTY",
    "EDU",
    "ENTERTAIN",
    "EVENT_PLAN",
    "FINANCE",
    "GOVT",
    "GROCERY",
    "HEALTH",
    "HOTEL",
    "NONPROFIT",
    "NOT_A_BIZ",
    "ONLINE_GAMBLING",
    "OTC_DRUGS",
    "OTHER",
    "PHYSICAL_GAMBLING",
    "PROF_SERVICES",
    "RESTAURANT",
    "RETAIL",
    "TRAVEL",
    "UNDEFINED",
];

/// Only `messaging_product` comes unasked.
pub(in crate::graph) fn read(world: &World, call: &Call) -> Result<Value, GraphError> {
    let mut profile = world.look(|state| state.account.profile.clone());
    profile.insert("messaging_product".to_owned(), json!("whatsapp"));
    let mut chosen = PROFILE.select(call, Value::Object(profile))?;
    chosen["messaging_product"] = json!("whatsapp");
    Ok(json!({"data": [chosen]}))
}

/// Changes the members that are given, all or none.
pub(in crate::graph) fn write(world: &World, call: &Call) -> Result<Value, GraphError> {
    let request = call.object();
    messages::check_product(&request)?;
    world.change(|state| {
        let changes = check(&Fields::top(&request), &state.uploads)?;
        state.account.profile.extend(changes);
        Ok(json!({"success": true}))
    })
}

fn check(request: &Fields<'_>, uploads: &Uploads) -> Result<Map<String, Value>, GraphError> {
    let mut changes = Map::new();
    for (key, most) in TEXTS {
        if let Some(text) = request.optional_text_within(key, most)? {
            changes.insert(key.to_owned(), json!(text));
        }
    }
    if changes.get("about").is_some_and(|about| about == "") {
        return Err(GraphError::parameter("Param about must not be empty."));
    }
    let websites = request.optional_list("websites")?;
    if websites.len() > MOST_WEBSITES {
        return Err(GraphError::parameter(format!(
            "Param websites must be an array of at most {MOST_WEBSITES} items."
        )));
    }
    for (place, website) in websites.iter().enumerate() {
        let good = website.as_str().is_some_and(|url| {
            (url.starts_with("http://") || url.starts_with("https://"))
                && url.chars().count() <= LONGEST_WEBSITE
        });
        if !good {
            return Err(GraphError::parameter(format!(
                "Param websites[{place}] must be a URL that starts with http:// or https:// and has at most \
                 {LONGEST_WEBSITE} characters."
            )));
        }
    }
    // An empty list removes them.
    if request.get("websites").is_some() {
        changes.insert("websites".to_owned(), json!(websites));
    }
    if let Some(vertical) = request.optional_text("vertical")? {
        if !VERTICALS.contains(&vertical) {
            return Err(GraphError::parameter(format!(
                "Param vertical must be one of {{{}}} - got \"{vertical}\".",
                VERTICALS.join(", ")
            )));
        }
        changes.insert("vertical".to_owned(), json!(vertical));
    }
    if let Some(handle) = request.optional_text("profile_picture_handle")? {
        changes.insert("profile_picture_url".to_owned(), picture(handle, uploads)?);
    }
    Ok(changes)
}

/// The picture of a handle that the resumable upload returned, as a link. Nothing answers there.
///
/// Meta does not document the refusal of a handle.
fn picture(handle: &str, uploads: &Uploads) -> Result<Value, GraphError> {
    match uploads.file_type(handle) {
        Some("image/jpeg" | "image/jpg" | "image/png") => Ok(json!(format!(
            "https://pps.whatsapp.net/v/{}",
            handle.trim_start_matches("4::")
        ))),
        Some(other) => Err(GraphError::parameter(format!(
            "Param profile_picture_handle must be the handle of an image - got one of {other}."
        ))),
        None => Err(GraphError::parameter(
            "Param profile_picture_handle must be a handle that the resumable upload API has returned.",
        )),
    }
}
