//! `render-template`: what the customer will read.

use super::client::Session;
use super::list_templates::listed;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, RenderTemplateRequest, TemplateRendered,
};
use crate::cloud_api::rendering::{choose, render};
use crate::cloud_api::template_list::Query;
use crate::cloud_api::{Components, LanguageCode, Template, TemplateName, TemplateValues};
use crate::configuration::{self, BusinessAccountId, business_account_id, template_language};
use uip_kit::clock;
use uip_kit::field::given;

/// Fetches a template's definition and fills its places.
///
/// # Errors
/// As `command-error` describes; parameters that do not fit the definition
/// are a permanent failure.
pub fn render_template(request: RenderTemplateRequest) -> Result<TemplateRendered, CommandError> {
    let properties = configuration::properties()?;
    let session = Session::of(&properties)?;
    let account = business_account_id(&properties)?;
    let fallback = template_language(&properties)?;
    let is_raw = given(request.components.as_deref()).is_some();
    let template = Template {
        name: TemplateName::parse(&request.template_name)?,
        language: LanguageCode::parse(&request.language_code)?,
        components: Components::parse(TemplateValues {
            header: request.header,
            body_parameters: request.body_parameters,
            buttons: request.buttons,
            cards: request.cards,
            offer_expiration_time_ms: request.offer_expiration_time_ms,
            components: request.components,
        })?,
    };
    if let Some(end) = template.components.offer_end() {
        end.check(clock::unix_milliseconds())?;
    }
    rendered(&session, &account, &template, is_raw, fallback.as_ref())
}

/// Fetches the definition of a template and fills its places. Where it does not
/// exist in its language, another is taken, `fallback` before English.
///
/// # Errors
/// As [`render_template`].
pub fn rendered(
    session: &Session,
    account: &BusinessAccountId,
    template: &Template,
    is_raw: bool,
    fallback: Option<&LanguageCode>,
) -> Result<TemplateRendered, CommandError> {
    let (name, language) = (&template.name, &template.language);
    let listed = listed(session, account, &Query::named(name), &|templates| {
        templates.iter().any(|template| {
            template.name == name.as_str() && template.language == language.as_str()
        })
    })?;
    let chosen = choose(listed, name, language, fallback)?;
    render(&chosen, &template.components, is_raw)
}
