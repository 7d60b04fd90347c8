use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use uip_contract::{
    AdapterInfo, Adapters, CallError, CallProperties, CommandCall, DryRun, EventSink, Response,
};

use super::Instance;

/// Instances by name: what a trigger server such as `uip-server` calls.
///
/// Collect them from an iterator. Of two instances with one name, the later one
/// stays.
#[derive(Debug, Clone, Default)]
pub struct Instances(BTreeMap<Arc<str>, Instance>);

impl Instances {
    /// The instance of this name.
    pub fn get(&self, name: &str) -> Option<&Instance> {
        self.0.get(name)
    }

    /// The instances, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Instance> {
        self.0.values()
    }

    fn named(&self, name: &str) -> Result<&Instance, CallError> {
        self.get(name)
            .ok_or_else(|| CallError::UnknownAdapter(name.to_owned()))
    }

    /// The instance that a call is for, with the properties of the call.
    fn called(&self, name: &str, properties: CallProperties) -> Result<Instance, CallError> {
        let instance = self.named(name)?;
        if properties.is_empty() {
            return Ok(instance.clone());
        }
        instance.for_call(properties.into_values())
    }
}

impl FromIterator<Instance> for Instances {
    fn from_iter<I: IntoIterator<Item = Instance>>(instances: I) -> Self {
        let named = instances
            .into_iter()
            .map(|instance| (Arc::clone(&instance.inner.name), instance));
        Self(named.collect())
    }
}

impl Extend<Instance> for Instances {
    fn extend<I: IntoIterator<Item = Instance>>(&mut self, instances: I) {
        self.0.extend(instances.into_iter().collect::<Self>().0);
    }
}

#[async_trait]
impl Adapters for Instances {
    fn adapters(&self) -> Vec<AdapterInfo> {
        let info = |instance: &Instance| {
            let manifest = instance.adapter().shared_manifest();
            AdapterInfo::new(instance.name(), manifest, instance.event_values().clone())
                .with_call_properties(instance.call_properties().iter().cloned())
                .with_configured(instance.inner.configured.clone())
                .with_component_bytes(instance.adapter().component_bytes())
        };
        self.iter().map(info).collect()
    }

    async fn call(
        &self,
        call: CommandCall,
        events: Arc<dyn EventSink>,
    ) -> Result<Response, CallError> {
        let instance = self.called(&call.adapter, call.properties)?;
        let CommandCall {
            command, request, ..
        } = call;
        instance.call_with_events(&command, request, events).await
    }

    async fn dry_run(&self, call: CommandCall) -> Result<DryRun, CallError> {
        let instance = self.called(&call.adapter, call.properties)?;
        instance.dry_run(&call.command, call.request).await
    }
}
