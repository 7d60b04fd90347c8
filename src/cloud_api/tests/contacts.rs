//! Contact cards.

use serde_json::{Value, json};

use super::refused;
use crate::bindings::uip::whatsapp::outgoing::{
    ContactAddress, ContactCard, ContactEmail, ContactName, ContactOrg, ContactPhone, ContactUrl,
};
use crate::cloud_api::{Contacts, Refusal, tests::json as sent};

/// A card with a name and nothing else.
pub fn card(name: &str) -> ContactCard {
    ContactCard {
        name: ContactName {
            formatted_name: name.to_owned(),
            first_name: None,
            last_name: None,
            middle_name: None,
            suffix: None,
            prefix: None,
        },
        phones: None,
        emails: None,
        addresses: None,
        urls: None,
        org: None,
        birthday: None,
    }
}

fn cards(contacts: Result<Contacts, Refusal>) -> Value {
    sent(&contacts.unwrap())
}

#[test]
fn a_card_has_a_name_with_one_part_at_least() {
    assert_eq!(
        cards(Contacts::parse(&[card("Ada Byron")])),
        json!([{"name": {"formatted_name": "Ada Byron", "first_name": "Ada Byron"}}])
    );
    let mut parted = card("Ada Byron");
    parted.name.last_name = Some("Byron".to_owned());
    assert_eq!(
        cards(Contacts::parse(&[parted])),
        json!([{"name": {"formatted_name": "Ada Byron", "last_name": "Byron"}}])
    );
    let failure = refused(Contacts::parse(&[card("Ada"), card(" ")]));
    assert_eq!(failure.code, "empty-text");
    assert!(
        failure.error.contains("contacts[1].name.formattedName"),
        "{}",
        failure.error
    );
}

#[test]
fn what_is_blank_in_a_card_is_left_out() {
    let full = ContactCard {
        phones: Some(vec![ContactPhone {
            phone: "+39 333 1234567".to_owned(),
            label: Some(String::new()),
            wa_id: Some("393331234567".to_owned()),
        }]),
        emails: Some(vec![]),
        org: Some(ContactOrg {
            company: Some("Bakery".to_owned()),
            department: Some(" ".to_owned()),
            title: None,
        }),
        birthday: Some(String::new()),
        ..card("Ada")
    };
    assert_eq!(
        cards(Contacts::parse(&[full])),
        json!([{
            "name": {"formatted_name": "Ada", "first_name": "Ada"},
            "phones": [{"phone": "+39 333 1234567", "wa_id": "393331234567"}],
            "org": {"company": "Bakery"},
        }])
    );
    let blank = ContactCard {
        addresses: Some(vec![address(" "), address("Via Roma 1"), address("")]),
        org: Some(ContactOrg {
            company: Some(String::new()),
            department: None,
            title: None,
        }),
        ..card("Ada")
    };
    assert_eq!(
        cards(Contacts::parse(&[blank])),
        json!([{
            "name": {"formatted_name": "Ada", "first_name": "Ada"},
            "addresses": [{"street": "Via Roma 1"}],
        }])
    );
    let blank = ContactCard {
        addresses: Some(vec![address("")]),
        ..card("Ada")
    };
    assert_eq!(
        cards(Contacts::parse(&[blank])),
        json!([{"name": {"formatted_name": "Ada", "first_name": "Ada"}}])
    );
}

fn address(street: &str) -> ContactAddress {
    ContactAddress {
        street: Some(street.to_owned()),
        city: None,
        state: None,
        zip: None,
        country: None,
        country_code: None,
        label: Some(String::new()),
    }
}

#[test]
fn an_entry_without_its_value_is_refused_with_its_place() {
    let phone = |phone: &str| ContactPhone {
        phone: phone.to_owned(),
        label: None,
        wa_id: None,
    };
    let email = |email: &str| ContactEmail {
        email: email.to_owned(),
        label: None,
    };
    let url = |url: &str| ContactUrl {
        url: url.to_owned(),
        label: None,
    };
    for (empty, field) in [
        (
            ContactCard {
                phones: Some(vec![phone("+39 333 1234567"), phone(" ")]),
                ..card("Ada")
            },
            "contacts[1].phones[1].phone",
        ),
        (
            ContactCard {
                emails: Some(vec![email("")]),
                ..card("Ada")
            },
            "contacts[1].emails[0].email",
        ),
        (
            ContactCard {
                urls: Some(vec![url("https://a.example"), url("")]),
                ..card("Ada")
            },
            "contacts[1].urls[1].url",
        ),
    ] {
        let failure = refused(Contacts::parse(&[card("Bob"), empty]));
        assert_eq!(failure.code, "empty-text");
        assert!(failure.error.contains(field), "{}", failure.error);
    }
}

#[test]
fn a_message_has_1_to_257_cards() {
    let with = |count| Contacts::parse(&vec![card("Ada"); count]);
    for count in [1, 257] {
        assert!(with(count).is_ok());
    }
    for count in [0, 258] {
        let failure = refused(with(count));
        assert_eq!(failure.code, "invalid-count");
        for part in ["contacts", "257", &count.to_string()] {
            assert!(failure.error.contains(part), "{}", failure.error);
        }
    }
}

#[test]
fn a_birthday_is_a_day_of_the_calendar() {
    let born = |day: &str| {
        Contacts::parse(&[ContactCard {
            birthday: Some(day.to_owned()),
            ..card("Ada")
        }])
    };
    for good in ["1999-01-23", "2000-02-29", "2024-12-31", " 1815-12-10 "] {
        assert!(born(good).is_ok(), "{good}");
    }
    for bad in [
        "1999-02-29",
        "1900-02-29",
        "1999-13-01",
        "1999-00-10",
        "1999-04-31",
        "1999-01-00",
        "99-01-23",
        "1999-1-23",
        "23.01.1999",
        "1999-01-23T00:00",
        "+999-01-23",
    ] {
        let failure = refused(born(bad));
        assert_eq!(failure.code, "invalid-birthday", "{bad}");
        assert!(failure.error.contains("contacts[0].birthday"));
    }
}
