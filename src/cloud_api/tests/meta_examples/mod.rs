//! The bodies that Meta documents, where they are at hand. The project keeps
//! none of them; its own examples are in the tests beside this one.

mod answers;
mod definitions;
mod interactive;
mod others;
mod table;
mod template;

use std::path::Path;

use serde_json::{Value, json};

use crate::cloud_api::{
    Content, IdentityKeyHash, Message, MessageId, RawContent, ReadMark, Recipient,
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
    let hash = example["recipient_identity_key_hash"].as_str();
    let body = |hash, content| {
        let message = Message {
            recipient: recipient.clone(),
            identity: IdentityKeyHash::parse_optional(hash).unwrap(),
            content,
            direct_send: None,
            reply_to: MessageId::parse_optional("replyTo", reply_to).unwrap(),
            callback_data: None,
        };
        serde_json::from_str::<Value>(&message.json()).unwrap()
    };
    if let Some((command, content)) = typed(example) {
        let body = body(hash, content);
        if body == *example {
            return Some((command, body));
        }
    }
    let raw = RawContent::parse(&example.to_string()).unwrap();
    Some(("sendMessageRaw", body(None, Content::Raw(raw))))
}

/// One of Meta's examples.
struct Example {
    file: String,
    /// The page of Meta's documentation, in words.
    page: String,
    /// `request`, `response`, `error`, `template_def`, …
    direction: String,
    /// The request's type, or which part of the API answers.
    kind: String,
    json: Value,
}

/// All examples, as the index beside them lists them; `None` where they are
/// not at hand.
fn examples() -> Option<Vec<Example>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/outbound");
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).ok()?;
    let examples: Vec<Example> = index
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let page = Path::new(cells[1].split('#').next().unwrap());
            let stem = page.file_stem().unwrap().to_string_lossy();
            Example {
                file: cells[0].to_owned(),
                page: stem.replace(['_', '.'], " ").to_lowercase(),
                direction: cells[2].to_owned(),
                kind: cells[3].to_owned(),
                json: serde_json::from_slice(&std::fs::read(folder.join(cells[0])).unwrap())
                    .unwrap(),
            }
        })
        .collect();
    let is_example = |name: &str| {
        Path::new(name)
            .extension()
            .is_some_and(|extension| extension == "json")
    };
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| is_example(name))
        .collect();
    let mut listed: Vec<&str> = examples.iter().map(|it| it.file.as_str()).collect();
    files.sort();
    listed.sort_unstable();
    assert_eq!(listed, files, "the index lists every file");
    Some(examples)
}

/// The examples, or a word on why there is nothing to compare with.
fn at_hand() -> Vec<Example> {
    examples().unwrap_or_else(|| {
        println!("Meta's examples are not there; the tests beside this cover the same ground.");
        Vec::new()
    })
}
