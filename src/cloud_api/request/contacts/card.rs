//! What a card of the request becomes.

use super::birthday::Birthday;
use super::object::{Address, Contact, Email, Name, Org, Phone, Url};
use crate::bindings::uip::whatsapp::outgoing::{
    ContactAddress, ContactCard, ContactName, ContactOrg,
};
use crate::cloud_api::request::field::{item, member, required};
use crate::cloud_api::request::refusal::Refusal;
use uip_kit::field::given;

impl Contact {
    /// Parses the card in `field`. What is blank counts as not given, and so
    /// does an address or organization of which everything is blank.
    ///
    /// # Errors
    /// A permanent failure that names the member that is wrong.
    pub fn parse(field: &str, card: &ContactCard) -> Result<Self, Refusal> {
        let (mut phones, mut emails, mut urls) = (Vec::new(), Vec::new(), Vec::new());
        let name = Name::parse(field, &card.name)?;
        for (place, phone) in card.phones.iter().flatten().enumerate() {
            phones.push(Phone {
                phone: value(field, "phones", place, "phone", &phone.phone)?,
                label: text(phone.label.as_deref()),
                wa_id: text(phone.wa_id.as_deref()),
            });
        }
        for (place, email) in card.emails.iter().flatten().enumerate() {
            emails.push(Email {
                email: value(field, "emails", place, "email", &email.email)?,
                label: text(email.label.as_deref()),
            });
        }
        for (place, url) in card.urls.iter().flatten().enumerate() {
            urls.push(Url {
                url: value(field, "urls", place, "url", &url.url)?,
                label: text(url.label.as_deref()),
            });
        }
        let mut addresses = Vec::new();
        for address in card.addresses.iter().flatten() {
            addresses.extend(Address::new(address));
        }
        let birthday = given(card.birthday.as_deref())
            .map(|birthday| Birthday::parse(&member(field, "birthday"), birthday))
            .transpose()?;
        Ok(Self {
            name,
            phones,
            emails,
            addresses,
            urls,
            org: card.org.as_ref().and_then(Org::new),
            birthday,
        })
    }
}

impl Name {
    /// WhatsApp asks for one part of the name in addition to the whole.
    fn parse(field: &str, name: &ContactName) -> Result<Self, Refusal> {
        let formatted_name =
            required(&member(field, "name.formattedName"), &name.formatted_name)?.to_owned();
        let mut parsed = Self {
            first_name: text(name.first_name.as_deref()),
            last_name: text(name.last_name.as_deref()),
            middle_name: text(name.middle_name.as_deref()),
            suffix: text(name.suffix.as_deref()),
            prefix: text(name.prefix.as_deref()),
            formatted_name,
        };
        let has_part = [
            &parsed.first_name,
            &parsed.last_name,
            &parsed.middle_name,
            &parsed.suffix,
            &parsed.prefix,
        ]
        .into_iter()
        .any(Option::is_some);
        if !has_part {
            parsed.first_name = Some(parsed.formatted_name.clone());
        }
        Ok(parsed)
    }
}

impl Address {
    /// `None` if all of it is blank.
    fn new(address: &ContactAddress) -> Option<Self> {
        let parts = [
            address.street.as_deref(),
            address.city.as_deref(),
            address.state.as_deref(),
            address.zip.as_deref(),
            address.country.as_deref(),
            address.country_code.as_deref(),
            address.label.as_deref(),
        ];
        is_any_given(&parts).then(|| Self {
            street: text(address.street.as_deref()),
            city: text(address.city.as_deref()),
            state: text(address.state.as_deref()),
            zip: text(address.zip.as_deref()),
            country: text(address.country.as_deref()),
            country_code: text(address.country_code.as_deref()),
            label: text(address.label.as_deref()),
        })
    }
}

impl Org {
    /// `None` if all of it is blank.
    fn new(org: &ContactOrg) -> Option<Self> {
        is_any_given(&[
            org.company.as_deref(),
            org.department.as_deref(),
            org.title.as_deref(),
        ])
        .then(|| Self {
            company: text(org.company.as_deref()),
            department: text(org.department.as_deref()),
            title: text(org.title.as_deref()),
        })
    }
}

fn is_any_given(texts: &[Option<&str>]) -> bool {
    texts.iter().any(|text| given(*text).is_some())
}

/// A text that counts as not given if it is blank.
fn text(value: Option<&str>) -> Option<String> {
    given(value).map(str::to_owned)
}

/// The value of an entry of one of the card's lists.
fn value(
    field: &str,
    list: &str,
    place: usize,
    name: &str,
    value: &str,
) -> Result<String, Refusal> {
    Ok(required(&member(&item(&member(field, list), place), name), value)?.to_owned())
}
