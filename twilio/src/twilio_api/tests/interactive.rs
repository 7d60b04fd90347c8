//! Buttons, lists and links, by way of a template for each shape.

use serde_json::{Value, json};
use uip_kit::json::Document;

use super::bodies::{decoded, parameters, refused};
use crate::bindings::uip::whatsapp_twilio::outgoing::{
    ButtonsMessage, LinkMessage, ListMessage, ListRow, ListSection, ReplyButton,
};
use crate::twilio_api::interactive::Interactive;

fn buttons(buttons: &[(&str, &str)]) -> ButtonsMessage {
    let button = |(id, title): &(&str, &str)| ReplyButton {
        id: (*id).to_owned(),
        title: (*title).to_owned(),
    };
    ButtonsMessage {
        phone_number: String::new(),
        body: "Does 19:30\nsuit {{2}}?".to_owned(),
        buttons: buttons.iter().map(button).collect(),
        callback_data: None,
    }
}

fn list(rows: &[(&str, &str, Option<&str>)]) -> ListMessage {
    let row = |(id, title, description): &(&str, &str, Option<&str>)| ListRow {
        id: (*id).to_owned(),
        title: (*title).to_owned(),
        description: description.map(str::to_owned),
    };
    ListMessage {
        phone_number: String::new(),
        body: "Which bread?".to_owned(),
        button_text: "Choose".to_owned(),
        sections: vec![ListSection {
            rows: rows.iter().map(row).collect(),
        }],
        callback_data: None,
    }
}

fn link(url: &str) -> LinkMessage {
    LinkMessage {
        phone_number: String::new(),
        body: "Choose a day.".to_owned(),
        button_text: "See days".to_owned(),
        url: url.to_owned(),
        callback_data: None,
    }
}

fn definition(interactive: &Interactive) -> Value {
    serde_json::from_str(&interactive.definition()).unwrap()
}

/// The variables of the message.
fn variables(interactive: &Interactive) -> Value {
    let form = decoded(&parameters(&interactive.content("HX1")));
    assert_eq!(form[0], ("ContentSid".to_owned(), "HX1".to_owned()));
    assert_eq!(form[1].0, "ContentVariables");
    serde_json::from_str(&form[1].1).unwrap()
}

#[test]
fn buttons_are_a_template_of_variables_and_their_texts() {
    let two = Interactive::buttons(buttons(&[("keep", "Yes"), ("change", "No")])).unwrap();
    assert_eq!(
        definition(&two),
        json!({"friendly_name": "uip_quick_reply_2_v1", "language": "en",
            "variables": {"1": "text1", "2": "text2", "3": "text3", "4": "text4", "5": "text5"},
            "types": {"twilio/quick-reply": {"body": "{{1}}", "actions": [
                {"type": "QUICK_REPLY", "title": "{{2}}", "id": "{{3}}"},
                {"type": "QUICK_REPLY", "title": "{{4}}", "id": "{{5}}"}]}}})
    );
    assert_eq!(
        variables(&two),
        json!({"1": "Does 19:30\nsuit {{2}}?", "2": "Yes", "3": "keep", "4": "No", "5": "change"})
    );
    assert_eq!(
        two.path(),
        "/v2/Content?PageSize=20&ContentName=%5Euip_quick_reply_2_v1%24"
    );
}

#[test]
fn a_row_without_a_description_makes_another_shape() {
    let rows = [
        ("rye", "Rye", Some("With caraway")),
        ("spelt", "Spelt", Some(" ")),
    ];
    let list = Interactive::list(list(&rows)).unwrap();
    assert_eq!(
        definition(&list)["types"],
        json!({"twilio/list-picker": {"body": "{{1}}", "button": "{{2}}", "items": [
            {"item": "{{3}}", "id": "{{4}}", "description": "{{5}}"},
            {"item": "{{6}}", "id": "{{7}}"}]}})
    );
    assert_eq!(definition(&list)["friendly_name"], "uip_list_picker_dt_v1");
    assert_eq!(
        variables(&list),
        json!({"1": "Which bread?", "2": "Choose", "3": "Rye", "4": "rye", "5": "With caraway",
               "6": "Spelt", "7": "spelt"})
    );
}

#[test]
fn a_link_keeps_its_scheme_in_the_template() {
    let secure = Interactive::link(link("HTTPS://a.example/x?y=1&z=2")).unwrap();
    assert_eq!(
        definition(&secure)["types"],
        json!({"twilio/call-to-action": {"body": "{{1}}", "actions": [
            {"type": "URL", "title": "{{2}}", "url": "https://{{3}}"}]}})
    );
    assert_eq!(definition(&secure)["friendly_name"], "uip_link_https_v1");
    assert_eq!(variables(&secure)["3"], "a.example/x?y=1&z=2");
    for url in [
        "a.example",
        "javascript:x",
        "https://",
        "https://a.example/a b",
        "",
    ] {
        let failure = refused(Interactive::link(link(url)));
        assert!(
            ["invalid-url", "empty-text"].contains(&failure.code.as_str()),
            "{url}"
        );
    }
}

#[test]
fn a_template_is_found_by_its_name_and_shape() {
    let two = Interactive::buttons(buttons(&[("keep", "Yes"), ("change", "No")])).unwrap();
    let mut right = definition(&two);
    right["sid"] = json!("HX7");
    let mut fewer = right.clone();
    fewer["variables"] = json!({"1": "x"});
    let mut other = right.clone();
    other["friendly_name"] = json!("uip_quick_reply_2_v10");
    let mut another_type = right.clone();
    another_type["types"] = json!({"twilio/text": {}});
    let find = |contents: &Value| {
        let json = json!({"contents": contents}).to_string();
        let document = Document::parse(&json).unwrap();
        two.find(&document.object().unwrap())
    };
    assert_eq!(
        find(&json!([fewer, other, another_type, right])),
        Some(Some("HX7".to_owned()))
    );
    assert_eq!(find(&json!([fewer, other, another_type])), Some(None));
    assert_eq!(find(&json!([])), Some(None));
    assert_eq!(find(&json!(null)), None);
}

#[test]
fn what_whatsapp_would_not_show_is_refused() {
    let long = |count| "è".repeat(count);
    let three = [("a", "A"), ("b", "B"), ("c", "C")];
    assert!(Interactive::buttons(buttons(&three)).is_ok());
    let four = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")];
    for (given, code) in [
        (buttons(&[]), "invalid-count"),
        (buttons(&four), "invalid-count"),
        (buttons(&[("a", "A"), ("a", "B")]), "duplicate-entry"),
        (buttons(&[("a", "A"), ("b", "A")]), "duplicate-entry"),
        (buttons(&[("a", " ")]), "empty-text"),
        (buttons(&[("", "A")]), "empty-text"),
        (buttons(&[("a", &long(21))]), "text-too-long"),
        (buttons(&[(&long(201), "A")]), "text-too-long"),
        (
            ButtonsMessage {
                body: long(1025),
                ..buttons(&three)
            },
            "text-too-long",
        ),
    ] {
        assert_eq!(refused(Interactive::buttons(given)).code, code);
    }
    assert!(Interactive::buttons(buttons(&[(&long(200), &long(20))])).is_ok());

    let rows = [("a", "A", None); 10];
    let mut unique = list(&rows);
    for (place, row) in unique.sections[0].rows.iter_mut().enumerate() {
        row.id = place.to_string();
    }
    assert!(Interactive::list(unique.clone()).is_ok());
    let mut two_sections = unique.clone();
    two_sections.sections.push(two_sections.sections[0].clone());
    let mut eleven = unique.clone();
    eleven.sections[0].rows.push(ListRow {
        id: "k".to_owned(),
        title: "K".to_owned(),
        description: None,
    });
    for (given, code) in [
        (two_sections, "invalid-count"),
        (eleven, "invalid-count"),
        (list(&[]), "invalid-count"),
        (list(&rows), "duplicate-entry"),
        (list(&[("a", &long(25), None)]), "text-too-long"),
        (list(&[("a", "A", Some(&long(73)))]), "text-too-long"),
        (
            ListMessage {
                button_text: long(21),
                ..unique.clone()
            },
            "text-too-long",
        ),
    ] {
        assert_eq!(refused(Interactive::list(given)).code, code);
    }
    let row = [("a", long(24)), ("b", long(1))];
    let row: Vec<_> = row
        .iter()
        .map(|(id, title)| (*id, title.as_str(), None))
        .collect();
    assert!(Interactive::list(list(&row)).is_ok());
    let url = |count: usize| link(&format!("https://a.example/{}", "x".repeat(count - 18)));
    assert!(Interactive::link(url(1600)).is_ok());
    assert_eq!(refused(Interactive::link(url(1601))).code, "text-too-long");
}
