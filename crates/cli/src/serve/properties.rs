use uip_host::{Instance, PropertyCheck};

/// What the adapter's own check finds wrong with the properties of the
/// instance with this name, if anything: a server whose commands can only fail
/// does not start.
pub async fn mistake(name: &str, instance: &Instance) -> Option<String> {
    let problem = match instance.check_properties().await {
        Ok(PropertyCheck::Failed(problem)) => problem,
        Ok(_) => return None,
        Err(error) => error.to_string(),
    };
    Some(format!("adapters.{name}.properties: {problem}"))
}
