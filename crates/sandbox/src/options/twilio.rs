//! The options of the account at Twilio.

use clap::Args;
use uip_sandbox::TwilioAccount;

/// Reads a SID of the kind `prefix`.
fn sid(prefix: &'static str) -> impl Fn(&str) -> Result<String, String> + Clone {
    move |text| {
        let digits = text.strip_prefix(prefix).unwrap_or_default();
        if digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            Ok(text.to_owned())
        } else {
            Err(format!("a SID is {prefix} and 32 hexadecimal digits"))
        }
    }
}

/// Reads a phone number in digits.
fn number(text: &str) -> Result<String, String> {
    if (7..=15).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err("a number is 7 to 15 digits, with its country code and without +".to_owned())
    }
}

/// The account at Twilio.
#[derive(Args)]
#[command(next_help_heading = "Twilio")]
pub struct TwilioOptions {
    /// SID of the account
    #[arg(long = "twilio-account-sid", value_name = "SID", value_parser = sid("AC"), default_value = uip_sandbox::DEFAULT_TWILIO_ACCOUNT_SID)]
    account_sid: String,
    /// Auth Token of the account, which also signs webhooks
    #[arg(long = "twilio-auth-token", value_name = "TOKEN", env = "UIP_SANDBOX_TWILIO_AUTH_TOKEN", hide_env_values = true, default_value = uip_sandbox::DEFAULT_TWILIO_AUTH_TOKEN)]
    auth_token: String,
    /// SID of an API key of the account
    #[arg(long = "twilio-api-key-sid", value_name = "SID", value_parser = sid("SK"), default_value = uip_sandbox::DEFAULT_TWILIO_API_KEY_SID)]
    api_key_sid: String,
    /// Secret of that API key
    #[arg(long = "twilio-api-key-secret", value_name = "SECRET", env = "UIP_SANDBOX_TWILIO_API_KEY_SECRET", hide_env_values = true, default_value = uip_sandbox::DEFAULT_TWILIO_API_KEY_SECRET)]
    api_key_secret: String,
    /// SID of the Messaging Service
    #[arg(long = "twilio-messaging-service-sid", value_name = "SID", value_parser = sid("MG"), default_value = uip_sandbox::DEFAULT_TWILIO_MESSAGING_SERVICE_SID)]
    messaging_service_sid: String,
    /// WhatsApp sender of the account, digits only
    #[arg(
        long = "twilio-number",
        value_name = "DIGITS",
        value_parser = number,
        default_value = "15550100300"
    )]
    number: String,
    /// Number of Twilio's Sandbox for WhatsApp, digits only
    #[arg(
        long = "twilio-sandbox-number",
        value_name = "DIGITS",
        value_parser = number,
        default_value = "14155238886"
    )]
    sandbox_number: String,
    /// Word that joins Twilio's Sandbox for WhatsApp: customers send `join` and this word
    #[arg(
        long = "twilio-join-word",
        value_name = "WORD",
        default_value = "rye-loaf"
    )]
    join_word: String,
    /// URL to call when a customer writes; if not set, webhooks are collected
    #[arg(long = "twilio-webhook-url", value_name = "URL")]
    webhook_url: Option<String>,
    /// URL to call when the webhook URL fails
    #[arg(long = "twilio-fallback-url", value_name = "URL")]
    fallback_url: Option<String>,
    /// URL to call when the status of a message changes that names no URL of its own
    #[arg(long = "twilio-status-callback-url", value_name = "URL")]
    status_callback_url: Option<String>,
    /// Media can be fetched without credentials
    #[arg(long = "twilio-open-media")]
    open_media: bool,
}

impl TwilioOptions {
    /// The numbers that customers can write to at Twilio.
    pub fn numbers(&self) -> [&str; 2] {
        [&self.number, &self.sandbox_number]
    }
}

impl From<TwilioOptions> for TwilioAccount {
    fn from(options: TwilioOptions) -> Self {
        Self {
            account_sid: options.account_sid,
            auth_token: options.auth_token,
            api_key_sid: options.api_key_sid,
            api_key_secret: options.api_key_secret,
            messaging_service_sid: options.messaging_service_sid,
            number: options.number,
            sandbox_number: options.sandbox_number,
            join_word: options.join_word,
            webhook_url: options.webhook_url,
            fallback_url: options.fallback_url,
            status_callback_url: options.status_callback_url,
            open_media: options.open_media,
        }
    }
}
