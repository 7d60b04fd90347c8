//! One contact card, as WhatsApp takes it.

use super::birthday::Birthday;
use crate::bindings::uip::whatsapp::contacts::{ContactAddress, ContactCard, ContactName};
use uip_kit::CommandError;
use uip_kit::field::given;
use uip_kit::field::required;
use uip_kit::json::{ObjectWriter, array};

/// An object of which nothing was given.
const EMPTY: &str = "{}";

/// The card in `field`.
///
/// # Errors
/// A permanent failure that names the member that is wrong.
pub fn json(field: &str, card: &ContactCard) -> Result<String, CommandError> {
    let mut json = ObjectWriter::new().json("name", &name(field, &card.name)?);
    let (mut phones, mut emails, mut urls) = (Vec::new(), Vec::new(), Vec::new());
    for (place, phone) in card.phones.iter().flatten().enumerate() {
        let field = format!("{field}.phones[{place}]");
        let object = entry(&field, "phone", &phone.phone, phone.label.as_deref())?;
        let wa_id = given(phone.wa_id.as_deref());
        phones.push(object.optional_text("wa_id", wa_id).finish());
    }
    for (place, email) in card.emails.iter().flatten().enumerate() {
        let field = format!("{field}.emails[{place}]");
        let object = entry(&field, "email", &email.email, email.label.as_deref())?;
        emails.push(object.finish());
    }
    for (place, url) in card.urls.iter().flatten().enumerate() {
        let field = format!("{field}.urls[{place}]");
        let object = entry(&field, "url", &url.url, url.label.as_deref())?;
        urls.push(object.finish());
    }
    let mut addresses: Vec<String> = card.addresses.iter().flatten().map(address).collect();
    addresses.retain(|address| address != EMPTY);
    for (name, items) in [
        ("phones", phones),
        ("emails", emails),
        ("addresses", addresses),
        ("urls", urls),
    ] {
        if !items.is_empty() {
            json = json.json(name, &array(&items));
        }
    }
    if let Some(org) = &card.org {
        let org = texts(&[
            ("company", &org.company),
            ("department", &org.department),
            ("title", &org.title),
        ]);
        if org != EMPTY {
            json = json.json("org", &org);
        }
    }
    if let Some(birthday) = given(card.birthday.as_deref()) {
        let birthday = Birthday::parse(&format!("{field}.birthday"), birthday)?;
        json = json.text("birthday", birthday.as_str());
    }
    Ok(json.finish())
}

/// WhatsApp asks for one part of the name beside the whole.
fn name(field: &str, name: &ContactName) -> Result<String, CommandError> {
    let whole = required(&format!("{field}.name.formattedName"), &name.formatted_name)?;
    let parts = [
        ("first_name", &name.first_name),
        ("last_name", &name.last_name),
        ("middle_name", &name.middle_name),
        ("suffix", &name.suffix),
        ("prefix", &name.prefix),
    ];
    let has_part = parts
        .iter()
        .any(|(_, part)| given(part.as_deref()).is_some());
    let json = ObjectWriter::new()
        .text("formatted_name", whole)
        .optional_text("first_name", Some(whole).filter(|_| !has_part));
    Ok(with_texts(json, &parts).finish())
}

fn address(address: &ContactAddress) -> String {
    texts(&[
        ("street", &address.street),
        ("city", &address.city),
        ("state", &address.state),
        ("zip", &address.zip),
        ("country", &address.country),
        ("country_code", &address.country_code),
        ("type", &address.label),
    ])
}

/// An object of those texts that are given.
fn texts(members: &[(&str, &Option<String>)]) -> String {
    with_texts(ObjectWriter::new(), members).finish()
}

fn with_texts(mut json: ObjectWriter, members: &[(&str, &Option<String>)]) -> ObjectWriter {
    for (name, value) in members {
        json = json.optional_text(name, given(value.as_deref()));
    }
    json
}

/// The entry of one of the card's lists in `field`: what it is, and of which
/// kind.
fn entry(
    field: &str,
    member: &str,
    value: &str,
    label: Option<&str>,
) -> Result<ObjectWriter, CommandError> {
    let value = required(&format!("{field}.{member}"), value)?;
    Ok(ObjectWriter::new()
        .text(member, value)
        .optional_text("type", given(label)))
}
