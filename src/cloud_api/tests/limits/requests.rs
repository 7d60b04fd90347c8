//! The smallest request of each kind, to be changed in one place.

use super::{Checked, Outcome};
use crate::bindings::uip::whatsapp::outgoing::{
    ButtonsMessage, CarouselCard, CarouselMessage, ContactRequestMessage, FlowMessage, LinkMessage,
    ListMessage, ListRow, ListSection, MediaMessage, MediaType, ProductsMessage, ReplyButton,
};
use crate::bindings::uip::whatsapp::templates::{
    TemplateButton, TemplateButtonValue, TemplateCard, TemplateProducts,
};
use crate::cloud_api::endpoint::media_endpoint::Upload;
use crate::cloud_api::tests::attachments;
use crate::cloud_api::tests::interactive::{carousel as cards, catalogue, link_and_flow};
use crate::cloud_api::{Components, Interactive, MediaContent, TemplateValues};
use uip_kit::file::FileText;

pub fn button(id: &str, title: &str) -> ReplyButton {
    ReplyButton {
        id: id.to_owned(),
        title: title.to_owned(),
    }
}

pub fn buttons(change: impl FnOnce(&mut ButtonsMessage)) -> Outcome {
    let mut request = ButtonsMessage {
        phone_number: String::new(),
        body: "Does 19:30 suit you?".to_owned(),
        buttons: vec![button("keep", "Yes")],
        header: None,
        footer: None,
        direct_send: None,
        reply_to: None,
        callback_data: None,
    };
    change(&mut request);
    Interactive::buttons(request).outcome()
}

pub fn row(id: String) -> ListRow {
    ListRow {
        id,
        title: "Rye".to_owned(),
        description: None,
    }
}

pub fn section(rows: Vec<ListRow>) -> ListSection {
    ListSection {
        title: Some("Bread".to_owned()),
        rows,
    }
}

pub fn list(change: impl FnOnce(&mut ListMessage)) -> Outcome {
    let mut request = ListMessage {
        phone_number: String::new(),
        body: "Which bread?".to_owned(),
        button_text: "Choose".to_owned(),
        sections: vec![section(vec![row("rye".to_owned())])],
        header: None,
        footer: None,
        reply_to: None,
        callback_data: None,
    };
    change(&mut request);
    Interactive::list(request).outcome()
}

/// A list whose first row is changed.
pub fn first_row(change: impl FnOnce(&mut ListRow)) -> Outcome {
    let mut first = row("rye".to_owned());
    change(&mut first);
    list(|it| it.sections = vec![section(vec![first])])
}

pub fn link(change: impl FnOnce(&mut LinkMessage)) -> Outcome {
    let mut request = link_and_flow::link();
    change(&mut request);
    Interactive::link(request).outcome()
}

pub fn flow(change: impl FnOnce(&mut FlowMessage)) -> Outcome {
    let mut request = link_and_flow::flow();
    change(&mut request);
    Interactive::flow(request).outcome()
}

pub fn carousel(change: impl FnOnce(&mut CarouselMessage)) -> Outcome {
    let mut request = cards::carousel(vec![cards::with_link(), cards::with_link()]);
    change(&mut request);
    Interactive::carousel(request).outcome()
}

/// Two cards of this kind, the first of which is changed.
pub fn first_of(mut card: CarouselCard, change: impl FnOnce(&mut CarouselCard)) -> Outcome {
    let second = card.clone();
    change(&mut card);
    carousel(|it| it.cards = vec![card, second])
}

/// A list of products in one section.
pub fn products(change: impl FnOnce(&mut ProductsMessage)) -> Outcome {
    let mut request = catalogue::list(vec![catalogue::section(Some("Dark"), 1)]);
    change(&mut request);
    Interactive::products(request).outcome()
}

/// A template's button that shows products in as many sections.
pub fn product_button(sections: usize, products: usize) -> Outcome {
    let section = catalogue::section(Some("Dark"), products);
    let value = TemplateProducts {
        thumbnail: "rye-1".to_owned(),
        sections: vec![section; sections],
    };
    template_button(0, TemplateButtonValue::Products(value))
}

pub fn contact_request(change: impl FnOnce(&mut ContactRequestMessage)) -> Outcome {
    let mut request = ContactRequestMessage {
        phone_number: String::new(),
        body: "Which number?".to_owned(),
        header: None,
        footer: None,
        reply_to: None,
        callback_data: None,
    };
    change(&mut request);
    Interactive::contact_request(request).outcome()
}

pub fn captioned(media_type: MediaType, caption: String) -> Outcome {
    MediaContent::parse(MediaMessage {
        caption: Some(caption),
        ..attachments::media(media_type)
    })
    .outcome()
}

pub fn template(change: impl FnOnce(&mut TemplateValues)) -> Outcome {
    let mut values = TemplateValues::default();
    change(&mut values);
    Components::parse(values).outcome()
}

pub fn template_button(index: u8, value: TemplateButtonValue) -> Outcome {
    template(|it| it.buttons = Some(vec![TemplateButton { index, value }]))
}

pub fn payload(text: &str) -> TemplateButtonValue {
    TemplateButtonValue::QuickReplyPayload(text.to_owned())
}

/// A card that needs nothing.
pub fn card() -> TemplateCard {
    TemplateCard {
        header: None,
        body_parameters: None,
        buttons: None,
    }
}

/// A carousel whose first card is changed.
pub fn first_card(change: impl FnOnce(&mut TemplateCard)) -> Outcome {
    let mut first = card();
    change(&mut first);
    template(|it| it.cards = Some(vec![first, card()]))
}

pub fn upload(mime_type: &str, filename: Option<&str>, content: &[u8]) -> Outcome {
    let content = || Ok(FileText::without_text(content));
    Upload::of(mime_type, filename, content).outcome()
}
