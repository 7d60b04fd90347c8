//! `wit/`, read as far as these tests need it.

use wit_parser::{Function, Interface, PackageId, Resolve, Type, TypeDefKind};

use crate::manifest::root;

/// The parsed package.
pub struct Contract {
    /// Everything that was parsed.
    pub resolve: Resolve,
    /// The adapter's package.
    pub package: PackageId,
}

/// Reads `wit/`.
pub fn read() -> Contract {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(root().join("wit")).unwrap();
    Contract { resolve, package }
}

impl Contract {
    /// The package's interface with this name.
    pub fn interface(&self, name: &str) -> &Interface {
        let package = &self.resolve.packages[self.package];
        &self.resolve.interfaces[package.interfaces[name]]
    }

    /// The kind of a type, with aliases resolved.
    pub fn kind(&self, ty: Type) -> Option<&TypeDefKind> {
        let Type::Id(id) = ty else { return None };
        match &self.resolve.types[id].kind {
            TypeDefKind::Type(alias) => self.kind(*alias),
            kind => Some(kind),
        }
    }

    /// The name of a declared type; none for `list<…>` and the like.
    pub fn type_name(&self, ty: Type) -> Option<&str> {
        let Type::Id(id) = ty else { return None };
        self.resolve.types[id].name.as_deref()
    }

    /// The fields of a record.
    pub fn record(&self, ty: Type) -> Vec<(String, Type)> {
        match self.kind(ty) {
            Some(TypeDefKind::Record(record)) => record
                .fields
                .iter()
                .map(|field| (field.name.clone(), field.ty))
                .collect(),
            other => panic!("{other:?} is not a record"),
        }
    }

    /// The names of the cases of a variant or an enum.
    pub fn cases(&self, interface: &str, name: &str) -> Vec<String> {
        match self.kind(Type::Id(self.interface(interface).types[name])) {
            Some(TypeDefKind::Variant(v)) => v.cases.iter().map(|c| c.name.clone()).collect(),
            Some(TypeDefKind::Enum(e)) => e.cases.iter().map(|c| c.name.clone()).collect(),
            other => panic!("{name} is {other:?}"),
        }
    }

    /// The functions of an interface.
    pub fn functions(&self, interface: &str) -> impl Iterator<Item = &Function> {
        self.interface(interface).functions.values()
    }

    /// What a function's `result` holds.
    pub fn result(&self, function: &Function) -> (Option<Type>, Option<Type>) {
        match function.result.and_then(|ty| self.kind(ty)) {
            Some(TypeDefKind::Result(result)) => (result.ok, result.err),
            other => panic!("{}: {other:?} is not a result", function.name),
        }
    }
}
