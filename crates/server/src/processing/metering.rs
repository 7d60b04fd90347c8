use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use serde_json::Value;
use uip_contract::{CallError, CallProperties, DryRun, EventSink, Response};

use crate::metrics::{Metrics, OfCommand};
use crate::{AdapterInfo, Adapters};

/// The longest code that becomes a label.
const CODE_LENGTH: usize = 64;

/// Adapters whose calls are counted and timed.
pub(crate) struct Metered {
    pub adapters: Arc<dyn Adapters>,
    pub metrics: Arc<Metrics>,
}

#[async_trait]
impl Adapters for Metered {
    fn adapters(&self) -> Vec<AdapterInfo> {
        self.adapters.adapters()
    }

    async fn call(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
        events: Arc<dyn EventSink>,
    ) -> Result<Response, CallError> {
        let call = self.adapters.call(adapter, command, request, events);
        self.metered(adapter, command, call).await
    }

    async fn call_with_properties(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
        properties: CallProperties,
        events: Arc<dyn EventSink>,
    ) -> Result<Response, CallError> {
        let adapters = &self.adapters;
        let call = adapters.call_with_properties(adapter, command, request, properties, events);
        self.metered(adapter, command, call).await
    }

    /// Not counted: it is no call.
    async fn dry_run(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
    ) -> Result<DryRun, CallError> {
        self.adapters.dry_run(adapter, command, request).await
    }

    /// Not counted either.
    async fn dry_run_with_properties(
        &self,
        adapter: &str,
        command: &str,
        request: Value,
        properties: CallProperties,
    ) -> Result<DryRun, CallError> {
        let adapters = &self.adapters;
        adapters
            .dry_run_with_properties(adapter, command, request, properties)
            .await
    }
}

impl Metered {
    async fn metered(
        &self,
        adapter: &str,
        command: &str,
        call: impl Future<Output = Result<Response, CallError>> + Send,
    ) -> Result<Response, CallError> {
        let start = Instant::now();
        let result = call.await;
        let code = match &result {
            Ok(response) if response.is_success() => "success",
            Ok(response) => response.code().unwrap_or("failure"),
            Err(CallError::Execution(failure)) => failure.code.word(),
            Err(CallError::InvalidRequest(_)) => "invalid-request",
            Err(CallError::InvalidProperties(_)) => "invalid-properties",
            // Names that somebody made up are no labels.
            Err(_) => return result,
        };
        let labels = OfCommand {
            adapter: adapter.to_owned(),
            command: command.to_owned(),
            code: code.chars().take(CODE_LENGTH).collect(),
        };
        self.metrics
            .commands
            .get_or_create(&labels)
            .observe(start.elapsed().as_secs_f64());
        result
    }
}
