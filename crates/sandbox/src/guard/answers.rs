//! Headers that keep a browser from making more of an answer than it is.

use axum::response::Response;
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use uip_web::headers;

use crate::model::media::{Kind, base_type};

/// Every answer of a control: it is data, and no other origin may embed it.
pub(super) async fn of_controls(mut response: Response) -> Response {
    // The page and its files have a policy of their own.
    if !response.headers().contains_key(CONTENT_SECURITY_POLICY) {
        headers::of_data(response.headers_mut());
    }
    response
}

/// How a media's content is served. Pictures, sounds and films of WhatsApp's types have their own type; what
/// else a customer named, such as `text/html`, must not run as a page, and is offered for download.
pub(crate) fn for_media(mime_type: &str, response: &mut Response) {
    let shown = [Kind::Image, Kind::Sticker, Kind::Audio, Kind::Video];
    let own = shown
        .iter()
        .any(|kind| kind.includes(mime_type))
        .then(|| HeaderValue::from_str(&base_type(mime_type)).ok())
        .flatten();
    let headers = response.headers_mut();
    if let Some(own) = own {
        headers.insert(CONTENT_TYPE, own);
    } else {
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        );
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
}
