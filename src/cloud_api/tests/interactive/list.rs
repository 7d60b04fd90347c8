//! Lists.

use serde_json::json;

use super::super::refused;
use super::sent;
use crate::bindings::uip::whatsapp::outgoing::{ListMessage, ListRow, ListSection};
use crate::cloud_api::Interactive;

fn row(id: &str, title: &str) -> ListRow {
    ListRow {
        id: id.to_owned(),
        title: title.to_owned(),
        description: None,
    }
}

fn section(title: Option<&str>, rows: Vec<ListRow>) -> ListSection {
    ListSection {
        title: title.map(str::to_owned),
        rows,
    }
}

fn rows(from: usize, count: usize) -> Vec<ListRow> {
    (from..from + count)
        .map(|n| row(&format!("row-{n}"), "Rye"))
        .collect()
}

fn list() -> ListMessage {
    ListMessage {
        phone_number: String::new(),
        body: "Which bread?".to_owned(),
        button_text: "Choose".to_owned(),
        sections: vec![section(None, rows(0, 2))],
        header: None,
        footer: None,
        reply_to: None,
        callback_data: None,
    }
}

#[test]
fn a_list_is_sent_with_its_sections() {
    let described = ListRow {
        description: Some("With caraway".to_owned()),
        ..row("rye", "Rye")
    };
    let request = ListMessage {
        sections: vec![
            section(Some("Dark"), vec![described]),
            section(Some("Light"), vec![row("wheat", "Wheat")]),
        ],
        header: Some("Today".to_owned()),
        ..list()
    };
    assert_eq!(
        sent(Interactive::list(request)),
        json!({
            "type": "list",
            "header": {"type": "text", "text": "Today"},
            "body": {"text": "Which bread?"},
            "action": {"button": "Choose", "sections": [
                {"title": "Dark", "rows": [{"id": "rye", "title": "Rye", "description": "With caraway"}]},
                {"title": "Light", "rows": [{"id": "wheat", "title": "Wheat"}]},
            ]},
        })
    );
}

#[test]
fn several_sections_need_titles_and_rows_of_their_own() {
    let untitled = vec![section(Some("Dark"), rows(0, 1)), section(None, rows(1, 1))];
    let failure = refused(Interactive::list(ListMessage {
        sections: untitled,
        ..list()
    }));
    assert_eq!(failure.code, "missing-section-title");
    assert!(failure.error.contains("sections[1].title"));
    let repeated = vec![
        section(Some("Dark"), rows(0, 1)),
        section(Some("Light"), rows(0, 1)),
    ];
    let failure = refused(Interactive::list(ListMessage {
        sections: repeated,
        ..list()
    }));
    assert_eq!(failure.code, "duplicate-entry");
    for part in ["sections[0].rows[0].id and sections[1].rows[0].id", "row-0"] {
        assert!(failure.error.contains(part), "{}", failure.error);
    }
    let empty = refused(Interactive::list(ListMessage {
        sections: vec![section(None, vec![row("", "Rye"), row("", "Wheat")])],
        ..list()
    }));
    assert!(
        empty
            .error
            .contains("sections[0].rows[0].id must have 1 to 200 characters"),
        "{}",
        empty.error
    );
}
