//! Following a link to the chat with the business, as a web page or a poster has it.

use http::Uri;

use super::Customer;

/// Why a link cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotFollow {
    /// WhatsApp does not open it.
    #[error(
        "{0} is no link to a chat: those are https://wa.me/…, https://api.whatsapp.com/send?phone=… and \
         whatsapp://send?phone=…"
    )]
    NotAChatLink(String),
    /// The chat is with another number.
    #[error("the link opens a chat with {0}, which is not this business")]
    AnotherNumber(String),
    /// The customer would have to write something first.
    #[error("the link opens the chat with an empty input field, and nothing is sent")]
    NoText,
}

impl Customer {
    /// Follows a link to the chat with the business and sends the text that the link prefills. Returns
    /// the message's id.
    ///
    /// # Errors
    /// [`CannotFollow`] when the link opens another chat or prefills no text.
    pub fn follows(&self, link: &str) -> Result<String, CannotFollow> {
        let (number, text) =
            read(link).ok_or_else(|| CannotFollow::NotAChatLink(link.to_owned()))?;
        let Ok(chat) = self.writing_to(&number) else {
            return Err(CannotFollow::AnotherNumber(number));
        };
        match text {
            Some(text) if !text.is_empty() => Ok(chat.says(&text)),
            _ => Err(CannotFollow::NoText),
        }
    }
}

/// The number that the chat is with, in digits, and the prefilled text.
fn read(link: &str) -> Option<(String, Option<String>)> {
    let uri: Uri = link.parse().ok()?;
    let parameter = |wanted: &str| {
        let query = uri.query().unwrap_or_default().as_bytes();
        form_urlencoded::parse(query)
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    let number = match (uri.scheme_str()?, uri.host()?, uri.path()) {
        ("https", "wa.me", path) => path.trim_matches('/').to_owned(),
        ("https", "api.whatsapp.com", "/send" | "/send/") | ("whatsapp", "send", "" | "/") => {
            parameter("phone")?
        }
        _ => return None,
    };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| (number, parameter("text")))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_link_names_a_number_and_perhaps_a_text() {
        let read = |link: &str| read(link).map(|(number, text)| (number, text.unwrap_or_default()));
        let found = |number: &str, text: &str| Some((number.to_owned(), text.to_owned()));
        assert_eq!(read("https://wa.me/15550100200"), found("15550100200", ""));
        assert_eq!(
            read("https://wa.me/15550100200?text=Rye%20%26%20wheat%3F"),
            found("15550100200", "Rye & wheat?")
        );
        assert_eq!(
            read("https://api.whatsapp.com/send?phone=15550100200&text=%C3%A8"),
            found("15550100200", "è")
        );
        assert_eq!(
            read("whatsapp://send?phone=15550100200&text=x"),
            found("15550100200", "x")
        );
        for other in [
            "",
            "15550100200",
            "https://wa.me/",
            "https://wa.me/qr/ABC",
            "https://wa.me.example/15550100200",
            "http://wa.me/15550100200",
            "https://api.whatsapp.com/send?text=x",
            "whatsapp://chat?phone=15550100200",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
