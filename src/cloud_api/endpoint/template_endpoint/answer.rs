//! What WhatsApp answers to a template that is created or changed.

use crate::bindings::uip::whatsapp::templates::{TemplateCreated, TemplateUpdated};
use crate::cloud_api::connection;
use crate::cloud_api::request::template::TemplateId;
use uip_kit::json::Object;
use uip_kit::{CommandError, FailureCategory};

/// Reads the answer to a new template of this category; the id is a must.
pub fn created(answer: &Object<'_>, requested_category: &str) -> Option<TemplateCreated> {
    Some(TemplateCreated {
        template_id: answer.text_or_number("id").filter(|id| !id.is_empty())?,
        template_status: answer.text("status"),
        template_category: answer.text("category"),
        requested_category: requested_category.to_owned(),
    })
}

/// Reads the answer to a change; `success` is a must.
pub fn updated(
    answer: &Object<'_>,
    id: &TemplateId,
    requested_category: Option<&str>,
) -> Option<TemplateUpdated> {
    (answer.boolean("success") == Some(true)).then(|| TemplateUpdated {
        template_id: id.as_str().to_owned(),
        template_status: answer.text("status"),
        template_category: answer.text("category"),
        requested_category: requested_category.map(str::to_owned),
    })
}

/// What the failure of a request about an account's templates means for the
/// request: what WhatsApp does not accept is in the template, unless the
/// account is not found.
pub fn mend(error: CommandError) -> CommandError {
    of_template(error, |error| connection::mend(error, "businessAccountId"))
}

/// As [`mend`], for a request about the template with the id in `templateId`.
pub fn mend_id(error: CommandError) -> CommandError {
    of_template(error, |error| {
        let mut error = connection::mend(error, "businessAccountId");
        if let CommandError::PermanentFailure(failure) = &mut error
            && is_not_found(&failure.code)
        {
            failure.category = FailureCategory::Template;
            "Check templateId, which listTemplates shows, and that the token's user has access to \
             the account."
                .clone_into(&mut failure.advice);
        }
        error
    })
}

fn is_not_found(code: &str) -> bool {
    matches!(code, "100" | "33" | "http-404")
}

/// A parameter that WhatsApp does not accept is the template's; everything else
/// means what `others` makes of it.
fn of_template(
    error: CommandError,
    others: impl FnOnce(CommandError) -> CommandError,
) -> CommandError {
    match error {
        CommandError::PermanentFailure(mut failure)
            if failure.code == "100"
                && matches!(
                    failure.category,
                    FailureCategory::Request | FailureCategory::Template
                ) =>
        {
            if failure.category == FailureCategory::Request {
                failure.category = FailureCategory::Template;
                "Fix what the error says about the template, and try again."
                    .clone_into(&mut failure.advice);
            }
            failure.permanent()
        }
        other => others(other),
    }
}
