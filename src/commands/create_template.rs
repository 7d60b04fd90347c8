//! `create-template`: a template for WhatsApp's review.

use super::client::{Call, Session, post_json};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, CreateTemplateRequest, TemplateCreated,
};
use crate::cloud_api::{NewTemplate, Purpose, category_word, template_endpoint};
use crate::configuration::{self, business_account_id};
use uip_kit::http::Part;

/// Creates a template.
///
/// # Errors
/// As `command-error` describes; what WhatsApp would not accept is a permanent
/// failure, and nothing is sent.
pub fn create_template(request: CreateTemplateRequest) -> Result<TemplateCreated, CommandError> {
    let properties = configuration::properties()?;
    let session = Session::of(&properties)?;
    let account = business_account_id(&properties)?;
    let category = category_word(request.category);
    let body = NewTemplate::parse(request)?.json();
    let parts = [Part::Text(&body)];
    let path = format!("{}/message_templates", account.as_str());
    let call = Call {
        purpose: Purpose::Template,
        ..Call::new(post_json(&parts), &path)
    };
    session
        .call(&call, |answer| template_endpoint::created(answer, category))
        .map_err(template_endpoint::mend)
}
