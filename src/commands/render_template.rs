//! `render-template`: what the customer will read.

use super::client::Session;
use super::list_templates::listed;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, RenderTemplateRequest, TemplateRendered,
};
use crate::cloud_api::rendering::{choose, render};
use crate::cloud_api::template_list::Query;
use crate::cloud_api::{Components, LanguageCode, TemplateName, TemplateValues};
use crate::configuration::{self, business_account_id};
use uip_kit::clock;

/// Fetches a template's definition and fills its places.
///
/// # Errors
/// As `command-error` describes; parameters that do not fit the definition
/// are a permanent failure.
pub fn render_template(request: RenderTemplateRequest) -> Result<TemplateRendered, CommandError> {
    let properties = configuration::properties()?;
    let session = Session::of(&properties)?;
    let account = business_account_id(&properties)?;
    let name = TemplateName::parse(&request.template_name)?;
    let language = LanguageCode::parse(&request.language_code)?;
    let is_raw = request
        .components
        .as_deref()
        .is_some_and(|components| !components.trim().is_empty());
    let components = Components::parse(TemplateValues {
        header: request.header,
        body_parameters: request.body_parameters,
        buttons: request.buttons,
        cards: request.cards,
        offer_expiration_time_ms: request.offer_expiration_time_ms,
        components: request.components,
    })?;
    if let Some(end) = components.offer_end() {
        end.check(clock::unix_milliseconds())?;
    }
    let query = Query::named(&name);
    let listed = listed(&session, &account, &query, &|templates| {
        templates.iter().any(|template| {
            template.name == name.as_str() && template.language == language.as_str()
        })
    })?;
    render(&choose(listed, &name, &language)?, &components, is_raw)
}
