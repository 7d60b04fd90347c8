use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, header};

use super::Api;
use super::body::refuse_unread;
use super::refusal::Refusal;
use crate::Secret;

/// Lets only requests with the token through, before anything of them is read.
pub(super) async fn require_token(
    State(api): State<Arc<Api>>,
    request: Request,
    next: Next,
) -> Response {
    if is_allowed(request.headers(), &api.token) {
        next.run(request).await
    } else {
        let (head, body) = request.into_parts();
        refuse_unread(Refusal::Unauthorized, &head.headers, body).await
    }
}

/// Whether there is exactly one `Authorization`, and it is right.
fn is_allowed(headers: &HeaderMap, token: &Secret) -> bool {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    match (given.next(), given.next()) {
        (Some(given), None) => {
            bearer(given.as_bytes()).is_some_and(|given| !given.is_empty() && token.matches(given))
        }
        _ => false,
    }
}

/// The token of a `Bearer` credential. The scheme's name is in any case
/// (RFC 9110, 11.1).
fn bearer(credential: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = credential.split_at_checked(b"Bearer ".len())?;
    scheme
        .eq_ignore_ascii_case(b"Bearer ")
        .then(|| token.trim_ascii_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(values: &[&str], token: &str) -> bool {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, value.parse().unwrap());
        }
        is_allowed(&headers, &Secret::new(token))
    }

    #[test]
    fn only_the_whole_token_in_one_bearer_credential_is_allowed() {
        assert!(allowed(&["Bearer right-token"], "right-token"));
        assert!(allowed(&["bearer  right-token"], "right-token"));
        for wrong in [
            &[][..],
            &[""],
            &["Bearer"],
            &["Bearer "],
            &["right-token"],
            &["Basic right-token"],
            &["Bearerright-token"],
            &["Bearer right-toke"],
            &["Bearer right-token2"],
            &["Bearer right-token, Bearer right-token"],
            &["Bearer right-token", "Bearer right-token"],
        ] {
            assert!(!allowed(wrong, "right-token"), "{wrong:?}");
        }
    }

    #[test]
    fn an_empty_token_lets_nobody_in() {
        assert!(!allowed(&["Bearer "], ""));
        assert!(!allowed(&["Bearer x"], ""));
    }
}
