//! What the bakery answers to what a customer said. Pure: nothing is sent.

use crate::bindings::uip::whatsapp::incoming::{Content, InteractiveReply};

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// Say hello, and what can be had.
    Greeting,
    /// Confirm a table, with the template for it.
    Table,
    /// Put an emoji on the message.
    Emoji(&'static str),
    /// A person has to look after the customer, who wrote this.
    Person(String),
    /// Say nothing.
    Nothing,
}

/// Chooses the answer to a message.
pub fn reply_to(content: &Content) -> Reply {
    match content {
        Content::Text(text) => reply_to_text(text),
        Content::Button(tap) => reply_to_choice(
            tap.payload
                .as_deref()
                .or(tap.text.as_deref())
                .unwrap_or_default(),
        ),
        Content::Interactive(
            InteractiveReply::ButtonReply(choice) | InteractiveReply::ListReply(choice),
        ) => reply_to_choice(&choice.id),
        Content::Reaction(_) | Content::Edit(_) | Content::Revoke(_) | Content::System(_) => {
            Reply::Nothing
        }
        Content::Order(order) => Reply::Person(
            order
                .text
                .clone()
                .unwrap_or_else(|| "an order from the catalogue".to_owned()),
        ),
        Content::Image(_) | Content::Video(_) | Content::Sticker(_) => Reply::Emoji("😍"),
        _ => Reply::Person("something that is not text".to_owned()),
    }
}

fn reply_to_text(text: &str) -> Reply {
    let text = text.to_lowercase();
    let says = |words: &[&str]| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| words.contains(&word))
    };
    if says(&["table", "book", "reserve"]) {
        Reply::Table
    } else if says(&["thanks", "thank", "bye", "great"]) {
        Reply::Emoji("🥐")
    } else if says(&["person", "human", "complaint"]) {
        Reply::Person(text)
    } else {
        Reply::Greeting
    }
}

fn reply_to_choice(choice: &str) -> Reply {
    match choice {
        "Very good" => Reply::Emoji("❤️"),
        "Not so good" => Reply::Person("the visit was not so good".to_owned()),
        other => reply_to_text(other),
    }
}

#[cfg(test)]
mod tests {
    use super::{Reply, reply_to};
    use crate::bindings::uip::whatsapp::incoming::{ButtonTap, Content, Media, Reaction};

    fn text(text: &str) -> Content {
        Content::Text(text.to_owned())
    }

    #[test]
    fn who_says_hello_is_greeted() {
        assert_eq!(reply_to(&text("Hello!")), Reply::Greeting);
    }

    #[test]
    fn who_wants_a_table_gets_one() {
        assert_eq!(reply_to(&text("A TABLE, please.")), Reply::Table);
        assert_eq!(reply_to(&text("Are you comfortable?")), Reply::Greeting);
    }

    #[test]
    fn thanks_are_answered_with_an_emoji() {
        assert_eq!(reply_to(&text("Thank you")), Reply::Emoji("🥐"));
    }

    #[test]
    fn a_bad_visit_is_for_a_person() {
        let tap = Content::Button(ButtonTap {
            text: Some("Not so good".to_owned()),
            payload: None,
        });
        assert_eq!(
            reply_to(&tap),
            Reply::Person("the visit was not so good".to_owned())
        );
    }

    #[test]
    fn a_picture_gets_an_emoji_and_an_emoji_gets_nothing() {
        let picture = Content::Image(Media {
            id: "1".to_owned(),
            mime_type: None,
            sha256: None,
            url: None,
            caption: None,
            filename: None,
            voice: None,
            animated: None,
        });
        let emoji = Content::Reaction(Reaction {
            message_id: "wamid.A".to_owned(),
            emoji: Some("👍".to_owned()),
        });
        assert_eq!(reply_to(&picture), Reply::Emoji("😍"));
        assert_eq!(reply_to(&emoji), Reply::Nothing);
    }
}
