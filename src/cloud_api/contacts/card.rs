//! One contact card, as WhatsApp takes it.

use super::birthday::Birthday;
use crate::bindings::uip::whatsapp::contacts::{ContactAddress, ContactCard, ContactName};
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::cloud_api::refusal::{given, refuse};
use crate::json::{ObjectWriter, array};
use crate::prelude::*;

/// The card in `field`.
///
/// # Errors
/// A permanent failure that names the member that is wrong.
pub fn json(field: &str, card: &ContactCard) -> Result<String, CommandError> {
    let mut json = ObjectWriter::new().json("name", &name(field, &card.name)?);
    let mut phones = Vec::new();
    for phone in card.phones.iter().flatten() {
        let object = entry(
            field,
            "phones",
            "phone",
            &phone.phone,
            phone.label.as_deref(),
        )?;
        let wa_id = given(phone.wa_id.as_deref());
        phones.push(object.optional_text("wa_id", wa_id).finish());
    }
    let mut emails = Vec::new();
    for email in card.emails.iter().flatten() {
        let object = entry(
            field,
            "emails",
            "email",
            &email.email,
            email.label.as_deref(),
        )?;
        emails.push(object.finish());
    }
    let mut urls = Vec::new();
    for url in card.urls.iter().flatten() {
        urls.push(entry(field, "urls", "url", &url.url, url.label.as_deref())?.finish());
    }
    let addresses: Vec<String> = card.addresses.iter().flatten().map(address).collect();
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
        json = json.json("org", &org);
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

/// An entry of one of the card's lists: what it is, and of which kind.
fn entry(
    field: &str,
    list: &str,
    member: &str,
    value: &str,
    label: Option<&str>,
) -> Result<ObjectWriter, CommandError> {
    let value = required(&format!("{field}.{list}[].{member}"), value)?;
    Ok(ObjectWriter::new()
        .text(member, value)
        .optional_text("type", given(label)))
}

fn required<'a>(field: &str, value: &'a str) -> Result<&'a str, CommandError> {
    given(Some(value)).ok_or_else(|| {
        refuse(
            "empty-text",
            &format!("The field {field} must not be empty."),
            "Check the flow's variable that fills this field, or leave the entry out.",
        )
    })
}
