//! Products.

use serde_json::json;

use super::super::refused;
use super::sent;
use crate::bindings::uip::whatsapp::outgoing::{ProductSection, ProductsMessage};
use crate::cloud_api::Interactive;

#[allow(clippy::unnecessary_wraps)] // as the fields have it
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// The whole catalogue.
pub fn whole() -> ProductsMessage {
    ProductsMessage {
        phone_number: String::new(),
        body: some("All our bread"),
        catalog_id: None,
        product_retailer_id: None,
        sections: None,
        thumbnail: None,
        header: None,
        footer: None,
        reply_to: None,
        callback_data: None,
    }
}

/// One product.
pub fn one() -> ProductsMessage {
    ProductsMessage {
        body: None,
        catalog_id: some("7"),
        product_retailer_id: some("rye-1"),
        ..whole()
    }
}

/// A list of products.
pub fn list(sections: Vec<ProductSection>) -> ProductsMessage {
    ProductsMessage {
        catalog_id: some("7"),
        sections: Some(sections),
        header: some("Today"),
        ..whole()
    }
}

/// A section with as many products.
pub fn section(title: Option<&str>, count: usize) -> ProductSection {
    ProductSection {
        title: title.map(str::to_owned),
        products: (0..count).map(|number| format!("rye-{number}")).collect(),
    }
}

#[test]
fn one_product_needs_no_text() {
    assert_eq!(
        sent(Interactive::products(one())),
        json!({
            "type": "product",
            "action": {"catalog_id": "7", "product_retailer_id": "rye-1"},
        })
    );
    let full = ProductsMessage {
        body: some("Our rye"),
        footer: some("Until noon"),
        catalog_id: some(" 7 "),
        ..one()
    };
    assert_eq!(
        sent(Interactive::products(full)),
        json!({
            "type": "product",
            "body": {"text": "Our rye"},
            "footer": {"text": "Until noon"},
            "action": {"catalog_id": "7", "product_retailer_id": "rye-1"},
        })
    );
}

#[test]
fn a_list_has_a_header_and_sections() {
    let sections = vec![section(Some("Dark"), 2), section(Some("Light"), 1)];
    let full = ProductsMessage {
        footer: some("Until noon"),
        ..list(sections)
    };
    assert_eq!(
        sent(Interactive::products(full)),
        json!({
            "type": "product_list",
            "header": {"type": "text", "text": "Today"},
            "body": {"text": "All our bread"},
            "footer": {"text": "Until noon"},
            "action": {"catalog_id": "7", "sections": [
                {"title": "Dark", "product_items": [
                    {"product_retailer_id": "rye-0"}, {"product_retailer_id": "rye-1"}]},
                {"title": "Light", "product_items": [{"product_retailer_id": "rye-0"}]},
            ]},
        })
    );
    let untitled = sent(Interactive::products(list(vec![section(None, 1)])));
    assert_eq!(
        untitled["action"]["sections"],
        json!([{"product_items": [{"product_retailer_id": "rye-0"}]}])
    );
}

#[test]
fn without_products_the_whole_catalogue_is_sent() {
    let catalogue = json!({
        "type": "catalog_message",
        "body": {"text": "All our bread"},
        "action": {"name": "catalog_message"},
    });
    assert_eq!(sent(Interactive::products(whole())), catalogue);
    let blank = ProductsMessage {
        catalog_id: some(" "),
        product_retailer_id: some(""),
        sections: Some(Vec::new()),
        thumbnail: some(" "),
        header: some(""),
        footer: some(" "),
        ..whole()
    };
    assert_eq!(sent(Interactive::products(blank)), catalogue);
    let full = ProductsMessage {
        thumbnail: some("rye-1"),
        footer: some("Until noon"),
        ..whole()
    };
    let full = sent(Interactive::products(full));
    assert_eq!(
        full["action"],
        json!({"name": "catalog_message", "parameters": {
            "thumbnail_product_retailer_id": "rye-1"}})
    );
    assert_eq!(full["footer"], json!({"text": "Until noon"}));
}

#[test]
fn fields_of_different_kinds_are_refused() {
    let sections = || vec![section(None, 1)];
    for (request, names) in [
        (
            ProductsMessage {
                product_retailer_id: some("rye-1"),
                ..list(sections())
            },
            "productRetailerId, sections and thumbnail",
        ),
        (
            ProductsMessage {
                thumbnail: some("rye-1"),
                ..one()
            },
            "productRetailerId, sections and thumbnail",
        ),
        (
            ProductsMessage {
                thumbnail: some("rye-1"),
                ..list(sections())
            },
            "productRetailerId, sections and thumbnail",
        ),
        (
            ProductsMessage {
                header: None,
                ..list(sections())
            },
            "field header is required with sections",
        ),
        (
            ProductsMessage {
                header: some("Today"),
                ..one()
            },
            "field header is required with sections",
        ),
        (
            ProductsMessage {
                header: some("Today"),
                ..whole()
            },
            "field header is required with sections",
        ),
        (
            ProductsMessage {
                catalog_id: some(" "),
                ..one()
            },
            "field catalogId is required with productRetailerId or sections",
        ),
        (
            ProductsMessage {
                catalog_id: None,
                ..list(sections())
            },
            "field catalogId is required with productRetailerId or sections",
        ),
        (
            ProductsMessage {
                catalog_id: some("7"),
                ..whole()
            },
            "field catalogId is required with productRetailerId or sections",
        ),
    ] {
        let failure = refused(Interactive::products(request));
        assert_eq!(failure.code, "conflicting-fields");
        assert!(failure.error.contains(names), "{}", failure.error);
    }
}

#[test]
fn a_list_and_the_whole_catalogue_need_a_text() {
    for request in [list(vec![section(None, 1)]), whole()] {
        for body in [None, some(" ")] {
            let failure = refused(Interactive::products(ProductsMessage {
                body,
                ..request.clone()
            }));
            assert_eq!(failure.code, "empty-text");
            assert!(failure.error.contains("field body"), "{}", failure.error);
        }
    }
}

#[test]
fn several_sections_need_titles_and_no_product_is_blank() {
    let refusal = |sections| refused(Interactive::products(list(sections)));
    for title in [None, Some(" ")] {
        let failure = refusal(vec![section(Some("Dark"), 1), section(title, 1)]);
        assert_eq!(failure.code, "missing-section-title");
        assert!(failure.error.contains("sections[1].title"));
    }
    let mut blank = section(None, 2);
    blank.products[1] = "\n".to_owned();
    let failure = refusal(vec![blank]);
    assert_eq!(failure.code, "empty-text");
    let field = "field sections[0].products[1] ";
    assert!(failure.error.contains(field), "{}", failure.error);
}
