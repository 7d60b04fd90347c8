//! `POST /{business account id}/message_templates`.

use serde_json::{Map, Value, json};

use super::check;
use super::refusal::{self, plain};
use crate::graph::call::Call;
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::templates::review;
use crate::model::world::World;

const LONGEST_NAME: usize = 512;

/// Creates a template and has it reviewed.
pub(in crate::graph) fn create(world: &World, call: &Call, id: &str) -> Result<Value, GraphError> {
    call.own_account(&world.settings, id)?;
    let request = call.object();
    world.change(|state| {
        let fields = Fields::top(&request);
        let name = name(&fields)?;
        let language = language(&fields)?;
        let basics = check::Basics::read(&fields)?;
        if state.templates.find(name, language).is_some() {
            return Err(refusal::numbered(
                refusal::EXISTS,
                "Content in This Language Already Exists",
                format!("There is already {language} content for this template."),
            ));
        }
        if state
            .templates
            .is_blocked(name, language, state.clock.seconds())
        {
            return Err(refusal::numbered(
                refusal::BEING_DELETED,
                "Message Template Language Is Being Deleted",
                format!(
                    "New {language} content can't be added while the existing {language} content is being \
                     deleted."
                ),
            ));
        }
        check::components(&fields, basics, &state.uploads)?;
        let template_id = state.ids.object();
        let definition = definition(request.clone(), &template_id);
        // The components have been checked, so that the definition can be read.
        state
            .templates
            .add(definition)
            .map_err(|problem| plain("Invalid template", problem))?;
        review::next(state, &world.settings, &template_id);
        tracing::info!("template {name} ({language}) created");
        let template = state.templates.by_id(&template_id);
        Ok(json!({
            "id": template_id,
            "status": template.map(|template| template.status.clone()),
            "category": template.map(|template| template.category.to_uppercase()),
        }))
    })
}

fn definition(mut request: Map<String, Value>, id: &str) -> Value {
    request.insert("id".to_owned(), json!(id));
    request.remove("allow_category_change");
    request.insert("status".to_owned(), json!("PENDING"));
    Value::Object(request)
}

fn name<'a>(fields: &Fields<'a>) -> Result<&'a str, GraphError> {
    let name = fields.text("name")?;
    let is_name = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !is_name {
        return Err(plain(
            "Invalid template name",
            "A template name can contain lowercase letters, digits and underscores only.",
        ));
    }
    refusal::check_length("The template name", name, LONGEST_NAME)?;
    Ok(name)
}

/// A code such as `en`, `fil`, `en_US` or `pt_BR`. Whether WhatsApp supports the language is not looked up.
fn language<'a>(fields: &Fields<'a>) -> Result<&'a str, GraphError> {
    let code = fields.text("language")?;
    let (language, region) = code
        .split_once('_')
        .map_or((code, None), |(language, region)| (language, Some(region)));
    let is_language =
        (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_region = region.is_none_or(|region| {
        (2..=4).contains(&region.len()) && region.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if is_language && is_region {
        Ok(code)
    } else {
        Err(GraphError::parameter(format!(
            "Param language must be the code of a supported language - got \"{code}\"."
        )))
    }
}
