//! The bodies of the requests that create and change a template.

use super::mistake::wrong;
use super::{Array, Parts, category};
use crate::bindings::uip::whatsapp::templates::{
    CreateTemplateRequest, TemplateCategory, UpdateTemplateRequest,
};
use crate::cloud_api::request::refusal::Refusal;
use crate::cloud_api::request::template::{LanguageCode, TemplateName};
use serde::Serialize;
use uip_kit::json::to_string;

/// The body of `POST /{business-account-id}/message_templates`.
#[derive(Debug, Serialize)]
pub struct NewTemplate {
    name: TemplateName,
    language: String,
    category: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter_format: Option<&'static str>,
    components: Array,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_send_ttl_seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allow_category_change: Option<bool>,
}

/// The body of `POST /{template-id}`.
#[derive(Debug, Serialize)]
pub struct TemplateChanges {
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter_format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<Array>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_send_ttl_seconds: Option<u32>,
}

/// WhatsApp takes variables for numbered where nothing is said.
fn parameter_format(is_named: bool) -> Option<&'static str> {
    is_named.then_some("NAMED")
}

impl NewTemplate {
    /// Parses the request.
    ///
    /// # Errors
    /// A permanent failure that names the first field that WhatsApp would not
    /// accept.
    pub fn parse(mut request: CreateTemplateRequest) -> Result<Self, Refusal> {
        let name = TemplateName::parse(&request.template_name)?;
        let language = LanguageCode::parse(&request.language_code)?;
        let of = request.category;
        let message_send_ttl_seconds = category::ttl(request.ttl_seconds, Some(of))?;
        let definition = Parts::of_new(&mut request).parse(Some(of))?;
        let definition = definition.ok_or_else(|| {
            if of == TemplateCategory::Authentication {
                wrong(
                    "oneTimePassword",
                    "is missing: the category authentication requires it",
                    "Say how the customer uses the code, such as copy-code.",
                )
            } else {
                wrong(
                    "body",
                    "is missing: a template needs a text",
                    "Give the text, or the field components.",
                )
            }
        })?;
        Ok(Self {
            name,
            language: language.as_str().to_owned(),
            category: category::word(of),
            parameter_format: parameter_format(definition.is_named),
            components: definition.components,
            message_send_ttl_seconds,
            allow_category_change: request.allow_category_change,
        })
    }

    /// As it is sent.
    pub fn json(&self) -> String {
        to_string(self)
    }
}

impl TemplateChanges {
    /// Parses the request, but for the template's id.
    ///
    /// # Errors
    /// A permanent failure that names the first field that WhatsApp would not
    /// accept, or when nothing would change.
    pub fn parse(mut request: UpdateTemplateRequest) -> Result<Self, Refusal> {
        let of = request.category.or_else(|| {
            let password = request.one_time_password.as_ref();
            password.map(|_| TemplateCategory::Authentication)
        });
        let message_send_ttl_seconds = category::ttl(request.ttl_seconds, of)?;
        let definition = Parts::of_changes(&mut request).parse(of)?;
        if definition.is_none() && request.category.is_none() && request.ttl_seconds.is_none() {
            return Err(wrong(
                "body",
                "is missing, and so is every other change",
                "Give category, ttlSeconds, or the parts of the message.",
            ));
        }
        let is_named = definition.as_ref().is_some_and(|it| it.is_named);
        Ok(Self {
            category: request.category.map(category::word),
            parameter_format: parameter_format(is_named),
            components: definition.map(|it| it.components),
            message_send_ttl_seconds,
        })
    }

    /// As it is sent.
    pub fn json(&self) -> String {
        to_string(self)
    }
}
