//! The command's options.

mod twilio;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use twilio::TwilioOptions;
use uip_sandbox::{
    AutoStatus, Builder, Catalogue, DirectSendAccess, HostName, Limits, NumberRule, Sandbox,
};

/// Runs WhatsApp's Cloud API and Twilio's API for WhatsApp on loopback, for tests and trials.
///
/// Prints its address when it is ready, then one line for each event, until it is
/// interrupted. Use /sandbox to act as the customer and to inject faults (see crates/sandbox/README.md).
#[derive(Parser)]
#[command(name = "uip-sandbox", version)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub struct Options {
    /// Address to listen on; port 0 picks a free port
    #[arg(long, default_value = "127.0.0.1:8590")]
    pub listen: SocketAddr,
    /// Host name that may be used for /sandbox, in addition to IP addresses, localhost and names without a
    /// dot; can be repeated
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<HostName>,
    /// Access token that requests must carry
    #[arg(long, env = "UIP_SANDBOX_TOKEN", hide_env_values = true, default_value = uip_sandbox::DEFAULT_TOKEN)]
    token: String,
    /// App secret that signs notifications
    #[arg(long, env = "UIP_SANDBOX_APP_SECRET", hide_env_values = true, default_value = uip_sandbox::DEFAULT_APP_SECRET)]
    app_secret: String,
    /// URL to post notifications to; if not set, they are collected
    #[arg(long, value_name = "URL")]
    callback_url: Option<String>,
    /// Verify token that is sent to the callback URL in Meta's verification request
    #[arg(long, default_value = uip_sandbox::DEFAULT_VERIFY_TOKEN)]
    verify_token: String,
    /// Template definitions (JSON) that replace the standard ones
    #[arg(long, value_name = "FILE")]
    templates: Option<PathBuf>,
    /// Id of the business's phone number
    #[arg(long, default_value = uip_sandbox::DEFAULT_PHONE_NUMBER_ID)]
    phone_number_id: String,
    /// Id of the WhatsApp Business Account
    #[arg(long, default_value = uip_sandbox::DEFAULT_BUSINESS_ACCOUNT_ID)]
    business_account_id: String,
    /// Id of the app
    #[arg(long)]
    app_id: Option<String>,
    /// The business's own number, digits only
    #[arg(long, default_value = "15550100200")]
    display_number: String,
    /// Country code of that number; it is put in front of recipients without +
    #[arg(long, default_value = "1")]
    country_code: String,
    /// Do not change a number without + if it starts with the country code or belongs to a known customer
    #[arg(long)]
    lenient_numbers: bool,
    /// Last status that an accepted message reaches automatically
    #[arg(long, value_enum, default_value_t = Reach::Read)]
    auto_status: Reach,
    /// Whether the account may use Direct Send
    #[arg(long, value_enum, default_value_t = Access::Enabled)]
    direct_send: Access,
    /// The number is neither verified nor registered at the start
    #[arg(long)]
    unregistered: bool,
    /// Customers who never wrote have a closed 24-hour window
    #[arg(long)]
    strict_window: bool,
    /// Customers have no business-scoped user ids
    #[arg(long)]
    no_user_ids: bool,
    /// Maximum number of entries in one notification
    #[arg(long, default_value_t = 1)]
    batch_entries: usize,
    /// Maximum number of messages and statuses in one entry
    #[arg(long, default_value_t = 1)]
    batch_updates: usize,
    /// Messages per second before error 130429
    #[arg(long, value_name = "COUNT")]
    throughput: Option<usize>,
    /// Messages to one customer in six seconds before error 131056
    #[arg(long, value_name = "COUNT")]
    pair_rate: Option<usize>,
    /// Number of the business that customers write to unless a control names another: the display number, or
    /// one of Twilio's
    #[arg(long, value_name = "DIGITS")]
    customers_write_to: Option<String>,
    /// How many requests, notifications, webhooks, exchanges, messages, customers and files are remembered; the
    /// oldest are forgotten
    #[arg(long, value_name = "COUNT", default_value_t = uip_sandbox::DEFAULT_KEEP)]
    keep: usize,
    /// The same seed gives the same ids
    #[arg(long)]
    seed: Option<u64>,
    /// Print warnings only
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    twilio: TwilioOptions,
}

/// The last status that is reported automatically.
#[derive(Clone, Copy, ValueEnum)]
enum Reach {
    Off,
    Sent,
    Delivered,
    Read,
}

/// Whether Direct Send works.
#[derive(Clone, Copy, ValueEnum)]
enum Access {
    Enabled,
    Disabled,
    Blocked,
}

impl From<Access> for DirectSendAccess {
    fn from(access: Access) -> Self {
        match access {
            Access::Enabled => Self::Enabled,
            Access::Disabled => Self::Disabled,
            Access::Blocked => Self::Blocked,
        }
    }
}

impl From<Reach> for AutoStatus {
    fn from(reach: Reach) -> Self {
        match reach {
            Reach::Off => Self::Off,
            Reach::Sent => Self::Sent,
            Reach::Delivered => Self::Delivered,
            Reach::Read => Self::Read,
        }
    }
}

impl Options {
    /// The sandbox as ordered, not yet started.
    pub fn builder(self) -> Result<Builder, String> {
        let [sender, shared] = self.twilio.numbers();
        let numbers = [self.display_number.as_str(), sender, shared];
        if [sender, shared].contains(&self.display_number.as_str()) || sender == shared {
            return Err(format!(
                "--display-number, --twilio-number and --twilio-sandbox-number must differ, and are {}",
                numbers.join(", ")
            ));
        }
        if let Some(number) = &self.customers_write_to
            && !numbers.contains(&number.as_str())
        {
            return Err(format!(
                "--customers-write-to must be one of {}, and is {number}",
                numbers.join(", ")
            ));
        }
        let mut builder = Sandbox::builder()
            .listen(self.listen)
            .token(self.token)
            .app_secret(self.app_secret)
            .verify_token(self.verify_token)
            .phone_number_id(self.phone_number_id)
            .business_account_id(self.business_account_id)
            .business_number(self.display_number, self.country_code)
            .auto_status(self.auto_status.into())
            .direct_send(self.direct_send.into())
            .batch(self.batch_entries, self.batch_updates)
            .twilio(self.twilio.into())
            .keep(self.keep)
            .limits(Limits {
                messages_per_second: self.throughput,
                messages_per_pair: self.pair_rate,
            });
        for name in self.allow_host {
            builder = builder.allow_host(name);
        }
        if let Some(url) = self.callback_url {
            builder = builder.callback_url(url);
        }
        if let Some(id) = self.app_id {
            builder = builder.app_id(id);
        }
        if let Some(file) = self.templates {
            let text = std::fs::read_to_string(&file)
                .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
            let templates =
                Catalogue::parse(&text).map_err(|error| format!("{}: {error}", file.display()))?;
            builder = builder.templates(templates);
        }
        if let Some(number) = self.customers_write_to {
            builder = builder.customers_write_to(number);
        }
        if let Some(seed) = self.seed {
            builder = builder.seed(seed);
        }
        if self.lenient_numbers {
            builder = builder.number_rule(NumberRule::Lenient);
        }
        if self.unregistered {
            builder = builder.unregistered();
        }
        if self.strict_window {
            builder = builder.strict_window();
        }
        if self.no_user_ids {
            builder = builder.without_user_ids();
        }
        Ok(builder)
    }
}
