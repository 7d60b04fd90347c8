//! `update-template`: changes of a template, for WhatsApp's review.

use super::client::{Call, Session, post_json};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, TemplateUpdated, UpdateTemplateRequest,
};
use crate::cloud_api::{Purpose, TemplateChanges, TemplateId, category_word, template_endpoint};
use uip_kit::http::Part;

/// Changes a template.
///
/// # Errors
/// As `command-error` describes; what WhatsApp would not accept is a permanent
/// failure, and nothing is sent.
pub fn update_template(request: UpdateTemplateRequest) -> Result<TemplateUpdated, CommandError> {
    let session = Session::open()?;
    let id = TemplateId::parse(&request.template_id)?;
    let category = request.category.map(category_word);
    let body = TemplateChanges::parse(request)?.json();
    let parts = [Part::Text(&body)];
    let call = Call {
        purpose: Purpose::Template,
        ..Call::new(post_json(&parts), id.as_str())
    };
    session
        .call(&call, |answer| {
            template_endpoint::updated(answer, &id, category)
        })
        .map_err(template_endpoint::mend_id)
}
