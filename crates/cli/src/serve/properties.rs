use uip_host::{Instance, PropertyCheck};

/// What the adapter's own check finds wrong with the properties of an
/// instance, if anything: a server whose commands can only fail does not start.
pub async fn mistake(instance: &Instance) -> Option<String> {
    let problem = match instance.check_properties().await {
        Ok(PropertyCheck::Failed(problem)) => problem,
        Ok(_) => return None,
        Err(error) => error.to_string(),
    };
    let name = instance.name();
    Some(format!("adapters.{name}.properties: {problem}"))
}
