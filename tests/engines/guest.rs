//! Runs a composed component in plain wasmtime, with a WASI world and nothing
//! else: what an engine that knows no WhatsApp gives it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use tokio::io::AsyncWrite;
use uip_testkit::composed;
use wasmtime::component::{Component, Linker, ResourceTable, Val};
use wasmtime::{Cache, CacheConfig, Config, Engine, Store};
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::pipe::MemoryOutputPipe;
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};
use wasmtime_wasi_http::p2::bindings::ProxyPre;
use wasmtime_wasi_http::p2::bindings::http::types::Scheme;
use wasmtime_wasi_http::{
    Error, RequestOptions, WasiBody, WasiHttpCtx, WasiHttpCtxView, WasiHttpHooks, WasiHttpView,
};

/// Bytes that a captured output takes.
const ROOM: usize = 16 * 1024 * 1024;

/// A composed component, loaded, with its environment.
#[derive(Clone)]
pub struct Guest {
    component: Component,
    linker: Linker<State>,
    environment: Vec<(String, String)>,
    settings: Vec<(String, String)>,
    stdout_is_closed: bool,
}

/// What a run wrote.
pub struct Written {
    pub stdout: String,
    pub stderr: String,
}

struct State {
    wasi: WasiCtx,
    http: WasiHttpCtx,
    table: ResourceTable,
    offline: Offline,
}

struct Pipes {
    stdout: MemoryOutputPipe,
    stderr: MemoryOutputPipe,
}

impl Guest {
    pub fn new(file: &str) -> Self {
        let mut cache = CacheConfig::new();
        cache.with_directory(composed(file).with_file_name("compiled"));
        let mut config = Config::new();
        config.cache(Some(Cache::new(cache).expect("a cache")));
        let engine = Engine::new(&config).expect("an engine");
        let component = Component::from_file(&engine, composed(file)).expect("a component");
        let mut linker = Linker::new(&engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker).expect("WASI");
        wasmtime_wasi_http::p2::add_only_http_to_linker_async(&mut linker).expect("WASI HTTP");
        Self {
            component,
            linker,
            environment: Vec::new(),
            settings: Vec::new(),
            stdout_is_closed: false,
        }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(given, _)| given != name);
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds a setting to its configuration store.
    pub fn with_setting(mut self, key: &str, value: &str) -> Self {
        self.settings.push((key.to_owned(), value.to_owned()));
        self
    }

    pub fn with_stdout_closed(mut self) -> Self {
        self.stdout_is_closed = true;
        self
    }

    /// Calls a command and returns its result, as the engine shows it.
    pub async fn call(&self, command: &str, request: Val) -> (String, Written) {
        let commands = self.exported("/commands@");
        let (mut store, pipes) = self.store();
        let instance = self
            .linker
            .instantiate_async(&mut store, &self.component)
            .await
            .expect("it starts with WASI alone");
        let commands = instance
            .get_export_index(&mut store, None, &commands)
            .expect("it exports commands");
        let command = instance
            .get_export_index(&mut store, Some(&commands), command)
            .and_then(|index| instance.get_func(&mut store, index))
            .expect("a command");
        let mut results = [Val::Bool(false)];
        command
            .call_async(&mut store, &[request], &mut results)
            .await
            .expect("it does not trap");
        (format!("{:?}", results[0]), pipes.written())
    }

    /// The full name of the interface that it exports and whose name contains this.
    fn exported(&self, part: &str) -> String {
        let kind = self.component.component_type();
        let mut exports = kind.exports(self.component.engine());
        let found = exports.find(|(name, _)| name.contains(part));
        found.expect("it exports commands").0.to_owned()
    }

    /// The properties that it exports in this interface, read from its
    /// configuration store.
    pub async fn properties(mut self, interface: &str) -> Vec<(String, Val)> {
        let settings = std::mem::take(&mut self.settings);
        self.linker
            .instance("wasi:config/store@0.2.0-rc.1")
            .and_then(|mut store| {
                store.func_new("get", move |_, _, keys, results| {
                    let found = settings
                        .iter()
                        .find(|(key, _)| keys == [Val::String(key.clone())]);
                    let value = found.map(|(_, value)| Box::new(Val::String(value.clone())));
                    results[0] = Val::Result(Ok(Some(Box::new(Val::Option(value)))));
                    Ok(())
                })
            })
            .expect("a store");
        let (mut store, _) = self.store();
        let instance = self
            .linker
            .instantiate_async(&mut store, &self.component)
            .await
            .expect("it starts");
        let properties = instance
            .get_export_index(&mut store, None, interface)
            .expect("it exports properties");
        let get = instance
            .get_export_index(&mut store, Some(&properties), "get")
            .and_then(|index| instance.get_func(&mut store, index))
            .expect("a function");
        let mut results = [Val::Bool(false)];
        get.call_async(&mut store, &[], &mut results)
            .await
            .expect("it does not trap");
        let [Val::Result(Ok(Some(record)))] = results else {
            panic!("no properties: {results:?}");
        };
        match *record {
            Val::Record(fields) => fields,
            other => panic!("no record: {other:?}"),
        }
    }

    /// Serves one request.
    pub async fn serve(&self, request: Request<Full<Bytes>>) -> (Response<String>, Written) {
        let (mut store, pipes) = self.store();
        let ready = self
            .linker
            .instantiate_pre(&self.component)
            .expect("it starts with WASI alone");
        let proxy = ProxyPre::new(ready)
            .expect("it exports incoming-handler")
            .instantiate_async(&mut store)
            .await
            .expect("it starts");
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let request = request.map(|body| body.map_err(|never| -> Error { match never {} }));
        let view = &mut store.data_mut().http();
        let request = view
            .new_incoming_request(Scheme::Http, request)
            .expect("a request");
        let out = view.new_response_outparam(sender).expect("room");
        let running = tokio::spawn(async move {
            proxy
                .wasi_http_incoming_handler()
                .call_handle(&mut store, request, out)
                .await
        });
        let response = receiver.await.expect("an answer").expect("no error");
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        running.await.expect("no panic").expect("it does not trap");
        let body = String::from_utf8(body.to_vec()).expect("text");
        (Response::from_parts(head, body), pipes.written())
    }

    fn store(&self) -> (Store<State>, Pipes) {
        let pipes = Pipes {
            stdout: MemoryOutputPipe::new(ROOM),
            stderr: MemoryOutputPipe::new(ROOM),
        };
        let mut wasi = WasiCtxBuilder::new();
        wasi.envs(&self.environment).stderr(pipes.stderr.clone());
        if self.stdout_is_closed {
            wasi.stdout(Closed);
        } else {
            wasi.stdout(pipes.stdout.clone());
        }
        let state = State {
            wasi: wasi.build(),
            http: WasiHttpCtx::new(),
            table: ResourceTable::new(),
            offline: Offline,
        };
        (Store::new(self.component.engine(), state), pipes)
    }
}

impl Pipes {
    fn written(&self) -> Written {
        let text =
            |pipe: &MemoryOutputPipe| String::from_utf8(pipe.contents().to_vec()).expect("text");
        Written {
            stdout: text(&self.stdout),
            stderr: text(&self.stderr),
        }
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

impl WasiHttpView for State {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView {
            ctx: &mut self.http,
            table: &mut self.table,
            hooks: &mut self.offline,
        }
    }
}

/// No request leaves.
struct Offline;

type Outcome = Result<
    (
        Response<WasiBody>,
        Box<dyn Future<Output = Result<(), Error>> + Send>,
    ),
    Error,
>;

impl WasiHttpHooks for Offline {
    fn send_request(
        &mut self,
        _: Request<WasiBody>,
        _: Option<RequestOptions>,
        _: Box<dyn Future<Output = Result<(), Error>> + Send>,
    ) -> Box<dyn Future<Output = Outcome> + Send> {
        Box::new(std::future::ready(Err(Error::HttpRequestDenied)))
    }
}

/// A standard output whose reader is gone.
struct Closed;

impl IsTerminal for Closed {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for Closed {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(Closed)
    }
}

impl AsyncWrite for Closed {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
