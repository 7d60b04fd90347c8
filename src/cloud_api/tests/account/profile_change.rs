//! A change of the business profile.

use super::{HOSTILE, profile};
use crate::bindings::uip::whatsapp::account::UpdateBusinessProfileRequest;
use crate::cloud_api::ProfileChange;
use crate::cloud_api::tests::refused;

/// For a field that is optional.
#[allow(clippy::unnecessary_wraps)]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn email(value: &str) -> Result<ProfileChange, crate::cloud_api::Refusal> {
    profile(|it| it.email = some(value))
}

fn websites(values: &[&str]) -> Result<ProfileChange, crate::cloud_api::Refusal> {
    profile(|it| it.websites = Some(values.iter().map(|it| (*it).to_owned()).collect()))
}

#[test]
fn a_whole_change_is_written_as_meta_documents_it() {
    let change = ProfileChange::parse(UpdateBusinessProfileRequest {
        about: some("Succulent \"specialists\"!"),
        address: some("1 Hacker Way, Menlo Park, CA 94025"),
        description: some("Rare\nand common"),
        email: some(" lucky@luckyshrub.com "),
        websites: Some(vec![
            "https://www.luckyshrub.com".to_owned(),
            " http://b.example/ ".to_owned(),
        ]),
        vertical: some("retail"),
        picture_handle: some("4::aW"),
    })
    .unwrap();
    assert_eq!(
        change.json(),
        concat!(
            r#"{"messaging_product":"whatsapp","about":"Succulent \"specialists\"!","#,
            r#""address":"1 Hacker Way, Menlo Park, CA 94025","description":"Rare\nand common","#,
            r#""email":"lucky@luckyshrub.com","#,
            r#""websites":["https://www.luckyshrub.com","http://b.example/"],"#,
            r#""vertical":"RETAIL","profile_picture_handle":"4::aW"}"#,
        )
    );
    assert_eq!(
        change.updated(),
        [
            "about",
            "address",
            "description",
            "email",
            "websites",
            "vertical",
            "pictureHandle"
        ]
    );
}

#[test]
fn what_is_left_out_or_blank_stays_as_it_is() {
    let change = profile(|it| {
        it.about = some(" ");
        it.email = some("");
        it.picture_handle = some("\n");
    })
    .unwrap();
    assert_eq!(
        change.json(),
        r#"{"messaging_product":"whatsapp","vertical":"RETAIL"}"#
    );
    assert_eq!(change.updated(), ["vertical"]);
}

#[test]
fn an_empty_list_removes_the_web_pages() {
    let change = profile(|it| {
        it.vertical = None;
        it.websites = Some(Vec::new());
    })
    .unwrap();
    assert_eq!(
        change.json(),
        r#"{"messaging_product":"whatsapp","websites":[]}"#
    );
    assert_eq!(change.updated(), ["websites"]);
}

#[test]
fn a_change_of_nothing_is_refused() {
    let failure = refused(profile(|it| it.vertical = some(" ")));
    assert_eq!(failure.code, "nothing-to-change");
    assert!(failure.error.contains("pictureHandle"));
}

#[test]
fn an_email_address_has_two_sides() {
    let longest = format!("{}@example.com", "x".repeat(128 - "@example.com".len()));
    for good in [
        "a@b",
        "contact@bakery.example",
        &longest,
        "grüße@bäckerei.example",
    ] {
        assert!(email(good).is_ok(), "{good}");
    }
    let long = format!("x{longest}");
    let failure = refused(email(&long));
    assert_eq!(failure.code, "text-too-long");
    assert!(failure.error.contains("email") && failure.error.contains("128"));
    for bad in ["a", "@", "a@", "@b", "a@b@c", "a b@c", "a\n@b", "a@b\0c"] {
        assert_eq!(refused(email(bad)).code, "invalid-email", "{bad:?}");
    }
}

#[test]
fn there_are_at_most_two_web_pages_each_with_a_whole_address() {
    let longest = format!("https://a.example/{}", "x".repeat(256 - 18));
    assert!(websites(&[&longest, "http://b.example"]).is_ok());
    let failure = refused(websites(&["https://a.b", "https://c.d", "https://e.f"]));
    assert_eq!(failure.code, "invalid-count");
    assert!(failure.error.contains("websites") && failure.error.contains("it has 3"));
    let failure = refused(websites(&["https://a.b", &format!("{longest}x")]));
    assert_eq!(failure.code, "text-too-long");
    assert!(failure.error.contains("websites[1]") && failure.error.contains("256"));
    assert_eq!(refused(websites(&[" "])).code, "empty-text");
    for bad in [
        "a.example",
        "ftp://a.example",
        "https://",
        "https://a b",
        "javascript:x",
    ] {
        let failure = refused(websites(&[bad]));
        assert_eq!(failure.code, "invalid-url", "{bad}");
        assert!(failure.error.contains("websites[0]"));
    }
}

#[test]
fn an_industry_is_a_word_and_a_handle_has_no_spaces() {
    for good in ["RETAIL", " prof_services ", &"X".repeat(40)] {
        assert!(profile(|it| it.vertical = some(good)).is_ok(), "{good}");
    }
    for bad in HOSTILE.iter().chain(&["RE TAIL", "ÄRZTE", &"X".repeat(41)]) {
        let failure = refused(profile(|it| it.vertical = some(bad)));
        assert_eq!(failure.code, "invalid-vertical", "{bad:?}");
    }
    for good in ["4::aW", "4::aW\n4::bX", &"x".repeat(8192)] {
        assert!(profile(|it| it.picture_handle = some(good)).is_ok());
    }
    for bad in ["4 ::aW", "4::aW\r\nx", "4::\0", "é", &"x".repeat(8193)] {
        let failure = refused(profile(|it| it.picture_handle = some(bad)));
        assert_eq!(failure.code, "invalid-picture-handle", "{bad:?}");
    }
}
