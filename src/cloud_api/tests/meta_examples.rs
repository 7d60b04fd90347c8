//! The bodies that Meta documents, where they are at hand. The project keeps
//! none of them; its own examples are in `bodies`.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::bindings::exports::uip::whatsapp::commands::{
    MediaSource, TemplateButton, TemplateButtonValue, TemplateHeader, TemplateParameter,
};
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
    // Graph takes a button's number as a number or as text, and its kind in
    // either case; the commands write text and lower case.
    let components = body
        .pointer_mut("/template/components")
        .and_then(Value::as_array_mut);
    for component in components.into_iter().flatten() {
        let component = component.as_object_mut().unwrap();
        if let Some(Value::Number(index)) = component.get("index") {
            let index = index.to_string();
            component.insert("index".to_owned(), json!(index));
        }
        if let Some(kind) = component.get("sub_type").and_then(Value::as_str) {
            let kind = kind.to_lowercase();
            component.insert("sub_type".to_owned(), json!(kind));
        }
    }
    // The only policy there is.
    if let Some(language) = body.pointer_mut("/template/language") {
        language.as_object_mut().unwrap().remove("policy");
    }
    body
}

/// Through the typed fields where they can say it, else as they are.
fn components(example: Option<&Value>) -> Components {
    let Some(example) = example else {
        return Components::parse(None, None, None, None).unwrap();
    };
    if let Some((header, body, buttons)) = typed(example) {
        return Components::parse(header, Some(body), Some(&buttons), None).unwrap();
    }
    Components::parse(None, None, None, Some(&example.to_string())).unwrap()
}

type Typed = (
    Option<TemplateHeader>,
    Vec<TemplateParameter>,
    Vec<TemplateButton>,
);

/// An example's components as the typed fields say them; `None` when they
/// cannot.
fn typed(components: &Value) -> Option<Typed> {
    let owned = |value: &Value| value.as_str().map(str::to_owned);
    let parameter = |value: &Value| {
        (value["type"] == "text" && value.get("payment_link_preview").is_none()).then(|| {
            TemplateParameter {
                name: value.get("parameter_name").and_then(owned),
                text: value["text"].as_str().unwrap().to_owned(),
            }
        })
    };
    let (mut header, mut body, mut buttons) = (None, Vec::new(), Vec::new());
    for component in components.as_array()? {
        let parameters = component["parameters"].as_array()?;
        let first = parameters.first()?;
        match component["type"].as_str()? {
            "body" => body = parameters.iter().map(parameter).collect::<Option<_>>()?,
            "header" if first["type"] == "image" => {
                let source = match first.pointer("/image/id").and_then(owned) {
                    Some(id) => MediaSource::Id(id),
                    None => MediaSource::Link(first.pointer("/image/link").and_then(owned)?),
                };
                header = Some(TemplateHeader::Image(source));
            }
            "header" => header = Some(TemplateHeader::Text(parameter(first)?)),
            "button" => buttons.push(TemplateButton {
                index: component["index"].as_str()?.parse().ok()?,
                value: match component["sub_type"].as_str()? {
                    "url" => TemplateButtonValue::UrlSuffix(parameter(first)?.text),
                    "copy_code" => TemplateButtonValue::CouponCode(owned(&first["coupon_code"])?),
                    "quick_reply" => {
                        TemplateButtonValue::QuickReplyPayload(owned(&first["payload"])?)
                    }
                    _ => return None,
                },
            }),
            _ => return None,
        }
    }
    Some((header, body, buttons))
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
        Content::Template(Template {
            name: TemplateName::parse(text("/template/name")?).ok()?,
            language: LanguageCode::parse(text("/template/language/code")?).ok()?,
            components: components(normalised(example.clone()).pointer("/template/components")),
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
    let (mut same, mut through_typed_fields, mut others) = (0, 0, Vec::new());
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
        let components = sent.pointer("/template/components");
        through_typed_fields += usize::from(components.is_some_and(|it| typed(it).is_some()));
    }
    println!(
        "{same} bodies are the same, {through_typed_fields} of them with typed parameters; not for these commands: {others:#?}"
    );
    assert!(same >= 20, "{same}");
    assert!(through_typed_fields >= 4, "{through_typed_fields}");
    // A group, an identity check, and two with placeholders for the number or
    // the template's name.
    assert_eq!(others.len(), 4, "{others:?}");
}
