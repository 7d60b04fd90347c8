//! Files that customers sent, which Twilio stores.

/// The id of a file, `MM…/ME…`, from the URL in a notification: of the message and
/// of the file in it. `None` if it is not the URL of a file.
pub fn media_id(url: &str) -> Option<String> {
    let (_, path) = url.split_once("/Messages/")?;
    let (message, file) = path.split_once("/Media/")?;
    let is_id =
        |text: &str| text.len() == 34 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_id(message) && is_id(file)).then(|| format!("{message}/{file}"))
}
