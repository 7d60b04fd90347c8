use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use http::{Request, Response};
use http_body_util::BodyExt;
use uip_contract::AllowedHosts;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

use super::body::{RequestBody, ResponseBody};
use super::client::HttpClient;
use super::recorder::Recorder;

/// How many requests of the current call have left that may have done something,
/// as far as one can know: those that provably did not leave are not counted, and
/// neither are those that only ask (RFC 9110, 9.2.1).
#[derive(Debug, Clone, Default)]
pub(crate) struct SentLog(Arc<Log>);

#[derive(Debug, Default)]
struct Log {
    sent: AtomicUsize,
    /// Why the last request failed, as far as its error code cannot say.
    reason: Mutex<Option<String>>,
}

impl SentLog {
    /// Whether something may have been sent.
    pub(crate) fn maybe_sent(&self) -> bool {
        self.0.sent.load(Ordering::Acquire) > 0
    }

    /// Why the last request failed, if it did and there is more to say than its
    /// error code: what a proxy answered, what is wrong with a certificate.
    pub(crate) fn reason(&self) -> Option<String> {
        self.lock().clone()
    }

    fn failed_because(&self, reason: Option<String>) {
        *self.lock() = reason;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.0.reason.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn started(&self) {
        self.0.sent.fetch_add(1, Ordering::AcqRel);
    }

    fn never_left(&self) {
        self.0.sent.fetch_sub(1, Ordering::AcqRel);
    }
}

/// What becomes of the requests of one call.
#[derive(Clone)]
pub(crate) enum Door {
    /// They leave, and are counted.
    Open(SentLog),
    /// They are kept, and none leaves.
    Shut(Recorder),
}

/// What happens when a guest sends a request.
pub(crate) struct OutgoingHook {
    client: HttpClient,
    allowed: Arc<AllowedHosts>,
    door: Door,
}

impl OutgoingHook {
    pub(crate) fn new(client: HttpClient, allowed: Arc<AllowedHosts>) -> Self {
        Self {
            client,
            allowed,
            door: Door::Open(SentLog::default()),
        }
    }

    /// What becomes of the requests of the call that begins.
    pub(crate) fn go_through(&mut self, door: Door) {
        self.door = door;
    }
}

type Outcome = Result<
    (
        Response<WasiBody>,
        Box<dyn Future<Output = Result<(), Error>> + Send>,
    ),
    Error,
>;

impl WasiHttpHooks for OutgoingHook {
    fn send_request(
        &mut self,
        request: Request<WasiBody>,
        options: Option<RequestOptions>,
        _: Box<dyn Future<Output = Result<(), Error>> + Send>,
    ) -> Box<dyn Future<Output = Outcome> + Send> {
        let request = request.map(RequestBody::new);
        if !self.allowed.allow(request.uri()) {
            tracing::warn!(
                scheme = request.uri().scheme_str(),
                host = request.uri().authority().map(http::uri::Authority::as_str),
                "a request to a host that is not allowed was denied"
            );
            return Box::new(std::future::ready(Err(Error::HttpRequestDenied)));
        }
        let log = match self.door.clone() {
            Door::Open(log) => log,
            Door::Shut(recorder) => {
                return Box::new(async move {
                    recorder.keep(request).await;
                    Err(Error::HttpRequestDenied)
                });
            }
        };
        let client = self.client.clone();
        let options = options.unwrap_or_default();
        // One that only asks is not held against the call.
        let sent = (!request.method().is_safe()).then(|| log.clone());
        if let Some(sent) = &sent {
            sent.started();
        }
        log.failed_because(None);
        Box::new(async move {
            match client.send(request, &options).await {
                Ok(response) => {
                    let body = |incoming| {
                        ResponseBody::new(incoming, options.between_bytes_timeout).boxed_unsync()
                    };
                    let nothing_more: Box<dyn Future<Output = _> + Send> =
                        Box::new(std::future::ready(Ok(())));
                    Ok((response.map(body), nothing_more))
                }
                Err(failed) => {
                    if let Some(sent) = sent.filter(|_| !failed.maybe_sent) {
                        sent.never_left();
                    }
                    log.failed_because(failed.reason);
                    Err(failed.error)
                }
            }
        })
    }
}
