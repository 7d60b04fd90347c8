//! `uip listen`: prints events as they come, and keeps nothing.

use std::process::ExitCode;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use uip_server::StartError;
use uip_server::config::{Sender, WebhookPath};

use crate::args::{Common, Listen};
use crate::events::EventLines;
use crate::failure::Failure;
use crate::output;
use crate::sandbox::Sandbox;
use crate::serve::instances;
use crate::signals::Signals;
use crate::{adapters, triggers};

/// Listens until a signal stops it.
pub async fn listen(common: &Common, args: &Listen) -> Result<ExitCode, Failure> {
    // Asked for first: the sandbox's callback is restored whenever a signal comes.
    let mut signals = Signals::new()?;
    let (mut config, mut triggers) = triggers::read(common)?;
    if let Some(name) = &args.adapter {
        config.adapter(Some(name))?;
        triggers
            .webhook_triggers
            .retain(|trigger| trigger.adapters.iter().any(|adapter| adapter == name));
    }
    if triggers.webhook_triggers.is_empty() {
        return Err(nothing_to_listen_for(args.adapter.as_deref()));
    }
    // Nobody receives events but standard output.
    triggers.event_triggers.clear();
    triggers.server.listen = args.address;
    let uses = |adapter: &str| {
        let mut of_triggers = triggers.webhook_triggers.iter();
        of_triggers.any(|trigger| trigger.adapters.iter().any(|name| name == adapter))
    };
    config.adapters.retain(|adapter| uses(&adapter.name));

    let host = adapters::host(common, &config)?;
    let instances = instances::load(&host, &config)?;
    instances::check_properties(&instances).await?;
    let paths: Vec<WebhookPath> = triggers
        .webhook_triggers
        .iter()
        .map(|trigger| trigger.path.clone())
        .collect();
    let mut senders = triggers.webhook_triggers.iter();
    let is_metas = senders.any(|trigger| matches!(trigger.sender, Sender::Meta(_)));
    if args.sandbox.is_some() {
        // The sandbox calls the address itself.
        for trigger in &mut triggers.webhook_triggers {
            trigger.public_url = None;
        }
    }
    let listening = uip_server::listen(triggers, Arc::new(instances), Arc::new(EventLines::Stdout))
        .await
        .map_err(|error| match error {
            StartError::Config(mistakes) => Failure::all("", &mistakes),
            StartError::Listen(_, address, error) => Failure::usage(format!(
                "cannot listen on {address}: {error}; name another address with --listen"
            )),
            other => Failure::usage(other.to_string()),
        })?;

    let address = listening.local_addr();
    let urls: Vec<String> = paths
        .iter()
        .map(|path| format!("http://{address}{path}"))
        .collect();
    output::note(format_args!("listening: {}", urls.join(", ")));
    let callback = match (&args.sandbox, paths.as_slice()) {
        (Some(sandbox), [path]) => {
            let url = format!("http://{address}{}", path.example());
            Some(Callback::set(sandbox, &url, is_metas).await?)
        }
        (Some(_), _) => {
            return Err(Failure::usage(
                "--sandbox needs one webhook trigger, and there are several: name an adapter that has one",
            ));
        }
        (None, _) => {
            output::note(format_args!(
                "set this as the callback URL where the service asks for it; with a running sandbox: uip listen --sandbox"
            ));
            None
        }
    };
    // A terminal that is closed sends SIGHUP. There is nothing to reload here.
    signals.next().await;
    if let Some(callback) = callback {
        callback.put_back().await;
    }
    Ok(ExitCode::SUCCESS)
}

fn nothing_to_listen_for(adapter: Option<&str>) -> Failure {
    let of = adapter.map(|name| format!(" for the adapter `{name}`"));
    Failure::usage(format!(
        "the configuration has no webhook trigger{}: add [[triggers]] of the type meta-webhook or webhook; `uip init` writes one",
        of.unwrap_or_default()
    ))
}

/// Where a sandbox sends its notifications while this listens.
struct Callback<'s> {
    sandbox: &'s Sandbox,
    /// Where it sends them now: here.
    url: String,
    before: Before,
}

/// Where it sent them before.
enum Before {
    /// Meta's.
    Meta(Value),
    /// Twilio's, as the control takes them.
    Twilio(Map<String, Value>),
}

impl<'s> Callback<'s> {
    /// Has the sandbox send its notifications to `url`: Meta's, after a
    /// subscription check, or Twilio's.
    async fn set(sandbox: &'s Sandbox, url: &str, is_metas: bool) -> Result<Self, Failure> {
        let before = if is_metas {
            let before = sandbox.get("").await?["callbackUrl"].take();
            sandbox.post("/callback", &json!({ "url": url })).await?;
            Before::Meta(before)
        } else {
            let shown = sandbox.get("/twilio").await?;
            let urls = json!({ "webhookUrl": url, "statusCallbackUrl": url });
            sandbox.patch("/twilio", &urls).await?;
            let names = ["webhookUrl", "statusCallbackUrl"];
            Before::Twilio(
                names
                    .map(|name| (name.to_owned(), shown[name].clone()))
                    .into_iter()
                    .collect(),
            )
        };
        let url = url.to_owned();
        let callback = Self {
            sandbox,
            url,
            before,
        };
        if is_metas && let Err(failure) = sandbox.post("/callback/verify", &Value::Null).await {
            callback.put_back().await;
            return Err(failure);
        }
        output::note(format_args!(
            "the sandbox {sandbox} sends its notifications here until this ends"
        ));
        Ok(callback)
    }

    /// As it was before, where nobody else has changed it since.
    async fn put_back(self) {
        let control = match self.before {
            Before::Meta(_) => "",
            Before::Twilio(_) => "/twilio",
        };
        // The sandbox may have ended before.
        let Ok(now) = self.sandbox.get(control).await else {
            return;
        };
        let is_ours = |name: &str| now[name] == self.url.as_str();
        let are_ours = match self.before {
            Before::Meta(url) => {
                let is_ours = is_ours("callbackUrl");
                if is_ours {
                    let _ = self.sandbox.post("/callback", &json!({ "url": url })).await;
                }
                is_ours
            }
            Before::Twilio(mut urls) => {
                let all = urls.len();
                urls.retain(|name, _| is_ours(name));
                let _ = self.sandbox.patch("/twilio", &json!(urls)).await;
                urls.len() == all
            }
        };
        if !are_ours {
            output::note(format_args!(
                "the sandbox {} no longer sends its notifications here: its callback was changed, and stays as it is",
                self.sandbox
            ));
        }
    }
}
