//! The definition of a template: what is created, and what is changed.

mod body;
mod button;
mod card;
mod category;
mod header;
mod mistake;
mod object;
mod offer;
mod one_time_password;
mod raw;
mod text;

pub use body::{NewTemplate, TemplateChanges};
pub use category::word as category_word;

use crate::bindings::uip::whatsapp::templates::{
    CreateTemplateRequest, OneTimePasswordDefinition, TemplateButtonDefinition,
    TemplateCardDefinition, TemplateCategory, TemplateHeaderDefinition, TemplateOfferDefinition,
    TemplateText, UpdateTemplateRequest,
};
use crate::cloud_api::request::refusal::Refusal;
use mistake::{conflict, plain, wrong};
use object::Component;
use serde::Serialize;
use text::{LONGEST_BODY, Naming};
use uip_kit::FailureCategory;
use uip_kit::json::OwnedRaw;

const LONGEST_FOOTER: usize = 60;
const MOST_BUTTONS: usize = 10;
const LONGEST_BODY_WITH_OFFER: usize = 600;

/// What a request says about the parts of a template.
struct Parts {
    header: Option<TemplateHeaderDefinition>,
    body: Option<TemplateText>,
    footer: Option<String>,
    buttons: Vec<TemplateButtonDefinition>,
    cards: Vec<TemplateCardDefinition>,
    offer: Option<TemplateOfferDefinition>,
    one_time_password: Option<OneTimePasswordDefinition>,
    components: Option<String>,
}

/// The parts of a template, and whether their variables have names.
struct Definition {
    components: Array,
    is_named: bool,
}

/// The array `components`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Array {
    Typed(Vec<Component>),
    /// The field `components`, byte for byte.
    Raw(OwnedRaw),
}

/// The parts of a request, whose other fields stay where they are.
macro_rules! parts {
    ($request:ident) => {
        Parts {
            header: $request.header.take(),
            body: $request.body.take(),
            footer: $request
                .footer
                .take()
                .filter(|footer| !footer.trim().is_empty()),
            buttons: $request.buttons.take().unwrap_or_default(),
            cards: $request.cards.take().unwrap_or_default(),
            offer: $request.offer.take(),
            one_time_password: $request.one_time_password.take(),
            components: $request
                .components
                .take()
                .filter(|components| !components.trim().is_empty()),
        }
    };
}

impl Parts {
    fn of_new(request: &mut CreateTemplateRequest) -> Self {
        parts!(request)
    }

    fn of_changes(request: &mut UpdateTemplateRequest) -> Self {
        parts!(request)
    }

    /// The name of the first field that is given, besides `oneTimePassword` and
    /// `components`.
    fn first_typed(&self) -> Option<&'static str> {
        let fields = [
            ("header", self.header.is_some()),
            ("body", self.body.is_some()),
            ("footer", self.footer.is_some()),
            ("buttons", !self.buttons.is_empty()),
            ("cards", !self.cards.is_empty()),
            ("offer", self.offer.is_some()),
        ];
        let mut given = fields.iter().filter(|(_, is_given)| *is_given);
        given.next().map(|(name, _)| *name)
    }

    /// Parses them for a template of this category, where it is known; `None`
    /// when nothing is given.
    ///
    /// # Errors
    /// A permanent failure that names the field.
    fn parse(self, category: Option<TemplateCategory>) -> Result<Option<Definition>, Refusal> {
        self.definition(category).map_err(of_template)
    }

    fn definition(self, category: Option<TemplateCategory>) -> Result<Option<Definition>, Refusal> {
        let typed = self.first_typed();
        if let Some(json) = &self.components {
            let password = self.one_time_password.as_ref().map(|_| "oneTimePassword");
            return match typed.or(password) {
                None => raw::parse(json).map(Some),
                Some(other) => Err(conflict(
                    "components",
                    &["cannot be given together with ", other].concat(),
                    "Use only the typed fields, or give all components as one JSON array.",
                )),
            };
        }
        let is_authentication = category == Some(TemplateCategory::Authentication);
        let Some(password) = self.one_time_password else {
            return match typed {
                None => Ok(None),
                Some(field) if is_authentication => Err(conflict(
                    field,
                    "cannot be given for the category authentication",
                    "Give oneTimePassword: WhatsApp writes the text itself.",
                )),
                Some(_) => self.message(category).map(Some),
            };
        };
        if !is_authentication && category.is_some() {
            return Err(conflict(
                "oneTimePassword",
                "can only be given for the category authentication",
                "Choose this category, or leave the field out.",
            ));
        }
        if let Some(field) = typed {
            return Err(conflict(
                field,
                "cannot be given together with oneTimePassword",
                "Leave it out: WhatsApp writes the text itself.",
            ));
        }
        Ok(Some(Definition {
            components: Array::Typed(one_time_password::components(password)?),
            is_named: false,
        }))
    }

    /// The parts of a marketing or utility template.
    fn message(self, category: Option<TemplateCategory>) -> Result<Definition, Refusal> {
        let mut naming = Naming::default();
        let mut components = Vec::new();
        let header = self
            .header
            .map(|it| header::parse("header", it, &mut naming));
        let header = header.transpose()?;
        let mut longest_body = LONGEST_BODY;
        let offer = match self.offer {
            Some(offer) => {
                longest_body = LONGEST_BODY_WITH_OFFER;
                let format = header.as_ref().map(|header| header.format);
                Some(offer::parse(
                    offer,
                    category,
                    format,
                    self.footer.is_some(),
                )?)
            }
            None => None,
        };
        components.extend(header.map(Component::Header));
        components.extend(offer);
        let body = self.body.ok_or_else(|| {
            wrong(
                "body",
                "is missing: a template needs a text",
                "Give the text. A change replaces the whole message, so give all of its parts.",
            )
        })?;
        components.push(text::body("body", body, longest_body, &mut naming)?);
        if self.footer.is_some() {
            components.push(Component::Footer {
                text: Some(plain("footer", self.footer, LONGEST_FOOTER)?),
                code_expiration_minutes: None,
            });
        }
        if !self.buttons.is_empty() {
            components.push(Component::Buttons {
                buttons: button::buttons("buttons", self.buttons, MOST_BUTTONS)?,
            });
        }
        if !self.cards.is_empty() {
            components.push(card::carousel(self.cards, &mut naming)?);
        }
        Ok(Definition {
            components: Array::Typed(components),
            is_named: naming.is_named(),
        })
    }
}

/// Whatever is wrong with a text or a count here is the template's.
fn of_template(mut refusal: Refusal) -> Refusal {
    if let Some(failure) = refusal.failure_mut()
        && failure.category == FailureCategory::Request
    {
        failure.category = FailureCategory::Template;
    }
    refusal
}
