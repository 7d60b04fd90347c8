//! `list-templates`: the account's templates.

use super::client::{Call, Session};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, ListTemplatesRequest, TemplatesListed,
};
use crate::bindings::uip::whatsapp::templates::{TemplateDefinition, TemplatesFormat};
use crate::cloud_api::connection;
use crate::cloud_api::template_list::{Collection, Listed, Page, Query, csv};
use crate::configuration::{self, BusinessAccountId, business_account_id};
use uip_kit::http;

/// Lists templates.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn list_templates(request: ListTemplatesRequest) -> Result<TemplatesListed, CommandError> {
    let properties = configuration::properties()?;
    let session = Session::of(&properties)?;
    let account = business_account_id(&properties)?;
    let listed = listed(&session, &account, &Query::parse(&request)?, &|_| false)?;
    let has_more = listed.has_more;
    Ok(match request.format {
        None | Some(TemplatesFormat::Json) => TemplatesListed {
            templates: listed.templates,
            has_more,
            csv: None,
        },
        Some(TemplatesFormat::Csv) => TemplatesListed {
            templates: Vec::new(),
            has_more,
            csv: Some(csv(&listed.templates)),
        },
    })
}

/// How many times the time for one answer all pages may take.
const MOST_TIMEOUTS: u64 = 4;

/// A template in many languages, or with a large carousel, is long.
const LARGEST_PAGE: usize = 8 * 1024 * 1024;

/// The templates of all pages, up to the page after which there are `enough`.
///
/// # Errors
/// As `command-error` describes.
pub fn listed(
    session: &Session,
    account: &BusinessAccountId,
    query: &Query,
    enough: &dyn Fn(&[TemplateDefinition]) -> bool,
) -> Result<Listed, CommandError> {
    // The last page has one timeout left.
    let begin_until = session.configuration.timeout.nanoseconds() * (MOST_TIMEOUTS - 1);
    let begun = http::now();
    let mut list = Collection::new(query.limit());
    loop {
        let path = query.path(account, list.templates().len(), list.cursor());
        let call = Call {
            largest_answer: LARGEST_PAGE,
            ..Call::get(&path)
        };
        let page = session
            .call(&call, Page::read)
            .map_err(|error| connection::mend(error, "businessAccountId"))?;
        if !list.take(page) || enough(list.templates()) {
            return Ok(list.finish(false));
        }
        if http::now().saturating_sub(begun) > begin_until {
            return Ok(list.finish(true));
        }
    }
}
