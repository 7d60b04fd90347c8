use std::path::{Path, PathBuf};

use uip_host::manifest::Manifest;

use crate::args::Common;
use crate::failure::Failure;

const MANIFEST: &str = "adapter.json";
/// Where `cargo xtask build`, or cargo itself, puts a component, from the root of a
/// workspace.
const BUILT: &str = "target/wasm32-wasip2/component";
/// `uip` may be in `target/release` of a checkout.
const FOLDERS_UP: usize = 2;

/// The two files of an adapter.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    pub component: PathBuf,
    pub manifest: PathBuf,
}

impl Found {
    /// The files that the arguments name, or those of the first folder that has a manifest: `folder`,
    /// the current folder, the folder of this program, and the two folders above that.
    pub fn find(common: &Common, folder: &Path) -> Result<Self, Failure> {
        if let Some(manifest) = &common.manifest {
            let component = common.component.as_ref().ok_or_else(|| {
                Failure::usage("--manifest names half of an adapter: name its --component too")
            })?;
            return Self::of(component, manifest);
        }
        let mut folders = vec![folder.to_owned(), PathBuf::from(".")];
        if let Ok(program) = std::env::current_exe() {
            let above = program.ancestors().skip(1).take(1 + FOLDERS_UP);
            folders.extend(above.map(Path::to_owned));
        }
        Self::search(&folders)
    }

    fn search(folders: &[PathBuf]) -> Result<Self, Failure> {
        let with_manifest = folders
            .iter()
            .find(|folder| folder.join(MANIFEST).is_file());
        let Some(folder) = with_manifest else {
            return Err(Failure::usage(format!(
                "no adapter was found: no {MANIFEST} here or where uip is installed; name its files: --component FILE --manifest FILE"
            )));
        };
        let manifest = folder.join(MANIFEST);
        let name = match Manifest::from_file(&manifest) {
            Ok(read) => read.name,
            Err(error) => {
                return Err(Failure::usage(format!("{}: {error}", manifest.display())));
            }
        };
        let own = format!("{name}.wasm");
        // Cargo writes `_` for the `-` of a package's name.
        let by_cargo = format!("{}.wasm", name.replace('-', "_"));
        let candidates = [
            folder.join(&own),
            folder.join(&by_cargo),
            folder.join(BUILT).join(&own),
            folder.join(BUILT).join(&by_cargo),
        ];
        match candidates.iter().find(|file| file.is_file()) {
            Some(component) => Self::of(component, &manifest),
            None => Err(Failure::usage(format!(
                "{} has no component: there is neither {} nor {}; build it (`cargo xtask build` in this repository, `cargo build --profile component --target wasm32-wasip2` in the folder of another adapter), or name both files: --component FILE --manifest FILE",
                manifest.display(),
                folder.join(&own).display(),
                folder.join(BUILT).join(&by_cargo).display()
            ))),
        }
    }

    fn of(component: &Path, manifest: &Path) -> Result<Self, Failure> {
        let there = |file: &Path| {
            std::fs::canonicalize(file)
                .map_err(|error| Failure::usage(format!("{}: {error}", file.display())))
        };
        Ok(Self {
            component: there(component)?,
            manifest: there(manifest)?,
        })
    }
}
