//! Which template, and in which language.

use super::definition::refuse;
use crate::configuration::Sid;
use uip_kit::failure::quoted;
use uip_kit::field::{found, given};
use uip_kit::json::Object;
use uip_kit::refusal::Refusal;

/// A template as a request names it.
#[derive(Debug, PartialEq, Eq)]
pub enum Reference {
    /// By its Content SID.
    Sid(Sid),
    /// By its name and language.
    Named(Named),
}

/// A name and a language. The name is only compared; the language is one that can
/// be a part of a URL.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    name: String,
    /// Letters, digits and underscores.
    pub language: String,
}

const LONGEST_NAME: usize = 512;
const LONGEST_LANGUAGE: usize = 20;

impl Reference {
    /// Parses the fields `templateName` and `languageCode`. White space around them is
    /// ignored.
    ///
    /// # Errors
    /// A permanent failure when the name is blank or too long, or when a name comes
    /// without a language.
    pub fn parse(name: &str, language: Option<&str>) -> Result<Self, Refusal> {
        let name = name.trim();
        if let Some(sid) = Sid::read("HX", name) {
            return Ok(Self::Sid(sid));
        }
        let is_name = (1..=LONGEST_NAME).contains(&name.chars().count())
            && !name.contains(|c: char| c.is_control());
        if !is_name {
            return Err(refuse(
                "invalid-template-name",
                &format!(
                    "The field templateName must be a template's name of 1 to {LONGEST_NAME} \
                     characters, or its Content SID; it {}.",
                    found(name, LONGEST_NAME)
                ),
                "Copy the template's name from Twilio's console under Content Template Builder.",
            ));
        }
        let language = given(language).ok_or_else(|| {
            refuse(
                "missing-language-code",
                "The field languageCode is not given, and the field templateName is not a Content \
                 SID.",
                "Give the template's language code, such as it or en_US.",
            )
        })?;
        Ok(Self::Named(Named {
            name: name.to_owned(),
            language: parse_language(language)?,
        }))
    }
}

/// A language code: `it`, `en_US`.
///
/// # Errors
/// A permanent failure when it is not letters, digits and underscores that begin
/// with two or three lower-case letters.
pub fn parse_language(value: &str) -> Result<String, Refusal> {
    let code = value.trim();
    let language = code.split('_').next().unwrap_or_default();
    let is_code = (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && code.len() <= LONGEST_LANGUAGE
        && code
            .split('_')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if is_code {
        return Ok(code.to_owned());
    }
    Err(refuse(
        "invalid-language-code",
        &format!(
            "The field languageCode must be a code such as it or en_US; it is {}.",
            quoted(value)
        ),
        "Use the language code that Twilio's console shows for the template, with an underscore: \
         en_US.",
    ))
}

/// The best of the templates with a name and a language that were seen so far.
#[derive(Debug, Default)]
pub struct Choice {
    approved: Option<String>,
    other: Option<String>,
}

impl Choice {
    /// Looks at a listed template. One that WhatsApp has approved is the choice;
    /// WhatsApp's name for a template goes before Twilio's.
    pub fn look(&mut self, content: &Object<'_>, json: &str, named: &Named) {
        let approval = content.object("approval_requests");
        let own = |name: &str| approval.as_ref().and_then(|approval| approval.text(name));
        let name = own("name").filter(|name| !name.is_empty());
        let name = name.or_else(|| content.text("friendly_name"));
        let is_it = name.as_deref() == Some(&named.name)
            && content.text("language").as_deref() == Some(&named.language);
        if !is_it {
            return;
        }
        let state = own("status").unwrap_or_default();
        if state.eq_ignore_ascii_case("approved") {
            self.approved.get_or_insert_with(|| json.to_owned());
        } else {
            self.other.get_or_insert(state);
        }
    }

    /// Whether there is nothing more to look for.
    pub fn is_made(&self) -> bool {
        self.approved.is_some()
    }

    /// The approved template. `is_whole`: whether all templates were looked at.
    ///
    /// # Errors
    /// A permanent failure when there is none.
    pub fn take(self, named: &Named, is_whole: bool) -> Result<String, Refusal> {
        if let Some(approved) = self.approved {
            return Ok(approved);
        }
        let (name, language) = (quoted(&named.name), &named.language);
        let (code, what, advice) = match self.other {
            Some(state) => (
                "template-not-approved",
                format!(
                    "The template {name} in {language} is not approved by WhatsApp: its state is \
                     {}.",
                    quoted(&state)
                ),
                "Wait for WhatsApp's approval, or correct the template. Within 24 hours of the \
                 customer's last message, Twilio also sends a template that is not approved if you \
                 give its Content SID.",
            ),
            None if is_whole => (
                "template-not-found",
                format!("The account has no template {name} in {language}."),
                "Check the name and the language with the command listTemplates.",
            ),
            None => (
                "template-not-found",
                format!(
                    "The template {name} in {language} is not among the templates that could be \
                     read in time."
                ),
                "Give the template's Content SID in templateName, or raise the property \
                 requestTimeoutSeconds.",
            ),
        };
        Err(refuse(code, &what, advice))
    }
}
