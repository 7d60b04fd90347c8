use serde_json::{Map, Value};

use uip_contract::{CallError, DryRun, Response};

use super::Instance;

/// What an adapter says about its own properties, without a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PropertyCheck {
    /// The manifest names no `checkCommand`.
    NotOffered,
    /// The command found nothing wrong before its first request.
    Passed,
    /// With these properties no command can succeed: what is wrong, and what
    /// to do about it.
    Failed(String),
}

/// The category of a failure that only other properties can cure.
const CONFIGURATION: &str = "configuration";

impl Instance {
    /// Has the adapter check its properties: a dry run of the command that the
    /// manifest names as `checkCommand`. Nothing leaves the host.
    ///
    /// # Errors
    /// When the component could not answer.
    pub async fn check_properties(&self) -> Result<PropertyCheck, CallError> {
        let Some(command) = &self.inner.adapter.manifest().check_command else {
            return Ok(PropertyCheck::NotOffered);
        };
        let dry_run = self.dry_run(command, Value::Object(Map::new())).await?;
        Ok(match dry_run {
            DryRun::Answer(response) if is_about_properties(&response) => {
                PropertyCheck::Failed(sentences(&response))
            }
            _ => PropertyCheck::Passed,
        })
    }
}

fn is_about_properties(response: &Response) -> bool {
    !response.is_success()
        && response
            .get("category")
            .is_some_and(|it| it == CONFIGURATION)
}

fn sentences(response: &Response) -> String {
    let texts = ["error", "advice"].map(|name| response.get(name).and_then(Value::as_str));
    let texts: Vec<&str> = texts.into_iter().flatten().collect();
    texts.join(" ")
}
