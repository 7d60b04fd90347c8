//! Lists that come in pages.

use uip_kit::json::Object;

/// The path and query of the next page, from the URL in an answer's `meta`. Only
/// what belongs to `path` counts, on whatever host: requests go to the host of the
/// properties.
pub fn next(answer: &Object<'_>, path: &str) -> Option<String> {
    let url = answer.object("meta")?.text("next_page_url")?;
    let (_, query) = url.split_once('?')?;
    let (place, _) = url.split_once('?')?;
    let is_query = query
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'#');
    (place.ends_with(path) && is_query).then(|| format!("{path}?{query}"))
}
