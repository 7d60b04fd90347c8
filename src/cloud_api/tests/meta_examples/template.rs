//! Examples of the type `template`.

use serde_json::{Value, json};

use super::interactive::product_sections;
use super::owned;
use crate::bindings::uip::whatsapp::templates::{
    HeaderProduct, MediaSource, TemplateButton, TemplateButtonValue, TemplateCard, TemplateHeader,
    TemplateParameter, TemplateProducts,
};
use crate::cloud_api::{Components, Content, LanguageCode, Template, TemplateName, TemplateValues};

/// What Graph takes in several forms, in the one that the commands write.
pub fn normalise(body: &mut Value) {
    // Graph takes a button's number as a number or as text, and its kind in
    // either case; the commands write text and lower case.
    let components = body
        .pointer_mut("/template/components")
        .and_then(Value::as_array_mut);
    for component in components.into_iter().flatten() {
        let component = component.as_object_mut().unwrap();
        if let Some(Value::Number(index)) = component.get("index") {
            let index = index.to_string();
            component.insert("index".to_owned(), json!(index));
        }
        if let Some(kind) = component.get("sub_type").and_then(Value::as_str) {
            let kind = kind.to_lowercase();
            component.insert("sub_type".to_owned(), json!(kind));
        }
        // A placeholder for a time in milliseconds, which a sample is not.
        let time = component
            .get_mut("parameters")
            .and_then(|it| it.pointer_mut("/0/limited_time_offer/expiration_time_ms"));
        if let Some(time) = time
            && let Some(text) = owned(time)
        {
            assert!(text.starts_with('<'), "{text}");
            *time = json!(1_900_000_000_000_u64);
        }
    }
    let Some(template) = body.get_mut("template") else {
        return;
    };
    // The only policy there is.
    let language = template["language"].as_object_mut().unwrap();
    language.remove("policy");
    // Placeholders.
    if language["code"] == "LANGUAGE_AND_LOCALE_CODE" {
        language.insert("code".to_owned(), json!("en_US"));
    }
    if template["name"] == "{templateName}" {
        template["name"] = json!("template_name");
    }
}

/// Through the typed fields where they can say it, else through `components`.
pub fn content(example: &Value) -> Option<(&'static str, Content)> {
    let template = &example["template"];
    let components = template.get("components");
    let values = match components.map(values) {
        None => TemplateValues::default(),
        Some(Some(values)) => values,
        Some(None) => TemplateValues {
            components: components.map(Value::to_string),
            ..TemplateValues::default()
        },
    };
    let command = if values.components.is_some() {
        "sendMessageTextTemplate (components)"
    } else {
        "sendMessageTextTemplate"
    };
    let template = Template {
        name: TemplateName::parse(template["name"].as_str()?).ok()?,
        language: LanguageCode::parse(template.pointer("/language/code")?.as_str()?).ok()?,
        components: Components::parse(values).unwrap(),
    };
    Some((command, Content::Template(template)))
}

/// An example's components as the typed fields say them; `None` when they
/// cannot.
fn values(components: &Value) -> Option<TemplateValues> {
    let mut values = TemplateValues::default();
    for component in components.as_array()? {
        if component["type"] == "carousel" {
            let cards = component["cards"].as_array()?.iter().map(card);
            values.cards = Some(cards.collect::<Option<_>>()?);
            continue;
        }
        let parameters = component["parameters"].as_array()?;
        let first = parameters.first()?;
        match component["type"].as_str()? {
            "body" => {
                let body = parameters.iter().map(parameter).collect::<Option<_>>()?;
                values.body_parameters = Some(body);
            }
            "header" => values.header = Some(header(first)?),
            "button" => values
                .buttons
                .get_or_insert_default()
                .push(button(component, first)?),
            "limited_time_offer" => {
                values.offer_expiration_time_ms =
                    Some(first["limited_time_offer"]["expiration_time_ms"].as_u64()?);
            }
            _ => return None,
        }
    }
    Some(values)
}

fn card(card: &Value) -> Option<TemplateCard> {
    let values = values(&card["components"])?;
    Some(TemplateCard {
        header: values.header,
        body_parameters: values.body_parameters,
        buttons: values.buttons,
    })
}

fn parameter(value: &Value) -> Option<TemplateParameter> {
    let is_text = value["type"] == "text" && value.get("payment_link_preview").is_none();
    is_text.then(|| TemplateParameter {
        name: value.get("parameter_name").and_then(owned),
        text: owned(&value["text"]).unwrap(),
        currency: None,
        date_time: None,
    })
}

fn header(first: &Value) -> Option<TemplateHeader> {
    Some(match first["type"].as_str()? {
        "image" => TemplateHeader::Image(match first.pointer("/image/id").and_then(owned) {
            Some(id) => MediaSource::Id(id),
            None => MediaSource::Link(owned(&first["image"]["link"])?),
        }),
        "product" => TemplateHeader::Product(HeaderProduct {
            product_retailer_id: owned(&first["product"]["product_retailer_id"])?,
            catalog_id: owned(&first["product"]["catalog_id"]),
        }),
        _ => TemplateHeader::Text(parameter(first)?),
    })
}

fn button(component: &Value, first: &Value) -> Option<TemplateButton> {
    let thumbnail = &first["action"]["thumbnail_product_retailer_id"];
    Some(TemplateButton {
        index: component["index"].as_str()?.parse().ok()?,
        value: match component["sub_type"].as_str()? {
            "url" => TemplateButtonValue::UrlSuffix(parameter(first)?.text),
            "copy_code" => TemplateButtonValue::CouponCode(owned(&first["coupon_code"])?),
            "quick_reply" => TemplateButtonValue::QuickReplyPayload(owned(&first["payload"])?),
            "catalog" => TemplateButtonValue::CatalogThumbnail(owned(thumbnail)?),
            "mpm" => TemplateButtonValue::Products(TemplateProducts {
                thumbnail: owned(thumbnail)?,
                sections: product_sections(&first["action"]["sections"]),
            }),
            _ => return None,
        },
    })
}
