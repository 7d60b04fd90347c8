//! Settings, one by one.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use crate::model::account::DirectSendAccess;
use crate::model::settings::{AutoStatus, Batch, Keep, Limits, NumberRule, Retries, Settings};
use crate::model::templates::Catalogue;
use crate::model::twilio::TwilioAccount;
use crate::sandbox::Sandbox;
use uip_web::guard::HostName;

/// Builds a [`Sandbox`]. Every setting has a default that suits a test.
#[derive(Debug, Clone, Default)]
#[must_use = "nothing runs before start"]
pub struct Builder {
    settings: Settings,
}

impl Builder {
    /// Where to listen. Default: a free port of 127.0.0.1.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.settings.listen = address;
        self
    }

    /// A name, besides IP addresses, `localhost` and names without a dot, under which the controls may be
    /// reached. Needed when the sandbox listens on an address that others reach by a name.
    pub fn allow_host(mut self, name: HostName) -> Self {
        self.settings.allowed_hosts.push(name);
        self
    }

    /// The access token that requests must carry. Default: [`crate::DEFAULT_TOKEN`].
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.settings.token = token.into();
        self
    }

    /// The id of the app.
    pub fn app_id(mut self, id: impl Into<String>) -> Self {
        self.settings.app_id = id.into();
        self
    }

    /// The App Secret that notifications are signed with. Default: [`crate::DEFAULT_APP_SECRET`].
    pub fn app_secret(mut self, secret: impl Into<String>) -> Self {
        self.settings.app_secret = secret.into();
        self
    }

    /// The id of the business's number. Default: [`crate::DEFAULT_PHONE_NUMBER_ID`].
    pub fn phone_number_id(mut self, id: impl Into<String>) -> Self {
        self.settings.phone_number_id = id.into();
        self
    }

    /// The id of the business account. Default: [`crate::DEFAULT_BUSINESS_ACCOUNT_ID`].
    pub fn business_account_id(mut self, id: impl Into<String>) -> Self {
        self.settings.business_account_id = id.into();
        self
    }

    /// The business's own number, digits only, and the country code with which it begins. The code comes
    /// in front of recipients written without `+`.
    pub fn business_number(
        mut self,
        digits: impl Into<String>,
        country_code: impl Into<String>,
    ) -> Self {
        self.settings.display_phone_number = digits.into();
        self.settings.country_code = country_code.into();
        self
    }

    /// The business's name.
    pub fn verified_name(mut self, name: impl Into<String>) -> Self {
        self.settings.verified_name = name.into();
        self
    }

    /// What a recipient without `+` means. Default: [`NumberRule::Documented`].
    pub fn number_rule(mut self, rule: NumberRule) -> Self {
        self.settings.number_rule = rule;
        self
    }

    /// The templates, instead of the standard ones.
    pub fn templates(mut self, templates: Catalogue) -> Self {
        self.settings.templates = templates;
        self
    }

    /// Sets whether the account may use Direct Send. Default: [`DirectSendAccess::Enabled`].
    pub fn direct_send(mut self, access: DirectSendAccess) -> Self {
        self.settings.direct_send = access;
        self
    }

    /// Starts with a number that was only added to the account: neither verified nor registered, so that it
    /// cannot send. Default: a number that can.
    pub fn unregistered(mut self) -> Self {
        self.settings.registered = false;
        self
    }

    /// Where notifications are posted. Default: nowhere, they are collected only.
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.settings.callback_url = Some(url.into());
        self
    }

    /// What the callback is asked for in Meta's check. Default: [`crate::DEFAULT_VERIFY_TOKEN`].
    pub fn verify_token(mut self, token: impl Into<String>) -> Self {
        self.settings.verify_token = token.into();
        self
    }

    /// The account at Twilio. Default: [`TwilioAccount::default`].
    pub fn twilio(mut self, account: TwilioAccount) -> Self {
        self.settings.twilio = account;
        self
    }

    /// The number of the business, in digits, that customers write to unless [`crate::Customer::writing_to`] names
    /// another. Default: the one at the Cloud API, which also stands in for an unknown one.
    pub fn customers_write_to(mut self, number: impl Into<String>) -> Self {
        self.settings.customers_write_to = Some(number.into());
        self
    }

    /// How far an accepted message gets by itself. Default: [`AutoStatus::Read`].
    pub fn auto_status(mut self, furthest: AutoStatus) -> Self {
        self.settings.behavior.auto_status = furthest;
        self
    }

    /// How updates are put together. Default: [`Batch::SINGLE`].
    pub fn batch(mut self, entries: usize, updates_per_entry: usize) -> Self {
        self.settings.behavior.batch = Batch {
            entries,
            updates_per_entry,
        };
        self
    }

    /// How long a batch that does not fill waits for company before it is posted. Default: 20 ms.
    pub fn batch_wait(mut self, wait: Duration) -> Self {
        self.settings.batch_wait = wait;
        self
    }

    /// Rate limits. Default: none.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.settings.behavior.limits = limits;
        self
    }

    /// How often a notification is posted. Default: 5 times, after 20, 40, 80 and 160 ms.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.settings.retries = retries;
        self
    }

    /// As at Meta, a customer who never wrote has a closed window: only templates reach him. Default: a
    /// customer counts as having just written when he is first mentioned.
    pub fn strict_window(mut self) -> Self {
        self.settings.behavior.strict_window = true;
        self
    }

    /// Customers have no business-scoped user ids, as before April 2026.
    pub fn without_user_ids(mut self) -> Self {
        self.settings.user_ids = false;
        self
    }

    /// How much is remembered: the newest so many requests, notifications, Twilio webhooks, exchanges of the traffic,
    /// messages (of all customers together), customers and files; 0 counts as 1. Default:
    /// [`crate::DEFAULT_KEEP`].
    ///
    /// What is older is forgotten. Whatever the number, the requests that are kept have no more than 256 MiB of
    /// bodies, the files no more than 256 MiB, and notifications, webhooks and traffic no more than 64 MiB each; the
    /// newest of each is always kept.
    pub fn keep(mut self, count: usize) -> Self {
        self.settings.keep = Keep::of(count);
        self
    }

    /// Freezes the clock at this many seconds since 1970. It moves only with [`Sandbox::advance`].
    pub fn frozen_at(mut self, seconds: u64) -> Self {
        self.settings.frozen_at = Some(seconds);
        self
    }

    /// The same seed gives the same ids in the same order. Default: new ids each time.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = Some(seed);
        self
    }

    /// How long the `wait_for_…` functions wait. Default: 10 seconds.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.settings.patience = patience;
        self
    }

    /// Opens the port and serves.
    ///
    /// # Errors
    /// When the address is taken or cannot be used.
    #[allow(
        clippy::unused_async,
        reason = "starting is a point to wait at, even while nothing inside has to"
    )]
    pub async fn start(self) -> io::Result<Sandbox> {
        Sandbox::open(self.settings)
    }

    /// As [`Builder::start`], for code that is not asynchronous.
    ///
    /// # Errors
    /// When the address is taken or cannot be used.
    pub fn start_blocking(self) -> io::Result<Sandbox> {
        Sandbox::open(self.settings)
    }
}
