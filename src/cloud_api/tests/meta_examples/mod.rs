//! The bodies that Meta documents, where they are at hand. The project keeps
//! none of them; its own examples are in the tests beside this one.

mod interactive;
mod others;
mod template;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cloud_api::{Content, Message, MessageId, RawContent, ReadMark, Recipient};

/// What Meta's examples write in ways that Graph treats the same, or that the
/// commands leave out on purpose, made one.
fn normalised(mut body: Value) -> Value {
    let object = body.as_object_mut().unwrap();
    // Documented default.
    object
        .entry("recipient_type")
        .or_insert_with(|| json!("individual"));
    // Documented default.
    object.entry("type").or_insert_with(|| json!("text"));
    // Where both are there, an example of the precedence of `to`; a command
    // sends one of them.
    if object.contains_key("recipient") {
        object.remove("to");
    }
    if let Some(to) = object.get("to").and_then(Value::as_str) {
        let is_number = to
            .trim_start_matches('+')
            .bytes()
            .all(|b| b.is_ascii_digit());
        let number = match to.strip_prefix('+') {
            _ if !is_number && object["recipient_type"] != "group" => "+16505551234".to_owned(),
            // Without `+` Meta guesses the country; the adapter never leaves
            // it out.
            None if is_number => format!("+{to}"),
            _ => to.to_owned(),
        };
        object.insert("to".to_owned(), json!(number));
    }
    template::normalise(&mut body);
    body
}

fn owned(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// The content that the command for an example's type makes of it; `None`
/// where no command but `sendMessageRaw` can say it.
fn typed(example: &Value) -> Option<(&'static str, Content)> {
    let kind = example["type"].as_str()?;
    match kind {
        "text" => others::text(example),
        "reaction" => others::reaction(example),
        "template" => template::content(example),
        "location" => others::location(&example["location"]),
        "contacts" => others::contacts(&example["contacts"]),
        "interactive" => interactive::content(&example["interactive"]),
        _ => others::media(kind, &example[kind]),
    }
}

/// Which command produces the body, and the body; `None` where no command
/// does.
fn produced(example: &Value) -> Option<(&'static str, Value)> {
    if example["status"] == "read" {
        let mark = ReadMark {
            message_id: MessageId::parse("messageId", example["message_id"].as_str()?).unwrap(),
            typing: example.get("typing_indicator").is_some(),
        };
        return Some((
            "markMessageRead",
            serde_json::from_str(&mark.json()).unwrap(),
        ));
    }
    let to = example.get("recipient").or(example.get("to"))?.as_str()?;
    let recipient = Recipient::parse(to, None).ok()?;
    let reply_to = example
        .pointer("/context/message_id")
        .and_then(Value::as_str);
    let body = |content| {
        let message = Message {
            recipient: recipient.clone(),
            content,
            reply_to: MessageId::parse_optional("replyTo", reply_to).unwrap(),
            callback_data: None,
        };
        serde_json::from_str::<Value>(&message.json()).unwrap()
    };
    if let Some((command, content)) = typed(example) {
        let body = body(content);
        if body == *example {
            return Some((command, body));
        }
    }
    let raw = RawContent::parse(&example.to_string()).unwrap();
    Some(("sendMessageRaw", body(Content::Raw(raw))))
}

fn examples() -> Option<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/outbound");
    let entries = std::fs::read_dir(folder).ok()?;
    // Requests to other parts of the API.
    let elsewhere = ["block_users", "business_profile", "register"];
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.split_once("__request.")
                .is_some_and(|(_, kind)| !elsewhere.iter().any(|it| kind.starts_with(it)))
        })
        .collect();
    paths.sort();
    Some(paths)
}

#[test]
fn the_commands_write_the_bodies_that_meta_documents() {
    let Some(paths) = examples() else {
        println!("Meta's examples are not there; the tests beside this cover the same ground.");
        return;
    };
    let (mut typed, mut raw, mut none) = (Vec::new(), Vec::new(), Vec::new());
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let kind = name.split_once("__request.").unwrap().1.to_owned();
        let example: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let is_mark = example["status"] == "read";
        let example = if is_mark {
            example
        } else {
            normalised(example)
        };
        match produced(&example) {
            Some((command, body)) => {
                assert_eq!(body, example, "{name}");
                let list = if command == "sendMessageRaw" {
                    &mut raw
                } else {
                    &mut typed
                };
                list.push(format!("{command:38}{kind}"));
            }
            None => none.push(kind),
        }
    }
    println!(
        "produced by the command for it: {}\n{}\n",
        typed.len(),
        typed.join("\n")
    );
    println!(
        "produced through sendMessageRaw: {}\n{}\n",
        raw.len(),
        raw.join("\n")
    );
    println!("not produced: {}\n{}", none.len(), none.join("\n"));
    assert!(typed.len() >= 33, "{}", typed.len());
    assert!(raw.len() <= 16, "{}", raw.len());
    // Messages to a group.
    assert_eq!(none.len(), 2, "{none:?}");
}
