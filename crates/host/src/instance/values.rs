//! The feature `wasmtime`: calls with wasmtime's values, or in types that are known.

use std::sync::Arc;

use tokio::time::Instant;
use uip_contract::CallError;
use wasmtime::component::Val;

use super::Instance;
use super::call::Call;
use crate::outgoing::{Door, SentLog};

impl Instance {
    /// Whether properties and events cross in types that the host knows: see
    /// [`HostBuilder::known_types`](crate::HostBuilder::known_types). A call whose sink
    /// wants [`Event::value`](crate::Event::value) does without them in any case.
    pub fn has_known_types(&self) -> bool {
        self.inner.properties.known.is_some()
    }

    /// Calls a command with a component value. [`Adapter::command`] returns the
    /// shapes of both sides, which convert to and from JSON. A failure's text is
    /// the component's own: secrets are not redacted in it.
    ///
    /// # Errors
    /// As [`Instance::call`]. The inner error is the command's own.
    ///
    /// # Cancel safety
    /// As [`Instance::call`].
    ///
    /// [`Adapter::command`]: crate::Adapter::command
    pub async fn call_values(
        &self,
        command: &str,
        request: Val,
    ) -> Result<Result<Val, Val>, CallError> {
        let (function, _) = self.command(command)?;
        let call = Call {
            function,
            request,
            events: Arc::clone(&self.inner.sink),
            door: Door::Open(SentLog::default()),
            asked: Instant::now(),
        };
        Ok(self.run(call).await?.result)
    }
}
