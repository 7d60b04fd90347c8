//! The tasks that do not serve requests: for each adapter its notifications, for each
//! event trigger its deliveries.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;

use crate::config::EventTrigger;
use crate::processing::Shared;
use crate::{delivery, processing};

/// When a worker ends. It finishes what runs first.
#[derive(Clone)]
pub(crate) struct Ending {
    /// It takes up nothing more: the server stops, or another worker with
    /// another configuration waits to take over.
    pub retire: watch::Receiver<bool>,
    /// The server stops: what cannot be stored now is not tried again.
    pub stop: watch::Receiver<bool>,
}

/// What a worker is for. There is one at a time for each, so that nothing is
/// processed or delivered twice at once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Role {
    Adapter(String),
    EventTrigger(String),
}

struct Worker {
    retire: watch::Sender<bool>,
    /// Closed when it has ended.
    ended: oneshot::Receiver<()>,
}

/// The workers that run.
pub(super) struct Workers {
    tasks: JoinSet<()>,
    /// The last one of each role, ended or not.
    latest: HashMap<Role, Worker>,
    stop: watch::Receiver<bool>,
}

impl Workers {
    pub fn new(stop: watch::Receiver<bool>) -> Self {
        Self {
            tasks: JoinSet::new(),
            latest: HashMap::new(),
            stop,
        }
    }

    /// Starts workers with a new configuration. Each waits until the one before
    /// it has finished what it does; those that nobody takes over from end, too.
    pub fn replace(&mut self, adapters: &[String], shared: &Arc<Shared>) {
        self.retire();
        // Those that have ended are forgotten.
        while self.tasks.try_join_next().is_some() {}
        for adapter in adapters {
            let (name, shared) = (adapter.clone(), Arc::clone(shared));
            let run = |ending| processing::run(name, shared, ending);
            self.start(Role::Adapter(adapter.clone()), run);
        }
        for trigger in shared.caller.routing.triggers() {
            let role = Role::EventTrigger(trigger.name.clone());
            let (trigger, shared): (EventTrigger, _) = (trigger.clone(), Arc::clone(shared));
            self.start(role, |ending| delivery::run(trigger, shared, ending));
        }
        self.forget_gone(adapters, shared);
    }

    /// Has the metrics of event triggers that are gone end with their workers.
    fn forget_gone(&mut self, adapters: &[String], shared: &Arc<Shared>) {
        let triggers = shared.caller.routing.names();
        let is_there = |role: &Role| match role {
            Role::Adapter(name) => adapters.contains(name),
            Role::EventTrigger(name) => triggers.contains(name),
        };
        let gone: Vec<Role> = self
            .latest
            .keys()
            .filter(|role| !is_there(role))
            .cloned()
            .collect();
        for role in gone {
            if let Role::EventTrigger(name) = &role {
                let (name, metrics) = (name.clone(), Arc::clone(&shared.lasting.metrics));
                self.start(role, |_| async move { metrics.forget_trigger(&name) });
            }
        }
    }

    fn start<R>(&mut self, role: Role, run: impl FnOnce(Ending) -> R + Send + 'static)
    where
        R: Future<Output = ()> + Send,
    {
        let before = self.latest.remove(&role);
        let (retire, retired) = watch::channel(false);
        let (end, ended) = oneshot::channel();
        let ending = Ending {
            retire: retired,
            stop: self.stop.clone(),
        };
        self.tasks.spawn(async move {
            // Dropped when this ends, however it does.
            let _end: oneshot::Sender<()> = end;
            if let Some(before) = before {
                // An error says that it has ended.
                let _ = before.ended.await;
            }
            run(ending).await;
        });
        self.latest.insert(role, Worker { retire, ended });
    }

    fn retire(&self) {
        for worker in self.latest.values() {
            worker.retire.send_replace(true);
        }
    }

    /// Has all of them end, and waits until they have.
    pub async fn finish(&mut self) {
        self.retire();
        while self.tasks.join_next().await.is_some() {}
    }

    /// Ends those that still run.
    pub async fn cut(&mut self) {
        self.tasks.shutdown().await;
    }
}
