//! A template as WhatsApp lists it.

use uip_kit::json::{Object, Raw};

/// Header, body, footer and buttons: of a template, or of a carousel's card.
#[derive(Debug, Default)]
pub struct Part {
    /// What stands on top.
    pub header: Option<Header>,
    /// The text of a limited-time offer.
    pub offer: Option<String>,
    /// Whether each message says when the offer ends.
    pub offer_ends: bool,
    /// The text.
    pub body: String,
    /// What stands below.
    pub footer: Option<String>,
    /// The buttons, in their order.
    pub buttons: Vec<Button>,
}

/// What stands on top.
#[derive(Debug, PartialEq, Eq)]
pub enum Header {
    /// A text, perhaps with a variable.
    Text(String),
    /// A file, a place or a product: `image`, `video`, `document`,
    /// `location`, `product`.
    Media(String),
}

/// A button.
#[derive(Debug)]
pub struct Button {
    /// `QUICK_REPLY`, `URL`, `PHONE_NUMBER`, `COPY_CODE`, `OTP`, …
    pub kind: String,
    /// The words on it.
    pub text: String,
    /// The address, perhaps with a variable at its end.
    pub url: Option<String>,
    /// The number to call.
    pub phone_number: Option<String>,
}

/// What Graph lists as the address of a button that copies a one-time
/// password.
const ONE_TIME_PASSWORD: &str = "https://www.whatsapp.com/otp/code/";

/// A template, and the cards of its carousel; `None` when it comes without
/// its components.
pub fn read(definition: &Object<'_>) -> Option<(Part, Vec<Part>)> {
    let components = definition.get("components")?.items()?;
    let components: Vec<_> = components.filter_map(Raw::object).collect();
    let cards = find(&components, "CAROUSEL").map(|carousel| carousel.objects("cards"));
    let mut template = part(&components);
    let is_authentication = definition
        .text("category")
        .is_some_and(|category| category.eq_ignore_ascii_case("AUTHENTICATION"));
    if is_authentication {
        authentication(&mut template, &components);
    }
    let cards = cards.unwrap_or_default();
    let cards = cards.iter().map(|card| part(&card.objects("components")));
    Some((template, cards.collect()))
}

/// WhatsApp itself writes what an authentication template says, and not every
/// listing has it. Its English words stand for those of every language.
fn authentication(template: &mut Part, components: &[Object<'_>]) {
    if template.body.is_empty() {
        "*{{1}}* is your verification code.".clone_into(&mut template.body);
        let body = find(components, "BODY");
        if body.and_then(|body| body.boolean("add_security_recommendation")) == Some(true) {
            template
                .body
                .push_str(" For your security, do not share this code.");
        }
    }
    if template.footer.is_none() {
        template.footer = find(components, "FOOTER")
            .and_then(|footer| footer.number::<u32>("code_expiration_minutes"))
            .map(|minutes| format!("This code expires in {minutes} minutes."));
    }
    for button in &mut template.buttons {
        let is_password = button
            .url
            .as_deref()
            .is_some_and(|url| url.starts_with(ONE_TIME_PASSWORD));
        if button.kind == "URL" && is_password {
            "OTP".clone_into(&mut button.kind);
        }
    }
}

fn part(components: &[Object<'_>]) -> Part {
    let text = |kind| find(components, kind).and_then(|component| component.text("text"));
    let header = find(components, "HEADER").map(|header| {
        let format = header.text("format").unwrap_or_default();
        match (header.text("text"), format.to_ascii_lowercase()) {
            (Some(text), format) if matches!(format.as_str(), "" | "text") => Header::Text(text),
            (_, format) => Header::Media(format),
        }
    });
    let buttons = find(components, "BUTTONS").map(|component| component.objects("buttons"));
    let offer = find(components, "LIMITED_TIME_OFFER")
        .map(|component| component.object("limited_time_offer"));
    Part {
        header,
        offer_ends: offer.as_ref().is_some_and(|offer| {
            let ends = offer.as_ref().and_then(|it| it.boolean("has_expiration"));
            ends != Some(false)
        }),
        offer: offer.flatten().and_then(|offer| offer.text("text")),
        body: text("BODY").unwrap_or_default(),
        footer: text("FOOTER"),
        buttons: buttons.unwrap_or_default().iter().map(button).collect(),
    }
}

fn button(button: &Object<'_>) -> Button {
    let kind = button.text("type").unwrap_or_default().to_ascii_uppercase();
    Button {
        text: button.text("text").unwrap_or_else(|| match kind.as_str() {
            "COPY_CODE" | "OTP" => "Copy code".to_owned(),
            _ => String::new(),
        }),
        url: button.text("url"),
        phone_number: button.text("phone_number"),
        kind,
    }
}

fn find<'a, 'j>(components: &'a [Object<'j>], kind: &str) -> Option<&'a Object<'j>> {
    components.iter().find(|component| {
        component
            .text("type")
            .is_some_and(|found| found.eq_ignore_ascii_case(kind))
    })
}
