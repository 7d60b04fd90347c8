//! An adapter: a component and its manifest, checked against each other.

mod contract;
mod error;
mod fit;
#[cfg(feature = "wasmtime")]
mod given;
mod imports;
mod known;

use std::path::Path;
use std::sync::Arc;

use uip_contract::Manifest;
use wasmtime::component::{Component, ComponentExportIndex, InstancePre, Val};

use crate::engine::{Guest, Host};
use crate::instance::InstanceBuilder;
use crate::types::{Mistakes, RecordShape, VariantShape};

pub use error::LoadError;
#[cfg(feature = "wasmtime")]
pub use given::EventRecord;
pub use known::KnownTypes;

pub(crate) use contract::{CommandType, Contract};
pub(crate) use known::KnownValue;

/// An adapter that is loaded and checked. Cheap to clone.
#[derive(Clone)]
pub struct Adapter {
    inner: Arc<Inner>,
}

struct Inner {
    host: Host,
    manifest: Arc<Manifest>,
    /// The size in bytes, unless somebody else compiled the component.
    size: Option<usize>,
    contract: Contract,
    ready: InstancePre<Guest>,
    known: Option<Known>,
    /// Where each command's function is, in the order of the contract.
    functions: Vec<ComponentExportIndex>,
}

/// One command of a loaded adapter: its types.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct CommandShape<'a> {
    /// The record it takes.
    pub request: &'a RecordShape,
    /// The record it returns when it succeeds.
    pub ok: &'a RecordShape,
    /// The cases in which it fails.
    pub error: &'a VariantShape,
}

impl Adapter {
    /// Loads a component from memory and checks it against its manifest.
    ///
    /// # Errors
    /// When the bytes are not a component, the component is not an adapter, or
    /// the manifest does not fit it.
    pub fn new(host: &Host, component: &[u8], manifest: Manifest) -> Result<Self, LoadError> {
        let size = Some(component.len());
        Self::of(host, compiled(host, component)?, size, manifest)
    }

    fn of(
        host: &Host,
        component: Component,
        size: Option<usize>,
        manifest: Manifest,
    ) -> Result<Self, LoadError> {
        let Loaded {
            component,
            contract,
            ready,
            known,
        } = Loaded::new(host, component)?;
        let mistakes = fit::mistakes(&manifest, &contract);
        if !mistakes.is_empty() {
            return Err(LoadError::Fit(mistakes));
        }
        let functions = functions(&component, &contract)?;
        Ok(Self {
            inner: Arc::new(Inner {
                host: host.clone(),
                manifest: Arc::new(manifest),
                size,
                contract,
                ready,
                known,
                functions,
            }),
        })
    }

    /// Loads a component and its manifest from files.
    ///
    /// # Errors
    /// As [`Adapter::new`], and when a file cannot be read.
    pub fn from_files(
        host: &Host,
        component: impl AsRef<Path>,
        manifest: impl AsRef<Path>,
    ) -> Result<Self, LoadError> {
        Self::from_files_and(host, component.as_ref(), manifest.as_ref(), || ())
    }

    /// As [`Adapter::from_files`]. Calls `meanwhile` when the manifest has been read,
    /// as a rule before the component.
    pub(crate) fn from_files_and(
        host: &Host,
        component: &Path,
        manifest: &Path,
        meanwhile: impl FnOnce(),
    ) -> Result<Self, LoadError> {
        // Each takes milliseconds, also when the component is compiled already. The
        // manifest's many small parts are allocated here: in the memory of a new
        // thread, the allocator of glibc asks the system for each page by itself.
        let (manifest, component) = std::thread::scope(|scope| {
            let component = scope.spawn(|| {
                read_file(component).and_then(|bytes| Ok((compiled(host, &bytes)?, bytes.len())))
            });
            let manifest = Manifest::from_file(manifest);
            meanwhile();
            (manifest, component.join())
        });
        let component = component.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let (manifest, (component, size)) = (manifest?, component?);
        Self::of(host, component, Some(size), manifest)
    }

    /// Loads a component that wasmtime has compiled already, and checks it
    /// against its manifest. It must have been made with [`Host::engine`].
    ///
    /// This is for components that are compiled elsewhere, by
    /// [`Engine::precompile_component`](wasmtime::Engine::precompile_component),
    /// and read here with [`Component::deserialize_file`]: such a file is run as
    /// machine code, so the caller must vouch for it. An engine whose
    /// configuration does not fit the file rejects it.
    ///
    /// # Errors
    /// If the component is not an adapter, was made with another engine, or the
    /// manifest does not fit it.
    #[cfg(feature = "wasmtime")]
    pub fn from_component(
        host: &Host,
        component: &Component,
        manifest: Manifest,
    ) -> Result<Self, LoadError> {
        if !wasmtime::Engine::same(component.engine(), host.engine()) {
            return Err(LoadError::Component(
                "it was made with another engine than the host's; use `Host::engine`".to_owned(),
            ));
        }
        Self::of(host, component.clone(), None, manifest)
    }

    /// What a designer sees of the adapter.
    pub fn manifest(&self) -> &Manifest {
        &self.inner.manifest
    }

    /// The size of the component in bytes; `None` for one of [`Adapter::from_component`].
    pub fn component_bytes(&self) -> Option<usize> {
        self.inner.size
    }

    /// The manifest, to keep.
    pub fn shared_manifest(&self) -> Arc<Manifest> {
        Arc::clone(&self.inner.manifest)
    }

    /// Begins to configure an instance of this name. An adapter can have many:
    /// one for each tenant, account or number.
    pub fn configure(&self, name: impl Into<String>) -> InstanceBuilder {
        InstanceBuilder::new(self.clone(), name.into())
    }

    /// The types of a command.
    pub fn command(&self, name: &str) -> Option<CommandShape<'_>> {
        let command = self.command_type(name)?.1;
        Some(CommandShape {
            request: &command.request,
            ok: &command.ok,
            error: &command.error,
        })
    }

    /// The names of the commands, in the component's order.
    pub fn command_names(&self) -> impl Iterator<Item = &str> {
        self.inner
            .contract
            .commands
            .commands
            .iter()
            .map(|command| command.name.as_str())
    }

    /// The record of properties that the component imports, if it does.
    pub fn properties(&self) -> Option<&RecordShape> {
        self.inner
            .contract
            .properties
            .as_ref()
            .map(|properties| &properties.record)
    }

    pub(crate) fn host(&self) -> &Host {
        &self.inner.host
    }

    /// What a guest is started from.
    pub(crate) fn ready(&self, imports: Imports) -> &InstancePre<Guest> {
        match (imports, &self.inner.known) {
            (Imports::Known, Some(known)) => &known.ready,
            _ => &self.inner.ready,
        }
    }

    /// The properties in the type that is known, if there is one for this adapter.
    pub(crate) fn known_properties(&self, value: &Val) -> Option<KnownValue> {
        let known = self.inner.known.as_ref()?;
        known.imports.properties(self.properties(), value)
    }

    pub(crate) fn command_type(&self, name: &str) -> Option<(usize, &CommandType)> {
        let mut commands = self.inner.contract.commands.commands.iter().enumerate();
        commands.find(|(_, command)| command.name == name)
    }

    pub(crate) fn function(&self, index: usize) -> Option<&ComponentExportIndex> {
        self.inner.functions.get(index)
    }
}

impl std::fmt::Debug for Adapter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Adapter")
            .field("name", &self.inner.manifest.name)
            .field("contract", &self.inner.manifest.contract)
            .finish_non_exhaustive()
    }
}

/// Every place where a manifest and a component disagree; none when they fit.
///
/// # Errors
/// When the bytes are not a component, or the component is not an adapter.
pub fn fit_mistakes(
    host: &Host,
    component: &[u8],
    manifest: &Manifest,
) -> Result<Mistakes, LoadError> {
    let loaded = Loaded::new(host, compiled(host, component)?)?;
    Ok(fit::mistakes(manifest, &loaded.contract))
}

/// In which types a guest's imports are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Imports {
    /// In those that the component states: events can have their values.
    Stated,
    /// In those that were known when the host was compiled.
    Known,
}

/// A component whose imports are linked in types that are known.
struct Known {
    ready: InstancePre<Guest>,
    imports: known::Linked,
}

/// A component that is an adapter, joined to the host.
struct Loaded {
    component: Component,
    contract: Contract,
    ready: InstancePre<Guest>,
    known: Option<Known>,
}

impl Loaded {
    fn new(host: &Host, component: Component) -> Result<Self, LoadError> {
        let ty = component.component_type();
        let contract = Contract::of(&ty, host.wasm_engine(), host.is_extended())?;
        let mut linker = host.linker();
        imports::link(&mut linker, &contract).map_err(|error| engine_error(&error))?;
        let ready = linker.instantiate_pre(&component).map_err(|error| {
            LoadError::contract(format!("the component does not fit this host: {error:#}"))
        })?;
        let known = known(host, &component, &contract);
        Ok(Self {
            component,
            contract,
            ready,
            known,
        })
    }
}

/// Links the imports in the first types that are known and fit.
fn known(host: &Host, component: &Component, contract: &Contract) -> Option<Known> {
    host.known_types().iter().find_map(|types| {
        let mut linker = host.linker();
        let imports = types.link(&mut linker, contract)?;
        let ready = linker.instantiate_pre(component).ok()?;
        Some(Known { ready, imports })
    })
}

fn compiled(host: &Host, bytes: &[u8]) -> Result<Component, LoadError> {
    Component::from_binary(host.wasm_engine(), bytes).map_err(|error| engine_error(&error))
}

/// Engine errors can span lines.
fn engine_error(error: &wasmtime::Error) -> LoadError {
    let text = format!("{error:#}");
    LoadError::Component(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn read_file(path: &Path) -> Result<Vec<u8>, LoadError> {
    std::fs::read(path).map_err(|source| LoadError::Read {
        path: path.to_owned(),
        source,
    })
}

fn functions(
    component: &Component,
    contract: &Contract,
) -> Result<Vec<ComponentExportIndex>, LoadError> {
    let commands = &contract.commands;
    let missing = || LoadError::contract(format!("`{}` is not exported", commands.interface));
    let interface = component
        .get_export_index(None, &commands.interface)
        .ok_or_else(missing)?;
    commands
        .commands
        .iter()
        .map(|command| {
            component
                .get_export_index(Some(&interface), &command.function)
                .ok_or_else(missing)
        })
        .collect()
}
