//! The field `phoneNumber`. The input is a country code or nothing, `|`, and what
//! was given.

#![no_main]

use libfuzzer_sys::fuzz_target;
use uip_fuzz::check_refusal;
use uip_kit::phone_number::CountryCode;
use whatsapp::cloud_api::Recipient;

fn as_sent(recipient: &Recipient) -> &str {
    match recipient {
        Recipient::PhoneNumber(number) => number.as_str(),
        Recipient::UserId(id) => id.as_str(),
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Some((country, given)) = text.split_once('|') else {
        return;
    };
    let country = match country {
        "" => None,
        code => match CountryCode::parse(code) {
            Ok(code) => Some(code),
            Err(error) => return check_refusal(&error),
        },
    };
    let recipient = match Recipient::parse(given, country.as_ref()) {
        Ok(recipient) => recipient,
        Err(refusal) => return check_refusal(&refusal.into()),
    };
    let sent = as_sent(&recipient);
    if let Recipient::PhoneNumber(_) = &recipient {
        let digits = sent.strip_prefix('+').expect("E.164 begins with +");
        assert!((4..=15).contains(&digits.len()), "{given:?} became {sent}");
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
        assert!(!digits.starts_with('0'), "{given:?} became {sent}");
        // A number that names its country is not given another one.
        if given.trim_start().starts_with('+') {
            let kept: String = given.chars().filter(char::is_ascii_digit).collect();
            assert_eq!(kept, digits, "{given:?} became {sent}");
        }
    }
    for country in [country.as_ref(), None] {
        match Recipient::parse(sent, country) {
            Ok(again) => assert_eq!(as_sent(&again), sent, "it means the same again"),
            Err(error) => panic!("{sent} was made and is refused: {error:?}"),
        }
    }
});
