//! The types of content that WhatsApp knows.
//!
//! Source: Twilio's page "Content types overview".

/// A type of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Authentication,
    WhatsAppCard,
    WhatsAppFlows,
    Carousel,
    Card,
    ListPicker,
    QuickReply,
    CallToAction,
    Catalog,
    Flows,
    Pay,
    Schedule,
    Location,
    Media,
    Text,
}

/// Every type with its name, the richest first.
const KINDS: [(Kind, &str); 15] = [
    (Kind::Authentication, "whatsapp/authentication"),
    (Kind::WhatsAppCard, "whatsapp/card"),
    (Kind::WhatsAppFlows, "whatsapp/flows"),
    (Kind::Carousel, "twilio/carousel"),
    (Kind::Card, "twilio/card"),
    (Kind::ListPicker, "twilio/list-picker"),
    (Kind::QuickReply, "twilio/quick-reply"),
    (Kind::CallToAction, "twilio/call-to-action"),
    (Kind::Catalog, "twilio/catalog"),
    (Kind::Flows, "twilio/flows"),
    (Kind::Pay, "twilio/pay"),
    (Kind::Schedule, "twilio/schedule"),
    (Kind::Location, "twilio/location"),
    (Kind::Media, "twilio/media"),
    (Kind::Text, "twilio/text"),
];

impl Kind {
    pub(crate) fn named(name: &str) -> Option<Self> {
        let found = KINDS.iter().find(|(_, known)| *known == name);
        found.map(|(kind, _)| *kind)
    }

    pub(crate) fn name(self) -> &'static str {
        let found = KINDS.iter().find(|(kind, _)| *kind == self);
        found.map_or("", |(_, name)| name)
    }

    /// The richest of these types.
    pub(crate) fn richest(has: impl Fn(&str) -> bool) -> Option<Self> {
        let found = KINDS.iter().find(|(_, known)| has(known));
        found.map(|(kind, _)| *kind)
    }

    /// Whether WhatsApp can approve it, so that it can open a conversation.
    pub(crate) fn can_be_approved(self) -> bool {
        !matches!(
            self,
            Self::ListPicker | Self::Location | Self::Pay | Self::Schedule
        )
    }

    /// Whether it can be sent in the 24-hour window without approval.
    pub(crate) fn needs_no_approval(self) -> bool {
        !matches!(
            self,
            Self::Authentication | Self::Carousel | Self::Flows | Self::WhatsAppFlows
        )
    }

    /// The members that its object must have.
    pub(crate) fn required(self) -> &'static [&'static str] {
        match self {
            Self::Authentication => &["actions"],
            Self::WhatsAppCard | Self::Text | Self::Schedule | Self::Pay | Self::Catalog => {
                &["body"]
            }
            Self::WhatsAppFlows => &["body", "button_text", "flow_id"],
            Self::Carousel => &["body", "cards"],
            Self::Card => &["title"],
            Self::ListPicker => &["body", "button", "items"],
            Self::QuickReply | Self::CallToAction => &["body", "actions"],
            Self::Flows => &["body", "button_text", "pages"],
            Self::Location => &["latitude", "longitude"],
            Self::Media => &["media"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatsapp_gets_the_richest_type() {
        let names = ["twilio/text", "twilio/quick-reply"];
        assert_eq!(
            Kind::richest(|name| names.contains(&name)),
            Some(Kind::QuickReply)
        );
        assert_eq!(Kind::named("twilio/sms"), None);
        assert!(KINDS.iter().all(|(kind, name)| kind.name() == *name));
    }
}
