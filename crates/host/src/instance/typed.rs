use serde::Serialize;
use serde::de::DeserializeOwned;
use uip_contract::{CallError, Response};

use super::Instance;

/// Why a typed call gave no answer of the type that was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TypedCallError {
    /// The request cannot be written as JSON. Nothing ran.
    #[error("the request cannot be written as JSON: {0}; nothing was sent")]
    Request(#[source] serde_json::Error),
    /// The command gave no response.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The command failed by its own account: what it answered.
    #[error("{}", failed(.0))]
    Failed(Box<Response>),
    /// The command succeeded, but its answer is not of the type that was asked
    /// for. What it did is done: do not call it again.
    #[error("the command succeeded, but its answer is not of the expected type: {source}")]
    Answer {
        /// What it answered.
        response: Box<Response>,
        /// Which field does not fit.
        source: serde_json::Error,
    },
}

impl TypedCallError {
    /// Whether a retry is safe, since nothing was sent, and can help.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Call(error) => error.is_retryable(),
            Self::Failed(response) => response.is_retryable(),
            Self::Request(_) | Self::Answer { .. } => false,
        }
    }

    /// What the command answered, if it did.
    pub fn response(&self) -> Option<&Response> {
        match self {
            Self::Failed(response) | Self::Answer { response, .. } => Some(response),
            Self::Request(_) | Self::Call(_) => None,
        }
    }
}

/// `permanent-failure (131047): WhatsApp rejected the message.`
fn failed(response: &Response) -> String {
    let case = response.failure().unwrap_or_default();
    let code = response.code().map(|code| format!(" ({code})"));
    let error = response.error().map(|error| format!(": {error}"));
    [Some(case.to_owned()), code, error]
        .into_iter()
        .flatten()
        .collect()
}

impl Instance {
    /// Calls a command with a request and an answer that are types of the
    /// caller's. Their fields are named as in JSON: derive them with
    /// `#[serde(rename_all = "camelCase")]`. A field that is `None` counts as not
    /// given.
    ///
    /// ```no_run
    /// # use uip_host::{Instance, TypedCallError};
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[derive(Serialize)]
    /// #[serde(rename_all = "camelCase")]
    /// struct Text<'t> {
    ///     phone_number: &'t str,
    ///     message: &'t str,
    ///     reply_to: Option<&'t str>,
    /// }
    ///
    /// #[derive(Deserialize)]
    /// #[serde(rename_all = "camelCase")]
    /// struct Sent {
    ///     message_id: String,
    /// }
    ///
    /// # async fn example(whatsapp: Instance) -> Result<(), TypedCallError> {
    /// let text = Text {
    ///     phone_number: "+393331234567",
    ///     message: "Your table is ready.",
    ///     reply_to: None,
    /// };
    /// let sent: Sent = whatsapp.call_typed("sendMessageText", &text).await?;
    /// println!("sent as {}", sent.message_id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Instance::call`]; and, other than there, if the command fails by its
    /// own account. [`TypedCallError::is_retryable`] says whether a retry is safe.
    ///
    /// # Cancel safety
    /// As [`Instance::call`].
    pub async fn call_typed<Answer: DeserializeOwned>(
        &self,
        command: &str,
        request: &(impl Serialize + ?Sized),
    ) -> Result<Answer, TypedCallError> {
        let request = serde_json::to_value(request).map_err(TypedCallError::Request)?;
        let response = Box::new(self.call(command, request).await?);
        if !response.is_success() {
            return Err(TypedCallError::Failed(response));
        }
        match response.record() {
            Ok(answer) => Ok(answer),
            Err(source) => Err(TypedCallError::Answer { response, source }),
        }
    }
}
