use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use wac_graph::types::Package;
use wac_graph::{CompositionGraph, EncodeOptions, NodeId};

/// One component of a composition.
pub struct Part {
    /// What it is called in messages and in the composed component's names.
    pub name: String,
    /// The component.
    pub bytes: Vec<u8>,
}

impl Part {
    /// Reads a component from a file.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes =
            std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let name = path.file_stem().unwrap_or(path.as_os_str());
        Ok(Self {
            name: name.to_string_lossy().replace('_', "-"),
            bytes,
        })
    }
}

/// Composes the parts: each gets its imports from those before it, and the
/// exports of the last are those of the whole. The parts are in it as they
/// are, byte for byte.
pub fn compose(parts: &[Part]) -> Result<Vec<u8>> {
    let mut graph = CompositionGraph::new();
    let mut exported: HashMap<String, NodeId> = HashMap::new();
    let mut outermost = None;
    for part in parts {
        let name = &part.name;
        let package = Package::from_bytes(
            &format!("part:{name}"),
            None,
            part.bytes.clone(),
            graph.types_mut(),
        )
        .with_context(|| format!("{name} is not a component"))?;
        let package = graph.register_package(package)?;
        let world = &graph.types()[graph[package].ty()];
        let imports: Vec<String> = world.imports.keys().cloned().collect();
        let exports: Vec<String> = world.exports.keys().cloned().collect();

        let instance = graph.instantiate(package);
        for import in imports {
            if let Some(source) = exported.get(&import) {
                let export = graph.alias_instance_export(*source, &import)?;
                graph
                    .set_instantiation_argument(instance, &import, export)
                    .with_context(|| format!("{name} wants another {import}"))?;
            }
        }
        exported.extend(exports.iter().map(|export| (export.clone(), instance)));
        outermost = Some((instance, exports));
    }
    let Some((instance, exports)) = outermost else {
        bail!("there is nothing to compose");
    };
    for export in exports {
        let alias = graph.alias_instance_export(instance, &export)?;
        graph.export(alias, &export)?;
    }
    Ok(graph.encode(EncodeOptions::default())?)
}
