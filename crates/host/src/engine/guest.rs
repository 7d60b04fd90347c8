use std::sync::Arc;

use uip_contract::EventSink;
use wasmtime::component::{ResourceTable, Val};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use super::limits::MemoryLimit;
use super::output::GuestOutput;
use crate::adapter::KnownValue;
use crate::outgoing::OutgoingHook;
use crate::secrets::Secrets;

/// The state of one running component: its WASI world, which is nearly empty,
/// and what the host needs while it answers the component's calls.
pub struct Guest {
    wasi: WasiCtx,
    http: WasiHttpCtx,
    table: ResourceTable,
    pub(crate) outgoing: OutgoingHook,
    pub(crate) memory: MemoryLimit,
    pub(crate) call: CallState,
}

/// What belongs to the instance that a guest serves.
pub(crate) struct CallState {
    pub(crate) adapter: Arc<str>,
    pub(crate) properties: Arc<Properties>,
    pub(crate) sink: Arc<dyn EventSink>,
}

/// The answer to `properties.get`.
pub(crate) struct Properties {
    pub(crate) value: Val,
    /// The same, in a type that was known when the host was compiled.
    pub(crate) known: Option<KnownValue>,
}

impl Guest {
    pub(crate) fn new(
        call: CallState,
        secrets: &Secrets,
        outgoing: OutgoingHook,
        memory: MemoryLimit,
    ) -> Self {
        let output = |stream| GuestOutput::new(Arc::clone(&call.adapter), stream, secrets.clone());
        let wasi = WasiCtx::builder()
            .stdout(output("stdout"))
            .stderr(output("stderr"))
            .allow_tcp(false)
            .allow_udp(false)
            .allow_ip_name_lookup(false)
            .build();
        Self {
            wasi,
            http: WasiHttpCtx::new(),
            table: ResourceTable::new(),
            outgoing,
            memory,
            call,
        }
    }
}

impl WasiView for Guest {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

impl WasiHttpView for Guest {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView {
            hooks: &mut self.outgoing,
            table: &mut self.table,
            ctx: &mut self.http,
        }
    }
}
