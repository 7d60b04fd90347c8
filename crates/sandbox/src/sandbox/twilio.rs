//! The account at Twilio.

use serde_json::Value;

use super::Sandbox;
use crate::model::twilio::webhooks::{sign, without_fragment};
use crate::model::twilio::{TwilioAccount, Webhook};
use crate::model::world::TimedOut;

impl Sandbox {
    /// The account at Twilio, as clients must be configured for it. [`Sandbox::base_url`] replaces
    /// `https://api.twilio.com`, `https://content.twilio.com` and `https://messaging.twilio.com`.
    pub fn twilio(&self) -> &TwilioAccount {
        &self.world.settings.twilio
    }

    /// Changes the URL that Twilio calls when a customer writes.
    pub fn call_webhook(&self, url: Option<&str>) {
        let url = url.map(str::to_owned);
        self.world
            .change(|state| state.twilio.callbacks.message = url);
    }

    /// Changes the URL that Twilio calls when the one of [`Sandbox::call_webhook`] fails.
    pub fn call_fallback(&self, url: Option<&str>) {
        let url = url.map(str::to_owned);
        self.world
            .change(|state| state.twilio.callbacks.fallback = url);
    }

    /// Changes the URL that Twilio calls when the status of a message changes that names no URL of its own.
    pub fn call_status_callback(&self, url: Option<&str>) {
        let url = url.map(str::to_owned);
        self.world
            .change(|state| state.twilio.callbacks.status = url);
    }

    /// The webhooks since the last taking, whether or not there is a URL for them.
    pub fn take_webhooks(&self) -> Vec<Webhook> {
        self.world.change(|state| state.twilio.webhooks.take())
    }

    /// The webhooks since the start, as many as [`crate::Builder::keep`] allows, each with its attempts.
    pub fn webhooks(&self) -> Vec<Webhook> {
        self.world
            .look(|state| state.twilio.webhooks.all().to_vec())
    }

    /// Waits until at least `count` webhooks have not been taken, and takes them.
    ///
    /// # Errors
    /// [`TimedOut`] when the sandbox's patience ends first; nothing is taken then.
    pub async fn wait_for_webhooks(&self, count: usize) -> Result<Vec<Webhook>, TimedOut> {
        self.world
            .wait_for("webhooks", count, |state| state.twilio.webhooks.fresh())
            .await?;
        Ok(self.take_webhooks())
    }

    /// Waits until at least `count` webhooks will not be called (again), and returns those.
    ///
    /// # Errors
    /// [`TimedOut`] when the sandbox's patience ends first.
    pub async fn wait_for_settled_webhooks(&self, count: usize) -> Result<Vec<Webhook>, TimedOut> {
        self.world
            .wait_for("webhooks called or given up", count, |state| {
                state.twilio.webhooks.settled()
            })
            .await
    }

    /// The `X-Twilio-Signature` that a form with these parameters would carry to `url`. A fragment is not signed.
    pub fn sign_webhook(&self, url: &str, parameters: &[(String, String)]) -> String {
        let key = &self.world.settings.twilio.auth_token;
        sign(without_fragment(url), parameters, key)
    }

    /// The contents of the account with their approvals, as `GET /v1/ContentAndApprovals` lists them.
    pub fn contents(&self) -> Vec<Value> {
        let account = &self.world.settings.twilio.account_sid;
        self.world.look(|state| {
            let contents = state.twilio.contents.all().iter();
            contents
                .map(|content| content.listed_with_approval(account))
                .collect()
        })
    }
}
