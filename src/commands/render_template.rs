//! `render-template`: what the customer will read.

use super::list_templates::listed;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, RenderTemplateRequest, TemplateRendered,
};
use crate::cloud_api::rendering::{choose, render};
use crate::cloud_api::template_list::Query;
use crate::cloud_api::{Components, LanguageCode, TemplateName, TemplateValues};
use crate::configuration::{self, SendingConfiguration, business_account_id};

/// Fetches a template's definition and fills its places.
///
/// # Errors
/// As `command-error` describes; parameters that do not fit the definition
/// are a permanent failure.
pub fn render_template(request: RenderTemplateRequest) -> Result<TemplateRendered, CommandError> {
    let properties = configuration::properties()?;
    let configuration = SendingConfiguration::parse(&properties)?;
    let account = business_account_id(&properties)?;
    let name = TemplateName::parse(&request.template_name)?;
    let language = LanguageCode::parse(&request.language_code)?;
    let components = Components::parse(TemplateValues {
        header: request.header,
        body_parameters: request.body_parameters,
        buttons: request.buttons,
        cards: request.cards,
        offer_expiration_time_ms: request.offer_expiration_time_ms,
        components: request.components,
    })?;
    let list = listed(&configuration, &account, &Query::named(&name))?;
    render(&choose(list.templates, &name, &language)?, &components)
}
