//! A template in one string: `&((template=[[name]] language=[[en_US]]
//! body_text=[[Ada]]))&`.

use super::reference::Reference;
use super::values::{TemplateValues, Values};
use crate::bindings::uip::whatsapp_twilio::templates::{
    LinkedDocument, LinkedFile, TemplateButton, TemplateButtonValue, TemplateHeader,
    TemplateParameter,
};
use uip_kit::refusal::Refusal;
use uip_kit::whatsapp::shorthand::{Entry, Mistake, entries};

/// Reads the field `text`. Each value is what the typed field of
/// `send-message-text-template` takes; `namespace`, `fallback` and
/// `header_filename` are not sent.
///
/// # Errors
/// A permanent failure that names the character where the string goes wrong, and
/// what should stand there.
pub fn shorthand(text: &str) -> Result<(Reference, Values), Refusal> {
    let (entries, end) = entries(text).map_err(Mistake::refusal)?;
    let mut parts = Parts::default();
    for entry in &entries {
        parts.add(entry)?;
    }
    parts.finish(end)
}

/// What was read so far.
#[derive(Default)]
struct Parts<'a> {
    once: Vec<&'a str>,
    name: Option<&'a Entry<'a>>,
    language: Option<&'a str>,
    header: Option<TemplateHeader>,
    body: Vec<TemplateParameter>,
    buttons: Vec<TemplateButton>,
    /// The button whose value comes next, and where it was named.
    index: Option<(u8, &'a Entry<'a>)>,
}

impl<'a> Parts<'a> {
    fn add(&mut self, entry: &'a Entry<'a>) -> Result<(), Refusal> {
        let value = entry.value;
        let kind = match entry.name {
            "header_text" | "header_image" | "header_document" => "header",
            name => name,
        };
        let is_repeated = matches!(
            kind,
            "body_text" | "button_index" | "button_payload" | "button_url"
        );
        if !is_repeated {
            if self.once.contains(&kind) {
                return Err(expected(entry, &format!("no second {kind}")));
            }
            self.once.push(kind);
        }
        match entry.name {
            "template" => self.name = Some(entry),
            "language" => self.language = Some(value),
            "namespace" | "fallback" | "header_filename" => {}
            "header_text" => self.header = Some(TemplateHeader::Text(parameter(value))),
            "header_image" => self.header = Some(TemplateHeader::Image(file(value))),
            "header_document" => {
                let source = file(value);
                self.header = Some(TemplateHeader::Document(LinkedDocument { source }));
            }
            "body_text" => self.body.push(parameter(value)),
            "button_index" => {
                if self.index.is_some() {
                    return Err(expected(entry, "button_payload or button_url before this"));
                }
                let index = value.trim().parse().ok().filter(|index| *index <= 9);
                let index = index.ok_or_else(|| expected(entry, "a number from 0 to 9"))?;
                self.index = Some((index, entry));
            }
            "button_payload" => {
                let payload = TemplateButtonValue::QuickReplyPayload(value.to_owned());
                self.button(entry, payload)?;
            }
            "button_url" => {
                self.button(entry, TemplateButtonValue::UrlSuffix(value.to_owned()))?;
            }
            _ => {
                return Err(expected(
                    entry,
                    "template, language, namespace, header_text, header_image, header_document, \
                     header_filename, body_text, button_index, button_payload, button_url or \
                     fallback",
                ));
            }
        }
        Ok(())
    }

    fn button(&mut self, entry: &Entry<'_>, value: TemplateButtonValue) -> Result<(), Refusal> {
        let Some((index, _)) = self.index.take() else {
            let before = format!("button_index before {}", entry.name);
            return Err(expected(entry, &before));
        };
        self.buttons.push(TemplateButton { index, value });
        Ok(())
    }

    fn finish(self, end: usize) -> Result<(Reference, Values), Refusal> {
        if let Some((_, entry)) = self.index {
            return Err(expected(
                entry,
                "button_payload or button_url after this button_index",
            ));
        }
        let Some(name) = self.name else {
            let missing = "template=[[…]], which is missing, before ))&";
            return Err(Mistake::new(end, missing).refusal().into());
        };
        let values = Values::parse(TemplateValues {
            header: self.header,
            body_parameters: Some(self.body),
            buttons: Some(self.buttons),
            variables: None,
        })?;
        Ok((Reference::parse(name.value, self.language)?, values))
    }
}

fn expected(entry: &Entry<'_>, what: &str) -> Refusal {
    Mistake::new(entry.place(), what).refusal().into()
}

fn parameter(text: &str) -> TemplateParameter {
    TemplateParameter {
        name: None,
        text: text.to_owned(),
    }
}

fn file(address: &str) -> LinkedFile {
    LinkedFile {
        link: address.to_owned(),
    }
}
