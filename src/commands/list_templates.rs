//! `list-templates`: the account's templates.

use super::calling::ask;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, ListTemplatesRequest, TemplatesListed,
};
use crate::cloud_api::connection;
use crate::cloud_api::template_list::{Page, Query};
use crate::configuration::{self, BusinessAccountId, SendingConfiguration, business_account_id};
use crate::prelude::*;
use crate::transport::Action;

/// Lists templates.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn list_templates(request: ListTemplatesRequest) -> Result<TemplatesListed, CommandError> {
    let properties = configuration::properties()?;
    let configuration = SendingConfiguration::parse(&properties)?;
    let account = business_account_id(&properties)?;
    listed(&configuration, &account, &Query::parse(&request)?)
}

/// Twice what the most templates need at 50 a page: pages may come half
/// empty, but a list that never ends must not keep the engine waiting.
const MOST_PAGES: usize = 40;

/// The templates of all pages.
///
/// # Errors
/// As `command-error` describes.
pub fn listed(
    configuration: &SendingConfiguration,
    account: &BusinessAccountId,
    query: &Query,
) -> Result<TemplatesListed, CommandError> {
    let mut templates = Vec::new();
    let mut cursor: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let path = query.path(account, templates.len(), cursor.as_deref());
        let page = ask(configuration, Action::Get, &path, Page::read)
            .map_err(|error| connection::mend(error, "businessAccountId"))?;
        templates.extend(page.templates);
        cursor = page.next;
        if cursor.is_none() || templates.len() >= query.limit() {
            break;
        }
    }
    let has_more = cursor.is_some() || templates.len() > query.limit();
    templates.truncate(query.limit());
    Ok(TemplatesListed {
        templates,
        has_more,
    })
}
