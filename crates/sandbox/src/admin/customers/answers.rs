//! `/sandbox/customers/{id}/…`: what a customer answers and sends besides words.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Made, Who, made};
use crate::admin::{Body, Refusal};
use crate::customer::{Customer, OrderItem};
use crate::model::media::{Attachment, Kind};

/// The customer, quoting a message if there is one to quote.
fn speaker(customer: Customer, message_id: Option<&String>) -> Customer {
    match message_id {
        Some(quoted) => customer.quoting(quoted),
        None => customer,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Tap {
    message_id: String,
    button: String,
}

pub(in crate::admin) async fn tap(
    Who(customer): Who,
    Body(tap): Body<Tap>,
) -> Result<Made, Refusal> {
    Ok(made(&customer.taps(&tap.message_id, &tap.button)?))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Choose {
    message_id: String,
    row: String,
}

pub(in crate::admin) async fn choose(
    Who(customer): Who,
    Body(choose): Body<Choose>,
) -> Result<Made, Refusal> {
    Ok(made(&customer.chooses(&choose.message_id, &choose.row)?))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Submit {
    message_id: String,
    answers: Value,
}

pub(in crate::admin) async fn submit(
    Who(customer): Who,
    Body(submit): Body<Submit>,
) -> Result<Made, Refusal> {
    Ok(made(&customer.submits(&submit.message_id, submit.answers)?))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Sending {
    #[serde(rename = "type")]
    kind: String,
    mime_type: String,
    /// Base64.
    content: String,
    caption: Option<String>,
    filename: Option<String>,
    #[serde(default)]
    voice: bool,
    #[serde(default)]
    animated: bool,
    message_id: Option<String>,
}

pub(in crate::admin) async fn media(
    Who(customer): Who,
    Body(sending): Body<Sending>,
) -> Result<Made, Refusal> {
    let kind = Kind::named(&sending.kind).ok_or_else(|| {
        Refusal::bad(format!(
            "{} is not image, video, audio, document or sticker",
            sending.kind
        ))
    })?;
    let bytes = STANDARD
        .decode(&sending.content)
        .map_err(|error| Refusal::bad(format!("content is not base64: {error}")))?;
    let mut attachment = Attachment::new(kind, &sending.mime_type, bytes);
    if let Some(caption) = &sending.caption {
        attachment = attachment.caption(caption);
    }
    if let Some(filename) = &sending.filename {
        attachment = attachment.filename(filename);
    }
    if sending.voice {
        attachment = attachment.voice();
    }
    if sending.animated {
        attachment = attachment.animated();
    }
    let customer = speaker(customer, sending.message_id.as_ref());
    Ok(made(&customer.sends_media(attachment)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Place {
    latitude: f64,
    longitude: f64,
    name: Option<String>,
    address: Option<String>,
    message_id: Option<String>,
}

pub(in crate::admin) async fn location(
    Who(customer): Who,
    Body(place): Body<Place>,
) -> Result<Made, Refusal> {
    let mut content = json!({"latitude": place.latitude, "longitude": place.longitude});
    for (key, value) in [("name", place.name), ("address", place.address)] {
        if let Some(value) = value {
            content[key] = json!(value);
        }
    }
    let customer = speaker(customer, place.message_id.as_ref());
    Ok(made(&customer.sends("location", content)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Contacts {
    contacts: Vec<Value>,
    message_id: Option<String>,
}

pub(in crate::admin) async fn contacts(
    Who(customer): Who,
    Body(contacts): Body<Contacts>,
) -> Result<Made, Refusal> {
    let customer = speaker(customer, contacts.message_id.as_ref());
    Ok(made(&customer.sends_contacts(json!(contacts.contacts))))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::admin) struct Follow {
    link: String,
}

pub(in crate::admin) async fn follow(
    Who(customer): Who,
    Body(follow): Body<Follow>,
) -> Result<Made, Refusal> {
    Ok(made(&customer.follows(&follow.link)?))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct Order {
    message_id: String,
    items: Vec<Item>,
    text: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Item {
    product: String,
    #[serde(default = "one")]
    quantity: u32,
    price: Option<f64>,
    currency: Option<String>,
}

fn one() -> u32 {
    1
}

pub(in crate::admin) async fn order(
    Who(customer): Who,
    Body(order): Body<Order>,
) -> Result<Made, Refusal> {
    let items: Vec<OrderItem> = order.items.into_iter().map(ordered).collect();
    let text = order.text.as_deref();
    Ok(made(&customer.orders(&order.message_id, &items, text)?))
}

fn ordered(item: Item) -> OrderItem {
    let ordered = OrderItem::new(item.product, item.quantity);
    match item.price {
        Some(price) => ordered.at(price, item.currency.unwrap_or_else(|| "USD".to_owned())),
        None => ordered,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct ShareContactInfo {
    message_id: String,
    phone_number: Option<String>,
}

pub(in crate::admin) async fn share_contact_info(
    Who(customer): Who,
    Body(share): Body<ShareContactInfo>,
) -> Result<Made, Refusal> {
    let number = share.phone_number.as_deref();
    Ok(made(
        &customer.shares_contact_info(&share.message_id, number)?,
    ))
}
