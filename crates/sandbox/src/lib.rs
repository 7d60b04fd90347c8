//! WhatsApp's Cloud API on loopback, for tests and trials.
//!
//! It answers as Meta's Graph does, signs notifications as Meta signs them, lets a test play the customer,
//! and breaks connections on demand.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! use uip_sandbox::{Fault, Sandbox};
//!
//! let sandbox = Sandbox::builder().app_secret("secret").start().await?;
//! let ada = sandbox.customer("16505551234");
//! ada.says("Is there any rye left?");
//!
//! let notifications = sandbox.take_notifications();
//! assert!(notifications[0].text().contains("any rye left"));
//! assert_eq!(notifications[0].signature(), sandbox.sign(notifications[0].body()));
//!
//! sandbox.fault_next(Fault::ResetAfterRequest);
//! // … a client sends to sandbox.base_url(), loses the connection, and ada.received() has the message.
//! # Ok::<(), std::io::Error>(()) }).unwrap();
//! ```

mod admin;
mod answer;
mod builder;
mod callback;
mod customer;
mod endpoint;
mod graph;
mod guard;
mod model;
mod page;
mod sandbox;
mod server;
mod twilio;

pub use builder::Builder;
pub use callback::VerifyError;
pub use customer::{CannotAnswer, CannotFollow, CannotReplay, Customer, OrderItem};
pub use model::GraphError;
pub use model::account::{CanSend, DirectSendAccess, Health, HealthEntity, VerificationCode};
pub use model::customers::{Card, Choice, ChoiceKind, Received, Sent};
pub use model::faults::{Fault, Operation};
pub use model::line::{Carrier, NotOurNumber};
pub use model::media::{Attachment, Media};
pub use model::notifications::{Attempt, Notification};
pub use model::requests::RecordedRequest;
pub use model::settings::{AutoStatus, Batch, Limits, NumberRule, Retries};
pub use model::templates::{Catalogue, Review, TemplateError};
pub use model::transcript::Transcript;
pub use model::twilio::{TwilioAccount, Webhook, WebhookAttempt, WebhookKind};
pub use model::world::TimedOut;
pub use sandbox::Sandbox;
pub use uip_web::guard::{HostName, InvalidHostName};

/// How much is remembered of each thing, unless [`Builder::keep`] says otherwise.
pub const DEFAULT_KEEP: usize = 10_000;
/// The access token, unless another is set. It guards nothing.
pub const DEFAULT_TOKEN: &str = "sandbox-access-token-guards-nothing";
/// The App Secret, unless another is set. It guards nothing.
pub const DEFAULT_APP_SECRET: &str = "sandbox-app-secret";
/// The SID of the Twilio account, unless another is set.
pub const DEFAULT_TWILIO_ACCOUNT_SID: &str = "AC00000000000000000000000000000001";
/// The Auth Token of the Twilio account, unless another is set. It guards nothing.
pub const DEFAULT_TWILIO_AUTH_TOKEN: &str = "sandbox-auth-token-guards-nothing";
/// The SID of an API key of the Twilio account, unless another is set.
pub const DEFAULT_TWILIO_API_KEY_SID: &str = "SK00000000000000000000000000000001";
/// The secret of that API key, unless another is set. It guards nothing.
pub const DEFAULT_TWILIO_API_KEY_SECRET: &str = "sandbox-api-key-secret-guards-nothing";
/// The SID of the Messaging Service, unless another is set.
pub const DEFAULT_TWILIO_MESSAGING_SERVICE_SID: &str = "MG00000000000000000000000000000001";
/// The verify token, unless another is set.
pub const DEFAULT_VERIFY_TOKEN: &str = "sandbox-verify-token";
/// The id of the business's number, unless another is set.
pub const DEFAULT_PHONE_NUMBER_ID: &str = "100000000000001";
/// The id of the business account, unless another is set.
pub const DEFAULT_BUSINESS_ACCOUNT_ID: &str = "500000000000005";
