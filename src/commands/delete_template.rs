//! `delete-template`: deletes a template in one language or in all.

use super::client::{Call, Session};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, DeleteTemplateRequest, TemplateDeleted,
};
use crate::cloud_api::{Purpose, TemplateId, TemplateName, template_endpoint};
use crate::configuration::{self, business_account_id};
use uip_kit::field::given;

/// Deletes a template.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn delete_template(request: DeleteTemplateRequest) -> Result<TemplateDeleted, CommandError> {
    let properties = configuration::properties()?;
    let session = Session::of(&properties)?;
    let account = business_account_id(&properties)?;
    let name = TemplateName::parse(&request.template_name)?;
    let id = given(request.template_id.as_deref())
        .map(TemplateId::parse)
        .transpose()?;
    // The name has only characters that mean nothing in a query.
    let mut path = format!(
        "{}/message_templates?name={}",
        account.as_str(),
        name.as_str()
    );
    if let Some(id) = &id {
        path.extend(["&hsm_id=", id.as_str()]);
    }
    let call = Call {
        purpose: Purpose::Change,
        ..Call::delete(&path)
    };
    session
        .call(&call, |answer| {
            (answer.boolean("success") == Some(true)).then(|| TemplateDeleted {
                template_name: name.as_str().to_owned(),
                template_id: id.as_ref().map(|id| id.as_str().to_owned()),
            })
        })
        .map_err(template_endpoint::mend)
}
