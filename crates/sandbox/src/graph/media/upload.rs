//! `POST /{phone number id}/media`.

use serde_json::{Value, json};

use super::form::{File, Form};
use crate::graph::call::Call;
use crate::model::GraphError;
use crate::model::ids::Way;
use crate::model::media::{Media, TYPES, longest};
use crate::model::world::World;

/// Takes a file in, if WhatsApp shows its type and it is small enough.
pub(in crate::graph) async fn upload(world: &World, call: &Call) -> Result<Value, GraphError> {
    let form = Form::read(call).await?;
    check_product(form.text("messaging_product"))?;
    if form.text("type").is_none() {
        return Err(GraphError::parameter("The parameter type is required."));
    }
    let file = form
        .file
        .ok_or_else(|| GraphError::parameter("The parameter file is required."))?;
    check(&file)?;
    tracing::info!("{} bytes of {} uploaded", file.bytes.len(), file.mime_type);
    Ok(world.change(|state| {
        let (id, now) = (state.ids.object(), state.clock.seconds());
        state.media.keep(Media::new(
            id.clone(),
            &file.mime_type,
            file.name.as_deref(),
            file.bytes,
            Way::Out,
            now,
        ));
        json!({"id": id})
    }))
}

fn check_product(product: Option<&str>) -> Result<(), GraphError> {
    match product {
        None => Err(GraphError::parameter(
            "The parameter messaging_product is required.",
        )),
        Some(product) if product.eq_ignore_ascii_case("whatsapp") => Ok(()),
        Some(other) => Err(GraphError::parameter(format!(
            "Param messaging_product must be one of {{WHATSAPP}} - got \"{other}\"."
        ))),
    }
}

/// Checks the type of the part itself. The parameter `type` does not override it.
fn check(file: &File) -> Result<(), GraphError> {
    let most = longest(&file.mime_type, &file.bytes).ok_or_else(|| {
        GraphError::parameter(format!(
            "Param file must be a file with one of the following types: {TYPES}. Received file of type '{}'.",
            file.mime_type
        ))
    })?;
    if file.bytes.is_empty() {
        return Err(GraphError::invalid("The file is empty."));
    }
    if file.bytes.len() > most {
        return Err(GraphError::new(100).for_users(
            "File Too Large",
            format!(
                "The file you uploaded is too large. It has {} bytes; {} may have {most} bytes at most.",
                file.bytes.len(),
                file.mime_type
            ),
        ));
    }
    Ok(())
}
