//! Links that open a chat with the business.

use super::recipient::Recipient;
use crate::field::{Limited, refuse, refuse_as};
use crate::http::percent;
use crate::phone_number::{CountryCode, PhoneNumber};
use crate::{CommandError, FailureCategory};

/// The colour of a button.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Color {
    /// Dark letters on WhatsApp's green.
    #[default]
    Green,
    /// White letters on WhatsApp's dark green.
    Teal,
    /// Dark green letters on white.
    White,
}

/// The size of a button.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Size {
    /// The usual size of a button on a page.
    #[default]
    Standard,
    /// Smaller, for a line of text.
    Compact,
}

/// Three forms of a link to the same chat.
#[derive(Debug, Clone)]
pub struct Links {
    /// `https://wa.me/…`
    pub link: String,
    /// `whatsapp://send?…`
    pub app_link: String,
    /// A button for a web page, as HTML.
    pub button_html: String,
}

/// As a text message.
type Prefilled = Limited<4096>;
type Label = Limited<100>;

const LABEL: &str = "Message us on WhatsApp";

/// The number that a chat is with, from the field `phoneNumber`.
///
/// # Errors
/// A permanent failure when it is no phone number: a link cannot lead to a
/// user id.
pub fn chat_number(value: &str, code: Option<&CountryCode>) -> Result<PhoneNumber, CommandError> {
    match Recipient::parse(value, code)? {
        Recipient::PhoneNumber(number) => Ok(number),
        Recipient::UserId(_) => Err(refuse_as(
            FailureCategory::Recipient,
            "invalid-phone-number",
            "The field phoneNumber must be a phone number: a chat link cannot contain a user id.",
            "Write the business's number with + and its country code, or leave phoneNumber out.",
        )),
    }
}

/// What stands on the links and the button.
#[derive(Debug)]
pub struct ChatLink {
    text: Option<Prefilled>,
    label: Option<Label>,
    color: Color,
    size: Size,
    /// Of the corners, in pixels: 0 to 50.
    radius: u32,
}

const LARGEST_RADIUS: u32 = 50;

impl ChatLink {
    /// Parses the fields `text`, `buttonLabel`, `buttonColor`, `buttonSize` and
    /// `borderRadius`. What is blank counts as not given; so does a label of
    /// which nothing can be seen.
    ///
    /// # Errors
    /// A permanent failure when the text or the label is too long, or the radius
    /// too large.
    pub fn parse(
        text: Option<String>,
        label: Option<String>,
        color: Option<Color>,
        size: Option<Size>,
        radius: Option<u32>,
    ) -> Result<Self, CommandError> {
        let radius = radius.unwrap_or(4);
        if radius > LARGEST_RADIUS {
            return Err(refuse(
                "invalid-border-radius",
                &format!(
                    "The field borderRadius must be from 0 to {LARGEST_RADIUS}; it is {radius}."
                ),
                "Leave borderRadius out for corners of 4 pixels.",
            ));
        }
        Ok(Self {
            radius,
            text: Prefilled::parse_optional("text", text)?,
            label: Label::parse_optional("buttonLabel", label)?,
            color: color.unwrap_or_default(),
            size: size.unwrap_or_default(),
        })
    }

    /// The links and the button for a chat with this number.
    pub fn to(&self, number: &PhoneNumber) -> Links {
        let digits = number.as_str().trim_start_matches('+');
        let text = self
            .text
            .as_ref()
            .map(|text| percent::encode(text.as_str()).to_string());
        let mut link = format!("https://wa.me/{digits}");
        let mut app_link = format!("whatsapp://send?phone={digits}");
        if let Some(text) = text {
            link.extend(["?text=", &text]);
            app_link.extend(["&text=", &text]);
        }
        Links {
            button_html: self.button(&link),
            link,
            app_link,
        }
    }

    /// A link that looks like a button. Digits and escapes are all that the
    /// address is made of.
    fn button(&self, link: &str) -> String {
        let (background, color, border) = match self.color {
            Color::Green => ("#25D366", "#111B21", "#25D366"),
            Color::Teal => ("#075E54", "#FFFFFF", "#075E54"),
            Color::White => ("#FFFFFF", "#075E54", "#075E54"),
        };
        let (padding, size) = match self.size {
            Size::Standard => ("12px 20px", "16px"),
            Size::Compact => ("6px 12px", "13px"),
        };
        let radius = self.radius;
        let mut label = html(self.label.as_ref().map_or("", Label::as_str));
        if label.trim().is_empty() {
            LABEL.clone_into(&mut label);
        }
        format!(
            "<a href=\"{link}\" target=\"_blank\" rel=\"noopener\" \
             style=\"display:inline-block;padding:{padding};border:1px solid {border};\
             border-radius:{radius}px;background:{background};color:{color};\
             font:600 {size} sans-serif;text-decoration:none\">{label}</a>"
        )
    }
}

/// A text as it stands in HTML, in one line and in its own direction: a
/// control character, or one that turns the direction of what follows, could
/// show another page's reader something else than was written; one without
/// width shows nothing.
fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            other if other.is_control() || is_unseen(other) => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// The characters with the property `Bidi_Control` (Unicode, UAX #9), and the
/// spaces and joiners without width that no emoji is made of.
fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::{ChatLink, Color, Links, Size, chat_number};

    fn link(text: Option<&str>, label: Option<&str>) -> Links {
        let number = chat_number("+1 (555) 123-4567", None).unwrap();
        let owned = |text: Option<&str>| text.map(str::to_owned);
        ChatLink::parse(owned(text), owned(label), None, None, None)
            .unwrap()
            .to(&number)
    }

    #[test]
    fn a_link_has_the_numbers_digits_and_nothing_else() {
        let link = link(None, None);
        assert_eq!(link.link, "https://wa.me/15551234567");
        assert_eq!(link.app_link, "whatsapp://send?phone=15551234567");
        assert!(
            link.button_html
                .starts_with("<a href=\"https://wa.me/15551234567\" ")
        );
        assert!(link.button_html.ends_with(">Message us on WhatsApp</a>"));
    }

    #[test]
    fn the_text_is_escaped_in_the_links_and_the_label_in_the_button() {
        let link = link(Some("I need help & \"more\""), Some("<b>Ask & 'go'</b>"));
        let text = "I%20need%20help%20%26%20%22more%22";
        assert_eq!(link.link, format!("https://wa.me/15551234567?text={text}"));
        assert_eq!(
            link.app_link,
            format!("whatsapp://send?phone=15551234567&text={text}")
        );
        assert!(link.button_html.contains(&format!("?text={text}\"")));
        assert!(
            link.button_html
                .ends_with(">&lt;b&gt;Ask &amp; &#39;go&#39;&lt;/b&gt;</a>")
        );
    }

    #[test]
    fn every_colour_and_size_makes_another_button() {
        let number = chat_number("+15551234567", None).unwrap();
        let mut buttons = std::collections::BTreeSet::new();
        for color in [Color::Green, Color::Teal, Color::White] {
            for size in [Size::Standard, Size::Compact] {
                let link = ChatLink::parse(None, None, Some(color), Some(size), None).unwrap();
                buttons.insert(link.to(&number).button_html);
            }
        }
        assert_eq!(buttons.len(), 6);
    }

    /// WCAG 2.2, relative luminance of a colour such as `#25D366`.
    fn luminance(color: &str) -> f64 {
        let channel = |place: usize| {
            let byte = u8::from_str_radix(&color[place..place + 2], 16).unwrap();
            let part = f64::from(byte) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[test]
    fn the_letters_stand_out_from_every_colour_as_wcag_asks() {
        let number = chat_number("+15551234567", None).unwrap();
        for color in [Color::Green, Color::Teal, Color::White] {
            let link = ChatLink::parse(None, None, Some(color), None, None).unwrap();
            let html = link.to(&number).button_html;
            let found = |name: &str| {
                let (_, from) = html.split_once(name).unwrap();
                luminance(&from[..7])
            };
            let (one, two) = (found(";background:"), found(";color:"));
            let contrast = (one.max(two) + 0.05) / (one.min(two) + 0.05);
            assert!(contrast >= 4.5, "{color:?}: {contrast}");
        }
    }

    #[test]
    fn a_label_is_one_line_that_nothing_turns_around() {
        let link = link(
            None,
            Some("Ask\nus\u{202e}won\0\u{7f} \u{2067}now\u{61c} 👋 è"),
        );
        assert!(
            link.button_html.ends_with(">Ask uswon now 👋 è</a>"),
            "{}",
            link.button_html
        );
    }

    #[test]
    fn a_label_of_which_nothing_can_be_seen_is_the_default() {
        for label in [
            "\u{202e}\0",
            "\u{200b}\u{2060}\u{feff}",
            "\u{7f} \u{200f}\n",
        ] {
            let html = link(None, Some(label)).button_html;
            assert!(html.ends_with(">Message us on WhatsApp</a>"), "{html}");
        }
        let html = link(None, Some("A\u{200b}s\u{2060}k\u{feff} 👩\u{200d}🍳")).button_html;
        assert!(html.ends_with(">Ask 👩\u{200d}🍳</a>"), "{html}");
    }

    #[test]
    fn text_and_label_have_their_limits() {
        let long = |count| "è".repeat(count);
        let parse = |text: usize, label: usize| {
            ChatLink::parse(Some(long(text)), Some(long(label)), None, None, None)
        };
        assert!(parse(4096, 100).is_ok());
        assert!(parse(4097, 100).is_err());
        assert!(parse(4096, 101).is_err());
    }

    #[test]
    fn the_corners_are_as_round_as_is_asked() {
        let number = chat_number("+15551234567", None).unwrap();
        for (radius, css) in [
            (None, "border-radius:4px;"),
            (Some(0), "border-radius:0px;"),
            (Some(50), "border-radius:50px;"),
        ] {
            let link = ChatLink::parse(None, None, None, None, radius).unwrap();
            assert!(link.to(&number).button_html.contains(css), "{css}");
        }
        for radius in [51, u32::MAX] {
            assert!(ChatLink::parse(None, None, None, None, Some(radius)).is_err());
        }
    }

    #[test]
    fn a_user_id_has_no_link() {
        assert!(chat_number("US.13491208655302741918", None).is_err());
        assert!(chat_number("call me", None).is_err());
    }
}
