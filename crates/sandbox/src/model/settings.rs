//! The settings of a sandbox.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use crate::model::account::DirectSendAccess;
use crate::model::line::{Carrier, Line, NotOurNumber};
use crate::model::templates::Catalogue;
use crate::model::twilio::TwilioAccount;
use uip_web::guard::HostName;

/// How far an accepted message gets by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum AutoStatus {
    /// No status notification; [`crate::Customer::gets`] and [`crate::Customer::opens`] give them by hand.
    Off,
    /// `sent` only.
    Sent,
    /// `sent`, `delivered`.
    Delivered,
    /// `sent`, `delivered`, `read`.
    #[default]
    Read,
}

/// What a phone number without `+` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberRule {
    /// As Meta documents: the business's own country code is always put in front. A client
    /// that forgets the `+` reaches a stranger, and a test can detect that.
    #[default]
    Documented,
    /// The number is not changed when it starts with the business's country code or belongs to a known
    /// customer. For clients that answer with the `wa_id` of a notification.
    Lenient,
}

/// How updates are put into one POST.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    /// Maximum number of entries in a POST.
    pub entries: usize,
    /// Maximum number of messages and statuses in an entry.
    pub updates_per_entry: usize,
}

impl Batch {
    /// One update in each POST.
    pub const SINGLE: Self = Self {
        entries: 1,
        updates_per_entry: 1,
    };

    pub(crate) fn capacity(self) -> usize {
        self.entries.max(1) * self.updates_per_entry.max(1)
    }
}

/// Rate limits; `None` means unlimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Messages in any second, then 130429. Meta's usual number is 80.
    pub messages_per_second: Option<usize>,
    /// Messages to one customer in any six seconds, then 131056. Meta's sustained rate is 1, with bursts
    /// of up to 45.
    pub messages_per_pair: Option<usize>,
}

/// What happens when the callback does not answer 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// POSTs of one notification, the first included.
    pub attempts: u32,
    /// Wait before the second attempt; it doubles for each later one. Meta goes on for days, a test cannot.
    pub first_wait: Duration,
    /// How long one attempt may take.
    pub timeout: Duration,
}

/// How much is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keep(usize);

impl Keep {
    /// So many of each thing, at least one.
    pub(crate) fn of(count: usize) -> Self {
        Self(count.max(1))
    }

    pub(crate) fn count(self) -> usize {
        self.0
    }
}

impl Default for Keep {
    fn default() -> Self {
        Self(crate::DEFAULT_KEEP)
    }
}

/// How the sandbox behaves, as far as that can change while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Behavior {
    /// How far an accepted message gets by itself.
    pub(crate) auto_status: AutoStatus,
    /// Whether customers who never wrote have a closed window.
    pub(crate) strict_window: bool,
    pub(crate) batch: Batch,
    pub(crate) limits: Limits,
}

impl Default for Behavior {
    fn default() -> Self {
        Self {
            auto_status: AutoStatus::default(),
            strict_window: false,
            batch: Batch::SINGLE,
            limits: Limits::default(),
        }
    }
}

/// All settings. [`crate::Builder`] sets them one by one.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    pub(crate) allowed_hosts: Vec<HostName>,
    pub(crate) token: String,
    pub(crate) app_id: String,
    pub(crate) app_secret: String,
    pub(crate) phone_number_id: String,
    pub(crate) business_account_id: String,
    pub(crate) display_phone_number: String,
    pub(crate) verified_name: String,
    pub(crate) country_code: String,
    pub(crate) number_rule: NumberRule,
    pub(crate) templates: Catalogue,
    pub(crate) direct_send: DirectSendAccess,
    /// Whether the number is verified and registered at the start.
    pub(crate) registered: bool,
    pub(crate) twilio: TwilioAccount,
    /// The number that customers write to unless another is named, in digits. The Cloud API's by default.
    pub(crate) customers_write_to: Option<String>,
    pub(crate) callback_url: Option<String>,
    pub(crate) verify_token: String,
    /// At the start.
    pub(crate) behavior: Behavior,
    pub(crate) batch_wait: Duration,
    pub(crate) retries: Retries,
    pub(crate) keep: Keep,
    pub(crate) user_ids: bool,
    pub(crate) frozen_at: Option<u64>,
    pub(crate) seed: Option<u64>,
    pub(crate) patience: Duration,
}

impl Settings {
    /// `http://…` of the sandbox itself.
    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.listen)
    }

    /// The business's number at the Cloud API.
    pub(crate) fn cloud_api_line(&self) -> Line {
        Line::new(Carrier::CloudApi, &self.display_phone_number)
    }

    /// The number that customers write to unless another is named.
    pub(crate) fn usual_line(&self) -> Line {
        let named = self.customers_write_to.as_deref();
        named
            .and_then(|number| self.line(number).ok())
            .unwrap_or_else(|| self.cloud_api_line())
    }

    /// The business's number with these digits; a `+` is allowed.
    ///
    /// # Errors
    /// [`NotOurNumber`] names the numbers there are.
    pub(crate) fn line(&self, number: &str) -> Result<Line, NotOurNumber> {
        let digits = number.trim().trim_start_matches('+');
        let twilio = [&self.twilio.number, &self.twilio.sandbox_number];
        if digits == self.display_phone_number {
            return Ok(self.cloud_api_line());
        }
        if twilio.into_iter().any(|known| known == digits) {
            return Ok(Line::new(Carrier::Twilio, digits));
        }
        Err(NotOurNumber {
            number: number.to_owned(),
            known: format!(
                "{} (Cloud API), {} (Twilio) and {} (Twilio's Sandbox for WhatsApp)",
                self.display_phone_number, self.twilio.number, self.twilio.sandbox_number
            ),
        })
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            allowed_hosts: Vec::new(),
            token: crate::DEFAULT_TOKEN.to_owned(),
            app_id: "200000000000002".to_owned(),
            app_secret: crate::DEFAULT_APP_SECRET.to_owned(),
            phone_number_id: crate::DEFAULT_PHONE_NUMBER_ID.to_owned(),
            business_account_id: crate::DEFAULT_BUSINESS_ACCOUNT_ID.to_owned(),
            display_phone_number: "15550100200".to_owned(),
            verified_name: "Sandbox Bakery".to_owned(),
            country_code: "1".to_owned(),
            number_rule: NumberRule::default(),
            templates: Catalogue::standard(),
            direct_send: DirectSendAccess::default(),
            registered: true,
            twilio: TwilioAccount::default(),
            customers_write_to: None,
            callback_url: None,
            verify_token: crate::DEFAULT_VERIFY_TOKEN.to_owned(),
            behavior: Behavior::default(),
            batch_wait: Duration::from_millis(20),
            retries: Retries {
                attempts: 5,
                first_wait: Duration::from_millis(20),
                timeout: Duration::from_secs(10),
            },
            keep: Keep::default(),
            user_ids: true,
            frozen_at: None,
            seed: None,
            patience: Duration::from_secs(10),
        }
    }
}

impl fmt::Debug for Settings {
    /// Leaves the secrets out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("listen", &self.listen)
            .field("phone_number_id", &self.phone_number_id)
            .field("business_account_id", &self.business_account_id)
            .field("callback_url", &self.callback_url)
            .finish_non_exhaustive()
    }
}
