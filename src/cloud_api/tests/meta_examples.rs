//! The bodies that Meta documents, where they are at hand. The project keeps
//! none of them; its own examples are in `bodies`.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cloud_api::{
    Components, Content, Emoji, LanguageCode, Message, MessageId, Recipient, Template,
    TemplateName, Text,
};

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
    // Without `+` Meta guesses the country; the adapter never leaves it out.
    if let Some(to) = object.get("to").and_then(Value::as_str)
        && !to.starts_with('+')
    {
        let with_plus = format!("+{to}");
        object.insert("to".to_owned(), json!(with_plus));
    }
    // The only policy there is.
    if let Some(language) = body.pointer_mut("/template/language") {
        language.as_object_mut().unwrap().remove("policy");
    }
    body
}

/// The message for an example's intent; `None` for what these commands do not
/// send.
fn message(example: &Value) -> Option<Message> {
    let text = |pointer: &str| example.pointer(pointer).and_then(Value::as_str);
    if text("/recipient_type") == Some("group")
        || example.get("recipient_identity_key_hash").is_some()
    {
        return None;
    }
    let recipient = Recipient::parse(text("/recipient").or(text("/to"))?, None).ok()?;
    let content = if let Some(body) = text("/text/body") {
        Content::Text {
            body: Text::parse(body.to_owned()).unwrap(),
            preview_url: example
                .pointer("/text/preview_url")
                .and_then(Value::as_bool),
        }
    } else if let Some(emoji) = text("/reaction/emoji") {
        Content::Reaction {
            message_id: MessageId::parse("messageId", text("/reaction/message_id")?).unwrap(),
            emoji: Emoji::parse(emoji).unwrap(),
        }
    } else {
        let components = example
            .pointer("/template/components")
            .map(Value::to_string);
        Content::Template(Template {
            name: TemplateName::parse(text("/template/name")?).ok()?,
            language: LanguageCode::parse(text("/template/language/code")?).ok()?,
            components: Components::parse(None, None, None, components.as_deref()).unwrap(),
        })
    };
    Some(Message {
        recipient,
        content,
        reply_to: MessageId::parse_optional("replyTo", text("/context/message_id")).unwrap(),
        callback_data: None,
    })
}

fn examples() -> Option<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/outbound");
    let entries = std::fs::read_dir(folder).ok()?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            ["__request.text", "__request.template", "__request.reaction"]
                .iter()
                .any(|kind| name.contains(kind))
        })
        .collect();
    paths.sort();
    Some(paths)
}

#[test]
fn the_commands_write_the_bodies_that_meta_documents() {
    let Some(paths) = examples() else {
        println!("Meta's examples are not there; `bodies` covers the same ground.");
        return;
    };
    let (mut same, mut others) = (0, Vec::new());
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let example: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let Some(message) = message(&example) else {
            others.push(name);
            continue;
        };
        let sent: Value = serde_json::from_str(&message.json()).unwrap();
        assert_eq!(sent, normalised(example), "{name}");
        same += 1;
    }
    println!("{same} bodies are the same; not for these commands: {others:#?}");
    assert!(same >= 20, "{same}");
    // A group, an identity check, and two with placeholders for the number or
    // the template's name.
    assert_eq!(others.len(), 4, "{others:?}");
}
