use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, header};
use uip_contract::Secret;

use super::Api;
use super::body::refuse_unread;
use super::refusal::Refusal;

/// Who may call which commands: the bearer tokens that open them.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    all: Option<Secret>,
    adapters: Vec<(String, Secret)>,
}

/// What a token opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    /// Every adapter.
    All,
    /// The adapters of these names.
    Adapters(Vec<String>),
}

impl Tokens {
    /// A token that opens every adapter, and tokens that open one adapter each,
    /// by its name. An empty token opens nothing.
    pub fn new(all: Option<Secret>, adapters: impl IntoIterator<Item = (String, Secret)>) -> Self {
        Self {
            all,
            adapters: adapters.into_iter().collect(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_none() && self.adapters.is_empty()
    }

    /// What the request's token opens.
    fn scope(&self, headers: &HeaderMap) -> Option<Scope> {
        let given = bearer_of(headers)?;
        // Every token is compared: the time does not tell which one it is.
        let all = self.all.as_ref().is_some_and(|all| all.matches(given));
        let mut names = Vec::new();
        for (name, token) in &self.adapters {
            if token.matches(given) {
                names.push(name.clone());
            }
        }
        match (all, names.is_empty()) {
            (true, _) => Some(Scope::All),
            (false, false) => Some(Scope::Adapters(names)),
            (false, true) => None,
        }
    }
}

/// One token that opens every adapter.
impl From<Secret> for Tokens {
    fn from(token: Secret) -> Self {
        Self::new(Some(token), [])
    }
}

impl Scope {
    /// Whether the token opens this adapter.
    pub fn opens(&self, adapter: &str) -> bool {
        match self {
            Self::All => true,
            Self::Adapters(names) => names.iter().any(|name| name == adapter),
        }
    }
}

/// Lets only requests with a token through, before anything of them is read.
/// What the token opens is an extension of the request.
pub(super) async fn require_token(
    State(api): State<Arc<Api>>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(scope) = api.tokens.scope(request.headers()) {
        request.extensions_mut().insert(scope);
        next.run(request).await
    } else {
        let (head, body) = request.into_parts();
        refuse_unread(Refusal::Unauthorized, &head.headers, body).await
    }
}

/// The bearer token of a request. There must be exactly one `Authorization`.
pub(crate) fn bearer_of(headers: &HeaderMap) -> Option<&[u8]> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(given), None) = (given.next(), given.next()) else {
        return None;
    };
    bearer(given.as_bytes()).filter(|given| !given.is_empty())
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

    fn scope(values: &[&str], tokens: &Tokens) -> Option<Scope> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, value.parse().unwrap());
        }
        tokens.scope(&headers)
    }

    fn allowed(values: &[&str], token: &str) -> bool {
        scope(values, &Secret::new(token).into()) == Some(Scope::All)
    }

    #[test]
    fn a_token_of_an_adapter_opens_that_alone() {
        let token = |name: &str, token: &str| (name.to_owned(), Secret::new(token));
        let of_adapters = [token("sales", "s"), token("desk", "d"), token("shop", "s")];
        let tokens = Tokens::new(Some(Secret::new("all")), of_adapters.clone());
        let opened = |given: &str| scope(&[given], &tokens);
        assert_eq!(opened("Bearer all"), Some(Scope::All));
        assert_eq!(
            opened("Bearer d"),
            Some(Scope::Adapters(vec!["desk".to_owned()]))
        );
        let both = opened("Bearer s").unwrap();
        assert!(both.opens("sales") && both.opens("shop") && !both.opens("desk"));
        assert_eq!(opened("Bearer x"), None);
        let only = Tokens::new(None, of_adapters);
        assert_eq!(scope(&["Bearer all"], &only), None);
        assert_eq!(scope(&["Bearer "], &only), None);
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
