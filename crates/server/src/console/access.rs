//! Who may look, and who may act.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::json;
use uip_contract::Secret;

use super::Console;
use crate::clock::Clock;
use crate::commands_api::bearer_of;
use crate::config::ConsoleSettings;
use crate::http_server::Peer;
use crate::http_server::refusal_log::Refused;
use crate::http_server::unread;
use crate::metrics::Metrics;

/// So often an address may send a wrong token within [`WINDOW`].
const TRIES: u32 = 10;
const WINDOW: Duration = Duration::from_mins(1);

/// How many addresses are remembered. Beyond them those whose time is over are
/// forgotten, and if there are none, every one.
const ADDRESSES: usize = 1000;

/// How long the body of a request that is refused may take.
const UNREAD_TIMEOUT: Duration = Duration::from_secs(5);

/// What a token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Role {
    /// `console.token`: to look and to act.
    Operator,
    /// `console.readToken`: to look.
    Reader,
}

impl Role {
    fn of(headers: &HeaderMap, token: &Secret, read_token: Option<&Secret>) -> Option<Self> {
        let given = bearer_of(headers)?;
        // Both are compared: the time does not tell which one it is.
        let may_act = token.matches(given);
        let may_look = read_token.is_some_and(|token| token.matches(given));
        match (may_act, may_look) {
            (true, _) => Some(Self::Operator),
            (false, true) => Some(Self::Reader),
            (false, false) => None,
        }
    }

    /// Whether it allows requests that are not only reading.
    fn may_act(self) -> bool {
        self == Self::Operator
    }
}

/// Counts wrong tokens by the address that they came from.
pub(super) struct Access {
    clock: Clock,
    tries: Mutex<HashMap<IpAddr, (Duration, u32)>>,
}

impl Access {
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            tries: Mutex::default(),
        }
    }

    /// How long an address has to wait because of its wrong tokens.
    fn wait(&self, address: IpAddr) -> Option<Duration> {
        let now = self.clock.elapsed();
        let tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = tries.get(&network(address))?;
        let left = WINDOW.checked_sub(now.saturating_sub(*since))?;
        (*count >= TRIES && !left.is_zero()).then_some(left)
    }

    fn failed(&self, address: IpAddr) {
        let now = self.clock.elapsed();
        let is_over = |since: Duration| now.saturating_sub(since) >= WINDOW;
        let address = network(address);
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= ADDRESSES && !tries.contains_key(&address) {
            tries.retain(|_, (since, _)| !is_over(*since));
            if tries.len() >= ADDRESSES {
                tries.clear();
            }
        }
        let of_address = tries.entry(address).or_insert((now, 0));
        if is_over(of_address.0) {
            *of_address = (now, 0);
        }
        of_address.1 = of_address.1.saturating_add(1);
    }
}

/// One subscriber has a whole network of IPv6 addresses.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Lets only requests with a token through, before anything of them is read.
/// The role is an extension of the request.
pub(super) fn guarded(
    router: Router,
    console: &Arc<Console>,
    settings: &ConsoleSettings,
    metrics: &Arc<Metrics>,
) -> Router {
    let (console, metrics) = (Arc::clone(console), Arc::clone(metrics));
    let settings = Arc::new(settings.clone());
    router.route_layer(middleware::from_fn(
        move |mut request: Request, next: Next| {
            let (console, metrics) = (Arc::clone(&console), Arc::clone(&metrics));
            let settings = Arc::clone(&settings);
            async move {
                let checked = check(&console.access, &settings, &request);
                let mut response = match checked {
                    Ok(role) => {
                        request.extensions_mut().insert(role);
                        next.run(request).await
                    }
                    Err(denied) => refuse(&denied, request, &metrics).await,
                };
                uip_web::headers::of_data(response.headers_mut());
                response
            }
        },
    ))
}

/// Why a request is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Denied {
    Unauthorized,
    ReadsOnly,
    TooOften(Duration),
}

fn check(access: &Access, settings: &ConsoleSettings, request: &Request) -> Result<Role, Denied> {
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
    if let Some(wait) = peer.and_then(|peer| access.wait(peer)) {
        return Err(Denied::TooOften(wait));
    }
    let read_token = settings.read_token.as_ref();
    let Some(role) = Role::of(request.headers(), &settings.token, read_token) else {
        // Without a token nobody guessed one.
        if let Some(peer) = peer
            && bearer_of(request.headers()).is_some()
        {
            access.failed(peer);
        }
        return Err(Denied::Unauthorized);
    };
    if !role.may_act() && !request.method().is_safe() {
        return Err(Denied::ReadsOnly);
    }
    Ok(role)
}

async fn refuse(denied: &Denied, request: Request, metrics: &Metrics) -> Response {
    let (status, reason, error) = match denied {
        Denied::Unauthorized => (
            StatusCode::UNAUTHORIZED,
            "console-unauthorized",
            "the token is missing or wrong; use the value of console.token or console.readToken",
        ),
        Denied::ReadsOnly => (
            StatusCode::FORBIDDEN,
            "console-forbidden",
            "this token allows to look, not to act (nothing was changed or sent); use the value of console.token",
        ),
        Denied::TooOften(_) => (
            StatusCode::TOO_MANY_REQUESTS,
            "console-too-many-tries",
            "too many wrong tokens came from this address; wait a minute",
        ),
    };
    metrics.refuse(&Refused {
        reason,
        ..Refused::default()
    });
    let mut response = (
        status,
        axum::Json(json!({ "code": reason, "error": error })),
    )
        .into_response();
    let headers = response.headers_mut();
    match denied {
        Denied::Unauthorized => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        Denied::TooOften(wait) => {
            headers.insert(
                header::RETRY_AFTER,
                HeaderValue::from(wait.as_secs().max(1)),
            );
        }
        Denied::ReadsOnly => {}
    }
    let (head, body) = request.into_parts();
    unread::after(response, &head.headers, body, unread::MOST, UNREAD_TIMEOUT).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_ten_wrong_tokens_an_address_waits_for_a_minute() {
        let clock = Clock::manual();
        let access = Access::new(clock.clone());
        let [bad, good] = ["10.0.0.1", "10.0.0.2"].map(|it| it.parse::<IpAddr>().unwrap());
        for _ in 0..TRIES {
            assert_eq!(access.wait(bad), None);
            access.failed(bad);
        }
        assert_eq!(access.wait(bad), Some(WINDOW));
        assert_eq!(access.wait(good), None);
        clock.advance(WINDOW);
        assert_eq!(access.wait(bad), None);
        access.failed(bad);
        assert_eq!(access.wait(bad), None);
    }

    #[test]
    fn a_network_of_ipv6_addresses_counts_as_one_and_many_take_bounded_memory() {
        let access = Access::new(Clock::manual());
        for host in 0..TRIES {
            access.failed(format!("2001:db8::{host:x}").parse().unwrap());
        }
        assert!(access.wait("2001:db8::ffff".parse().unwrap()).is_some());
        assert!(access.wait("2001:db8:0:1::1".parse().unwrap()).is_none());
        for number in 0..3000_u32 {
            access.failed(IpAddr::from(number.to_be_bytes()));
        }
        assert!(access.tries.lock().unwrap().len() <= ADDRESSES);
    }
}
