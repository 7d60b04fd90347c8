//! A template in one string, as agents keep it among their canned answers:
//! `&((template=[[name]] language=[[en_US]] body_text=[[Ada]]))&`, or in the
//! older form `&[fallback text](namespace, name, Ada)`.

mod older;
#[cfg(test)]
mod tests;

use super::template::{
    Components, LanguageCode, MOST_BODY_PARAMETERS, Template, TemplateName, TemplateValues,
};
use crate::bindings::uip::whatsapp::outgoing::{Document, MediaSource};
use crate::bindings::uip::whatsapp::templates::{
    TemplateButton, TemplateButtonValue, TemplateHeader, TemplateParameter,
};
use crate::cloud_api::request::refusal::Refusal;
use uip_kit::whatsapp::shorthand::{Entry, Mistake, entries};

/// Reads the field `text`. Each value is what the typed field of
/// `send-message-text-template` takes; `namespace` and `fallback` are not
/// sent. The older form has no language: `language` is the one that is taken
/// for it, and otherwise `en_US`.
///
/// # Errors
/// A permanent failure that names the character where the string goes wrong,
/// and what should stand there.
pub fn template(text: &str, language: Option<LanguageCode>) -> Result<Template, Refusal> {
    if older::is_older(text) {
        return older::template(text, language.unwrap_or_else(LanguageCode::english));
    }
    let (entries, end) = entries(text).map_err(Mistake::refusal)?;
    let mut parts = Parts::default();
    let mut before = None;
    for entry in &entries {
        parts.add(entry, before)?;
        before = Some(entry.name);
    }
    parts.finish(end)
}

/// What was read so far.
#[derive(Default)]
struct Parts<'a> {
    name: Option<TemplateName>,
    language: Option<LanguageCode>,
    namespace: bool,
    fallback: bool,
    header: Option<TemplateHeader>,
    body: Vec<TemplateParameter>,
    buttons: Vec<TemplateButton>,
    /// The button whose value comes next, and where it was named.
    index: Option<(u8, &'a Entry<'a>)>,
}

const BUTTON_VALUE: &str = "button_payload or button_url after the button_index before it";

impl<'a> Parts<'a> {
    fn add(&mut self, entry: &'a Entry<'a>, before: Option<&str>) -> Result<(), Refusal> {
        let value = entry.value;
        match entry.name {
            "template" => {
                once(entry, self.name.is_some())?;
                self.name = Some(at(entry, TemplateName::parse(value))?);
            }
            "language" => {
                once(entry, self.language.is_some())?;
                self.language = Some(at(entry, LanguageCode::parse(value))?);
            }
            "namespace" => {
                once(entry, self.namespace)?;
                self.namespace = true;
            }
            "fallback" => {
                once(entry, self.fallback)?;
                self.fallback = true;
            }
            "header_text" => self.header(entry, TemplateHeader::Text(parameter(value)))?,
            "header_image" => self.header(entry, TemplateHeader::Image(link(value)))?,
            "header_document" => {
                let document = Document {
                    source: link(value),
                    filename: None,
                };
                self.header(entry, TemplateHeader::Document(document))?;
            }
            "header_filename" => match &mut self.header {
                Some(TemplateHeader::Document(document)) if before == Some("header_document") => {
                    document.filename = Some(value.to_owned());
                }
                _ => {
                    return Err(expected(
                        entry,
                        "header_filename directly after header_document",
                    ));
                }
            },
            "body_text" => {
                if self.body.len() == MOST_BODY_PARAMETERS {
                    return Err(expected(
                        entry,
                        &format!("at most {MOST_BODY_PARAMETERS} values of body_text"),
                    ));
                }
                self.body.push(parameter(value));
                check(
                    entry,
                    TemplateValues {
                        body_parameters: Some(vec![parameter(value)]),
                        ..TemplateValues::default()
                    },
                )?;
            }
            "button_index" => {
                if self.index.is_some() {
                    return Err(expected(entry, BUTTON_VALUE));
                }
                let index = value.trim().parse().ok().filter(|index| *index <= 9);
                let index = index
                    .ok_or_else(|| expected(entry, "an integer from 0 to 9 in button_index"))?;
                if self.buttons.iter().any(|earlier| earlier.index == index) {
                    return Err(expected(entry, &format!("no second button_index {index}")));
                }
                self.index = Some((index, entry));
            }
            "button_payload" => {
                self.button(
                    entry,
                    TemplateButtonValue::QuickReplyPayload(value.to_owned()),
                )?;
            }
            "button_url" => self.button(entry, TemplateButtonValue::UrlSuffix(value.to_owned()))?,
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

    fn header(&mut self, entry: &Entry<'_>, header: TemplateHeader) -> Result<(), Refusal> {
        if self.header.is_some() {
            return Err(expected(entry, "no second header"));
        }
        check(
            entry,
            TemplateValues {
                header: Some(header.clone()),
                ..TemplateValues::default()
            },
        )?;
        self.header = Some(header);
        Ok(())
    }

    fn button(&mut self, entry: &Entry<'_>, value: TemplateButtonValue) -> Result<(), Refusal> {
        let Some((index, _)) = self.index.take() else {
            return Err(expected(
                entry,
                &format!("button_index before {}", entry.name),
            ));
        };
        let button = TemplateButton { index, value };
        self.buttons.push(button.clone());
        check(
            entry,
            TemplateValues {
                buttons: Some(vec![button]),
                ..TemplateValues::default()
            },
        )
    }

    fn finish(self, end: usize) -> Result<Template, Refusal> {
        if let Some((_, entry)) = self.index {
            return Err(expected(
                entry,
                "button_payload or button_url after this button_index",
            ));
        }
        let missing = |what: &str| {
            let what = format!("{what}, which is missing, before ))&");
            Refusal::from(Mistake::new(end, &what).refusal())
        };
        Ok(Template {
            name: self.name.ok_or_else(|| missing("template=[[…]]"))?,
            language: self.language.ok_or_else(|| missing("language=[[…]]"))?,
            components: Components::parse(TemplateValues {
                header: self.header,
                body_parameters: Some(self.body),
                buttons: Some(self.buttons),
                ..TemplateValues::default()
            })?,
        })
    }
}

fn once(entry: &Entry<'_>, is_there: bool) -> Result<(), Refusal> {
    if is_there {
        return Err(expected(entry, &format!("no second {}", entry.name)));
    }
    Ok(())
}

fn expected(entry: &Entry<'_>, what: &str) -> Refusal {
    Mistake::new(entry.place(), what).refusal().into()
}

/// What is wrong with a value, told with the place of its entry, and not with
/// the field that another command has for it.
fn at<T>(entry: &Entry<'_>, value: Result<T, Refusal>) -> Result<T, Refusal> {
    value.map_err(|refusal| placed(entry, refusal))
}

fn placed(entry: &Entry<'_>, mut refusal: Refusal) -> Refusal {
    if let Some(failure) = refusal.failure_mut() {
        let field = failure.error.strip_prefix("The field ");
        let what = field.and_then(|field| field.split_once(' '));
        failure.error = format!(
            "The field text has a mistake at character {} in {}: it {}",
            entry.place(),
            entry.name,
            what.map_or(failure.error.as_str(), |(_, what)| what)
        );
    }
    refusal
}

/// Whether a value is right, told with its place before all are put together.
fn check(entry: &Entry<'_>, values: TemplateValues) -> Result<(), Refusal> {
    at(entry, Components::parse(values).map(|_| ()))
}

fn parameter(text: &str) -> TemplateParameter {
    TemplateParameter {
        name: None,
        text: text.to_owned(),
        currency: None,
        date_time: None,
    }
}

fn link(address: &str) -> MediaSource {
    MediaSource::Link(address.to_owned())
}
