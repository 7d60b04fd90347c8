use std::collections::HashMap;
use std::sync::Arc;

use super::{Owner, Owners};
use crate::AdapterInfo;
use crate::config::WebhookTrigger;
use crate::inbox::unclaimed::Origin;

/// To which adapters the events of each origin can belong.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ownership {
    triggers: HashMap<String, Owners>,
    /// Each adapter alone: events of a command that was called.
    adapters: HashMap<String, Owners>,
    /// Each adapter with all others of its manifest, for those that were
    /// claimed by none.
    kindred: HashMap<String, Owners>,
}

impl Ownership {
    pub fn new(triggers: &[WebhookTrigger], infos: &[AdapterInfo]) -> Self {
        let of_trigger = |trigger: &WebhookTrigger| {
            let others = trigger.adapters.others.iter().map(String::as_str);
            let owners = Owners::new(&trigger.adapters.first, others, infos);
            (trigger.name.clone(), owners)
        };
        let alone = |info: &AdapterInfo| {
            let owners = Owners::new(&info.name, [], infos);
            (info.name.clone(), owners)
        };
        let kindred = |info: &AdapterInfo| {
            let is_other = |other: &&AdapterInfo| {
                other.name != info.name && other.manifest.name == info.manifest.name
            };
            let others = infos.iter().filter(is_other);
            let others = others.map(|other| other.name.as_str());
            (info.name.clone(), Owners::new(&info.name, others, infos))
        };
        Self {
            triggers: triggers.iter().map(of_trigger).collect(),
            adapters: infos.iter().map(alone).collect(),
            kindred: infos.iter().map(kindred).collect(),
        }
    }

    /// Whose an event is that has just been emitted.
    pub fn owner(&self, origin: &Origin, payload: &str) -> Owner {
        match self.owners(origin) {
            Some(owners) => owners.of(payload),
            None => Owner::Adapter(Arc::clone(&origin.adapter)),
        }
    }

    /// Who claims an event that belonged to no adapter. Beyond the adapters of
    /// its trigger another instance of the same adapter can, if it has exactly
    /// the value that the event carries.
    pub fn claimant(&self, origin: &Origin, payload: &str) -> Option<Arc<str>> {
        if let Some(Owner::Adapter(adapter)) = self.owners(origin).map(|it| it.of(payload)) {
            return Some(adapter);
        }
        // The adapter that emitted it may be gone.
        let first = self.owners(origin).map(Owners::first);
        let kindred = self.kindred.get(&*origin.adapter);
        let kindred = kindred.or_else(|| self.kindred.get(&**first?));
        kindred?.exactly(payload).cloned()
    }

    fn owners(&self, origin: &Origin) -> Option<&Owners> {
        match &origin.trigger {
            Some(trigger) => self.triggers.get(&**trigger),
            None => self.adapters.get(&*origin.adapter),
        }
    }
}
