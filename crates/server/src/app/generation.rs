//! What is made from a configuration, and made again when it is reloaded.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use tokio::sync::Mutex;

use crate::commands_api::{Limits, Tokens};
use crate::config::{Config, ServerSettings};
use crate::console::{self, Console, Shown};
use crate::http_server::elsewhere;
use crate::http_server::health::{self, Health};
use crate::http_server::webhook::{self, Webhooks};
use crate::inbox::clock::InboxClock;
use crate::ownership::Ownership;
use crate::processing::{Caller, Lasting, Metered, Shared, StoringAdapters};
use crate::routing::Routing;
use crate::{AdapterInfo, Adapters, commands_api, guard};

/// What a configuration is put into effect with.
pub(super) struct Base {
    pub lasting: Lasting,
    pub clock: InboxClock,
    /// The embedder's own routes.
    pub router: Router,
    /// Where operations are served, if that is an address of their own, or else
    /// everything.
    pub operations_at: SocketAddr,
    pub operations_apart: bool,
    pub console: Arc<Console>,
}

/// What is made from one configuration.
pub(super) struct Generation {
    pub shared: Arc<Shared>,
    /// The names of the adapters.
    pub adapters: Vec<String>,
    pub public: Router,
    /// For an address of its own.
    pub operations: Option<Router>,
    /// For its address, if it has one.
    pub console: Option<Router>,
}

impl Base {
    /// Makes what a configuration says. `infos` are those of `adapters`.
    pub fn generation(
        &self,
        config: &Config,
        adapters: Arc<dyn Adapters>,
        infos: &[AdapterInfo],
    ) -> Generation {
        let adapters: Arc<dyn Adapters> = Arc::new(Metered {
            adapters,
            metrics: Arc::clone(&self.lasting.metrics),
        });
        self.lasting.metrics.begin(config, infos);
        let triggers = config.webhook_triggers.iter();
        let shared = Arc::new(Shared {
            lasting: self.lasting.clone(),
            caller: Caller {
                adapters: Arc::clone(&adapters),
                triggers: triggers
                    .map(|trigger| (trigger.name.clone(), trigger.clone()))
                    .collect(),
                ownership: Ownership::new(&config.webhook_triggers, infos),
                routing: Routing::new(&config.event_triggers, infos),
                clock: self.clock.clone(),
            },
            settings: config.inbox.clone(),
        });
        let server = &config.server;
        let mut public = Router::new();
        let tokens = config.adapter_tokens.clone();
        let tokens = Tokens::new(server.commands_token.clone(), tokens);
        if !tokens.is_empty() {
            let adapters = StoringAdapters {
                adapters,
                shared: Arc::clone(&shared),
            };
            let api = commands(adapters, tokens, server, self.console.bell.version());
            public = public.merge(elsewhere::counted(api, &self.lasting.metrics));
        }
        public = public.merge(self.router.clone());
        let health = self.health(&shared, infos.len());
        let operations = self.operations(&health);
        let answered =
            |router| elsewhere::answered(router, &self.lasting.metrics, server.body_timeout);
        let (public, operations) = if self.operations_apart {
            (public, Some(answered(operations)))
        } else {
            (public.merge(operations), None)
        };
        let console = config.console.as_ref().map(|settings| {
            let shown = Shown {
                settings,
                config,
                infos,
                shared: &shared,
                health: &health,
            };
            console::router(&self.console, &shown)
        });
        Generation {
            console,
            shared,
            adapters: infos.iter().map(|info| info.name.clone()).collect(),
            public: webhook::also(answered(public), self.webhooks(config)),
            operations,
        }
    }

    fn webhooks(&self, config: &Config) -> Arc<Webhooks> {
        let webhooks = Webhooks::new(
            &config.webhook_triggers,
            &config.server,
            Arc::new(self.lasting.inbox.clone()),
            Arc::clone(&self.lasting.metrics),
            self.clock.system().clone(),
        );
        Arc::new(webhooks)
    }

    fn health(&self, shared: &Shared, adapters: usize) -> Arc<Health> {
        Arc::new(Health {
            inbox: self.lasting.inbox.clone(),
            metrics: Arc::clone(&self.lasting.metrics),
            clock: self.clock.clone(),
            adapters,
            triggers: shared.caller.routing.names(),
            probed: Mutex::default(),
            counted: Mutex::default(),
        })
    }

    /// The addresses that tell how it goes.
    fn operations(&self, health: &Arc<Health>) -> Router {
        let router = health::router(Arc::clone(health));
        guard::local(router, self.operations_at, &self.lasting.metrics)
    }
}

/// The commands API, within the server's own limits.
fn commands(
    adapters: StoringAdapters,
    tokens: Tokens,
    settings: &ServerSettings,
    version: &'static str,
) -> Router {
    let limits = Limits {
        max_body: settings.max_body,
        max_bodies: settings.max_bodies,
        body_timeout: settings.body_timeout,
        ..Limits::default()
    };
    commands_api::router_of(Arc::new(adapters), tokens, limits, version)
}
