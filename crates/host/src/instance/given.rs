use std::sync::Arc;

use serde_json::{Map, Value};
use uip_contract::CallError;

use super::Instance;
use crate::adapter::Adapter;
use crate::secrets::Secrets;
use crate::types::Mistakes;

impl Instance {
    /// The same instance with other values of some properties: those of a tenant.
    /// Null takes a value away. It is made for a call or a few, and cheap.
    ///
    /// Its guests are its own and are dropped after each call, so nothing of these
    /// values is left for a call of this instance or of another one. Requests may go
    /// where those of this instance may: a URL among the values opens no other host.
    ///
    /// ```no_run
    /// # use serde::{Deserialize, Serialize};
    /// # use serde_json::{Map, Value};
    /// # use uip_host::Instance;
    /// # #[derive(Serialize)]
    /// # struct Text { message: String }
    /// # #[derive(Deserialize)]
    /// # struct Sent {}
    /// # async fn example(twilio: Instance, tenant: Map<String, Value>, text: Text) -> Result<(), Box<dyn std::error::Error>> {
    /// let sent: Sent = twilio
    ///     .with_properties(tenant)?
    ///     .call_typed("sendMessageText", &text)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Every property that is missing, unknown, of the wrong type or out of its
    /// limits. No value of a secret property is repeated.
    pub fn with_properties(&self, values: Map<String, Value>) -> Result<Self, Mistakes> {
        let inner = &self.inner;
        let secrets = secrets(&inner.adapter, &values);
        let mut builder = inner
            .adapter
            .configure(&*inner.name)
            .allowed_hosts((*inner.allowed).clone())
            .events_to(Arc::clone(&inner.sink))
            .deadline(inner.deadline)
            .memory_limit(inner.memory_limit)
            .fresh_guests(true)
            .idle_guests(0)
            .given(inner.given.clone());
        for (name, value) in values {
            builder = builder.property(name, value);
        }
        builder
            .hide(inner.secrets.clone())
            .build()
            .map_err(|mistakes| secrets.scrub_mistakes(inner.secrets.scrub_mistakes(mistakes)))
    }

    /// The same, for a server: mistakes name the properties as its callers do.
    pub(super) fn for_call(&self, values: Map<String, Value>) -> Result<Self, CallError> {
        self.with_properties(values).map_err(|mut mistakes| {
            for mistake in &mut mistakes.0 {
                mistake.path = format!("properties.{}", mistake.path);
            }
            CallError::InvalidProperties(mistakes)
        })
    }
}

/// The secrets among values that are not known to be right.
fn secrets(adapter: &Adapter, values: &Map<String, Value>) -> Secrets {
    let properties = adapter.manifest().properties.iter();
    let given = properties.filter(|it| it.is_secret);
    let given = given.filter_map(|property| values.get(&property.name));
    Secrets::new(given.filter_map(Value::as_str).map(str::to_owned))
}
