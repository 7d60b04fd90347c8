use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use uip_contract::{CallError, CommandCall, DryRun, EventSink, Response};

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
        call: CommandCall,
        events: Arc<dyn EventSink>,
    ) -> Result<Response, CallError> {
        let (adapter, command) = (call.adapter.clone(), call.command.clone());
        let start = Instant::now();
        let result = self.adapters.call(call, events).await;
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
            adapter,
            command,
            code: code.chars().take(CODE_LENGTH).collect(),
        };
        self.metrics
            .commands
            .get_or_create(&labels)
            .observe(start.elapsed().as_secs_f64());
        result
    }

    /// Not counted: it is no call.
    async fn dry_run(&self, call: CommandCall) -> Result<DryRun, CallError> {
        self.adapters.dry_run(call).await
    }
}
