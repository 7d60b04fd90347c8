//! A small adapter's manifest, made from its WIT and its file for people.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use uip_manifest::{Designer, Error, generate};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/greeter")
}

/// The manifest with a file for people that was changed.
fn made(change: impl FnOnce(&mut Designer)) -> Result<Value, Error> {
    let mut designer = Designer::from_file(folder().join("designer.toml"))?;
    change(&mut designer);
    let text = generate(folder().join("wit"), "adapter", &designer)?;
    Ok(serde_json::from_str(&text).expect("JSON"))
}

fn manifest() -> Value {
    made(|_| ()).unwrap_or_else(|error| panic!("{error}"))
}

/// What is wrong with a file for people that was changed.
fn mistakes(change: impl FnOnce(&mut Designer)) -> Vec<String> {
    match made(change) {
        Err(Error::Mismatch(mistakes)) => mistakes,
        other => panic!("{other:?}"),
    }
}

fn rows<'a>(manifest: &'a Value, command: usize, table: &str) -> Vec<&'a str> {
    let rows = manifest["commands"][command][table]
        .as_array()
        .expect("rows");
    rows.iter()
        .map(|row| row["name"].as_str().expect("a name"))
        .collect()
}

/// The row of a request with this name.
fn row<'a>(manifest: &'a Value, command: usize, name: &str) -> &'a Value {
    let rows = manifest["commands"][command]["request"]
        .as_array()
        .expect("rows");
    rows.iter().find(|row| row["name"] == name).expect(name)
}

#[test]
fn the_package_names_adapter_version_and_contract() {
    let manifest = manifest();
    assert_eq!(manifest["name"], "greeter");
    assert_eq!(manifest["version"], "0.3.0");
    assert_eq!(manifest["contract"], "acme:greeter/adapter@0.3.0");
    assert_eq!(manifest["checkCommand"], "sendGreeting");
}

#[test]
fn a_property_has_what_both_sources_say() {
    assert_eq!(
        manifest()["properties"],
        json!([
            {
                "name": "accessKey", "display": "Access key", "isRequired": true,
                "comments": "The key of the greeting service.", "type": "string",
                "isSecret": true
            },
            {
                "name": "timeoutSeconds", "display": "Timeout seconds", "isRequired": false,
                "comments": "How long to wait, in seconds.", "type": "integer",
                "defaultValue": 10, "maximumValue": 60, "minimumValue": 1
            },
        ])
    );
}

#[test]
fn a_command_is_described_by_its_whole_comment() {
    let manifest = manifest();
    let command = &manifest["commands"][0];
    assert_eq!(command["name"], "sendGreeting");
    assert_eq!(
        command["description"],
        "Sends a greeting. Not safe to repeat."
    );
    assert_eq!(
        manifest["commands"][1]["exactlyOneOf"],
        json!([["personName", "pages"]])
    );
}

#[test]
fn rows_within_lists_records_and_variants_have_paths() {
    let manifest = manifest();
    assert_eq!(
        rows(&manifest, 1, "request"),
        [
            "personName",
            "pages",
            "pages[0].picture",
            "pages[0].picture.web-link",
            "pages[0].picture.id",
            "pages[0].text",
            "pages[0].sound",
        ]
    );
    let picture = row(&manifest, 1, "pages[0].picture");
    assert_eq!(picture["exactlyOneMember"], true);
    let sound = row(&manifest, 1, "pages[0].sound");
    assert_eq!(sound["contentEncoding"], "base64");
    assert_eq!(sound["description"], "The text as sound. Short is better.");
}

#[test]
fn an_enum_lists_its_words_and_what_they_mean() {
    let manifest = manifest();
    let tone = row(&manifest, 0, "tone");
    assert_eq!(tone["allowedValues"], json!(["warm", "very-formal"]));
    assert_eq!(
        tone["description"],
        "How to greet: warm (for friends), very-formal (for others)."
    );
}

#[test]
fn a_comment_that_refers_to_a_command_is_that_commands() {
    let manifest = manifest();
    for command in [0, 1] {
        assert_eq!(
            row(&manifest, command, "personName")["description"],
            "Whom to greet, as greeting_answered names them."
        );
    }
}

#[test]
fn the_outermost_type_decides_last() {
    let manifest = manifest();
    assert_eq!(row(&manifest, 0, "picture.id")["example"], "17");
    assert_eq!(
        row(&manifest, 1, "pages[0].picture.id")["example"],
        "on a card"
    );
}

#[test]
fn display_names_within_a_field_begin_with_its_word() {
    let manifest = manifest();
    assert_eq!(
        row(&manifest, 0, "picture.web-link")["display"],
        "Picture web link"
    );
    assert_eq!(row(&manifest, 0, "picture.id")["display"], "Picture ID");
}

#[test]
fn what_a_field_excludes_is_named_from_where_it_lies() {
    let manifest = manifest();
    assert_eq!(row(&manifest, 0, "picture")["excludes"], json!(["tone"]));
    let text = row(&manifest, 1, "pages[0].text");
    assert_eq!(text["excludes"], json!(["pages[0].sound"]));
}

#[test]
fn an_answer_has_its_status_then_its_fields_then_its_failure() {
    let manifest = manifest();
    assert_eq!(
        rows(&manifest, 0, "response"),
        [
            "status",
            "greetingId",
            "code",
            "cost",
            "failure",
            "retryable",
            "advice"
        ]
    );
    assert_eq!(
        manifest["commands"][0]["response"][4]["description"],
        "How the command failed: permanent-failure (nothing was sent), unknown (perhaps it was sent)."
    );
}

#[test]
fn a_row_of_an_event_is_described_by_the_typed_field_it_is() {
    assert_eq!(
        manifest()["events"],
        json!([{
            "name": "greeting_answered",
            "orderBy": ["from.name"],
            "display": "Greeting answered",
            "description": "Somebody answered. Not before sendGreeting.",
            "properties": [
                {
                    "name": "from.name", "display": "Name", "description": "The name.",
                    "type": "string", "example": "Ada"
                },
                {
                    "name": "at", "display": "At",
                    "description": "When, in seconds since 1970.",
                    "type": "string", "payloadTypes": ["integer"], "example": 1_795_248_000
                },
                {
                    "name": "text", "display": "Text", "description": "What was said.",
                    "type": "string", "example": "Hello"
                },
            ],
        }])
    );
}

#[test]
fn a_typed_field_of_an_event_without_a_row_is_a_mistake() {
    let found = mistakes(|designer| {
        if let Some(event) = designer.events.get_mut("greeting-answered") {
            event.rows.remove(0);
            event.example = None;
        }
    });
    assert_eq!(found, ["greeting-answered: no row is `of` person.name"]);
}

#[test]
fn a_field_without_a_row_needs_none_for_those_within_it() {
    let made = made(|designer| {
        if let Some(event) = designer.events.get_mut("greeting-answered") {
            event.rows.remove(0);
            event.example = None;
            event.without_row = vec!["greeting-answered-event.person".to_owned()];
        }
    });
    assert!(made.is_ok(), "{made:?}");
}

#[test]
fn events_may_be_another_packages() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("borrowing");
    let deps = folder.join("deps");
    std::fs::create_dir_all(deps.join("greeter")).expect("a folder");
    let greeter = std::fs::read_to_string(self::folder().join("wit/greeter.wit"));
    let greeter = greeter.expect("the greeter's WIT");
    std::fs::write(deps.join("greeter/greeter.wit"), &greeter).expect("a file");
    // The same adapter, but for its events.
    let events = greeter.find("interface events").expect("events");
    let commands = greeter[events..]
        .find("/// What can be done.")
        .expect("commands")
        + events;
    let own = format!("{}\n{}", &greeter[..events], &greeter[commands..])
        .replace(
            "package acme:greeter@0.3.0;",
            "package acme:borrower@0.4.0;",
        )
        .replace("import events;", "import acme:greeter/events@0.3.0;");
    // The comment of what was taken out.
    let own = own.replace("/// What happens.\n", "");
    std::fs::write(folder.join("borrower.wit"), own).expect("a file");
    let designer = Designer::from_file(self::folder().join("designer.toml"));
    let made = generate(&folder, "adapter", &designer.expect("the file for people"));
    let made: Value = serde_json::from_str(&made.expect("a manifest")).expect("JSON");
    assert_eq!(made["contract"], "acme:borrower/adapter@0.4.0");
    assert_eq!(made["events"], manifest()["events"]);
}

#[test]
fn an_example_of_an_event_with_a_value_without_a_row_is_a_mistake() {
    let found = mistakes(|designer| {
        if let Some(event) = designer.events.get_mut("greeting-answered") {
            event.example = Some(json!({"mood": "good"}));
        }
    });
    assert_eq!(
        found,
        ["greeting-answered: the example contains mood, which has no row"]
    );
}

#[test]
fn entries_that_fit_nothing_are_mistakes_and_all_are_named() {
    let found = mistakes(|designer| {
        let hints = designer.fields["person-name"].clone();
        designer.fields.insert("nobody".to_owned(), hints.clone());
        let page = designer.types.entry("page".to_owned()).or_default();
        page.insert("picture.name".to_owned(), hints);
        let command = designer.commands["send-card"].clone();
        designer.commands.insert("send-flowers".to_owned(), command);
    });
    assert_eq!(
        found,
        [
            "commands.send-flowers is not in the WIT",
            "fields.nobody fits no field of the WIT",
            "types.page: \"picture.name\" fits no field of the WIT",
        ]
    );
}

#[test]
fn a_limit_that_differs_from_the_one_in_the_comment_is_a_mistake() {
    let found = mistakes(|designer| {
        let page = designer.types.get_mut("page");
        if let Some(text) = page.and_then(|page| page.get_mut("text")) {
            text.max = Some(60.into());
        }
    });
    assert_eq!(
        found,
        [
            "page.text: its comment in the WIT says at most 80, and designer.toml has max = 60 for it; make them the same"
        ]
    );
}

#[test]
fn a_command_without_an_entry_is_a_mistake() {
    let found = mistakes(|designer| {
        designer.commands.remove("send-card");
        designer.types.remove("send-card-request");
        designer.types.remove("page");
    });
    assert_eq!(
        found,
        ["[commands.send-card] is missing: give it a display name and an example"]
    );
}

#[test]
fn a_member_of_the_file_that_is_not_known_is_named_with_its_line() {
    let folder = std::env::temp_dir().join(format!("uip-manifest-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("designer.toml");
    std::fs::write(&path, "display = \"x\"\ndescription = \"x\"\ncolour = 1\n").expect("a file");
    let error = Designer::from_file(&path)
        .expect_err("a mistake")
        .to_string();
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    assert!(error.contains("line 3"), "{error}");
    assert!(error.contains("colour"), "{error}");
}

#[test]
fn a_response_cannot_have_a_field_twice() {
    let wit = std::fs::read_to_string(folder().join("wit/greeter.wit")).expect("the WIT");
    for name in ["status", "code"] {
        let changed = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("twice-{name}"));
        std::fs::create_dir_all(&changed).expect("a folder");
        let text = wit.replace("cost: option<f64>", &format!("{name}: option<string>"));
        std::fs::write(changed.join("greeter.wit"), text).expect("a file");
        let designer = Designer::from_file(folder().join("designer.toml")).expect("designer.toml");
        let Err(Error::Mismatch(mistakes)) = generate(&changed, "adapter", &designer) else {
            panic!("{name} is twice in the response");
        };
        assert!(
            mistakes.iter().any(|it| it.starts_with(&format!(
                "send-card: the response would have two fields {name}:"
            ))),
            "{mistakes:?}"
        );
    }
}
