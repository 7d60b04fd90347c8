//! The WIT package, as far as a manifest needs it.

use std::collections::BTreeSet;
use std::path::Path;

use wit_parser::{
    Docs, Function, Interface, InterfaceId, PackageId, Resolve, Type, TypeDefKind, WorldItem,
};

use crate::Error;
use crate::prose::Names;

/// A parsed package.
pub struct Contract {
    resolve: Resolve,
    package: PackageId,
}

/// A field of a record, or a case of a variant.
pub struct Member<'a> {
    pub name: &'a str,
    pub docs: &'a str,
    /// Absent for a case that holds nothing.
    pub ty: Option<Type>,
}

impl Contract {
    /// Parses the WIT files of a folder.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let mut resolve = Resolve::default();
        match resolve.push_dir(folder) {
            Ok((package, _)) => Ok(Self { resolve, package }),
            // With the file and the line.
            Err(error) => Err(Error::Wit(resolve.render_error(&error))),
        }
    }

    /// The package's own name.
    pub fn name(&self) -> &str {
        &self.resolve.packages[self.package].name.name
    }

    /// The package's version, if it has one.
    pub fn version(&self) -> Option<String> {
        let version = self.resolve.packages[self.package].name.version.as_ref();
        version.map(ToString::to_string)
    }

    /// `namespace:name/world@version`.
    pub fn world(&self, world: &str) -> Option<String> {
        let package = &self.resolve.packages[self.package];
        package.worlds.get(world)?;
        let (namespace, name) = (&package.name.namespace, &package.name.name);
        let version = self
            .version()
            .map(|it| format!("@{it}"))
            .unwrap_or_default();
        Some(format!("{namespace}:{name}/{world}{version}"))
    }

    /// The functions of an interface, in their order.
    pub fn functions(&self, interface: &str) -> impl Iterator<Item = &Function> {
        self.interface(interface)
            .into_iter()
            .flat_map(|interface| interface.functions.values())
    }

    /// The package's own interface with this name, or else the one of another
    /// package that its worlds import or export.
    fn interface(&self, name: &str) -> Option<&Interface> {
        let package = &self.resolve.packages[self.package];
        let own = package.interfaces.get(name).copied();
        let id = own.or_else(|| {
            let mut borrowed = self.borrowed();
            borrowed.find(|id| self.resolve.interfaces[*id].name.as_deref() == Some(name))
        })?;
        Some(&self.resolve.interfaces[id])
    }

    /// The interfaces of other packages that the package's worlds import or export,
    /// those of types that come with them included.
    fn borrowed(&self) -> impl Iterator<Item = InterfaceId> {
        let worlds = self.resolve.packages[self.package].worlds.values();
        let items = worlds.flat_map(|id| {
            let world = &self.resolve.worlds[*id];
            world.imports.values().chain(world.exports.values())
        });
        items.filter_map(|item| match item {
            WorldItem::Interface { id, .. } => {
                let is_own = self.resolve.interfaces[*id].package == Some(self.package);
                (!is_own).then_some(*id)
            }
            _ => None,
        })
    }

    /// The kind of a type, with aliases resolved; none for a built-in type.
    pub fn kind(&self, ty: Type) -> Option<&TypeDefKind> {
        let Type::Id(id) = self.resolved(ty) else {
            return None;
        };
        Some(&self.resolve.types[id].kind)
    }

    /// What a type is an alias of, or the type itself.
    pub fn resolved(&self, ty: Type) -> Type {
        match ty {
            Type::Id(id) => match self.resolve.types[id].kind {
                TypeDefKind::Type(alias) => self.resolved(alias),
                _ => ty,
            },
            _ => ty,
        }
    }

    /// The name of a declared type.
    pub fn type_name(&self, ty: Type) -> &str {
        let Type::Id(id) = ty else { return "" };
        self.resolve.types[id].name.as_deref().unwrap_or_default()
    }

    /// The fields of a record or the cases of a variant; none of any other
    /// type.
    pub fn members(&self, ty: Type) -> Vec<Member<'_>> {
        match self.kind(ty) {
            Some(TypeDefKind::Record(record)) => {
                let fields = record.fields.iter();
                fields
                    .map(|field| Member {
                        name: &field.name,
                        docs: text(&field.docs),
                        ty: Some(field.ty),
                    })
                    .collect()
            }
            Some(TypeDefKind::Variant(variant)) => {
                let cases = variant.cases.iter();
                cases
                    .map(|case| Member {
                        name: &case.name,
                        docs: text(&case.docs),
                        ty: case.ty,
                    })
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// The words of an enum, or the names of a variant's cases, with their
    /// meaning.
    pub fn words(&self, ty: Type) -> Option<Vec<(&str, &str)>> {
        match self.kind(ty)? {
            TypeDefKind::Enum(choice) => {
                let cases = choice.cases.iter();
                Some(
                    cases
                        .map(|case| (case.name.as_str(), text(&case.docs)))
                        .collect(),
                )
            }
            TypeDefKind::Variant(variant) => {
                let cases = variant.cases.iter();
                Some(
                    cases
                        .map(|case| (case.name.as_str(), text(&case.docs)))
                        .collect(),
                )
            }
            _ => None,
        }
    }

    /// The type inside an option, and whether there was none around it.
    pub fn unwrap_option(&self, ty: Type) -> (Type, bool) {
        match self.kind(ty) {
            Some(TypeDefKind::Option(inner)) => (*inner, false),
            _ => (ty, true),
        }
    }

    /// The doc comment that holds for a field: its own, or where that ends with
    /// "as in `command`", that of the command's field with the same name.
    pub fn docs<'a>(&'a self, member: &Member<'a>) -> &'a str {
        let own = member.docs.split("\n\n").next().unwrap_or_default();
        let referred = own
            .strip_suffix("`.")
            .and_then(|it| it.rsplit_once('`'))
            .filter(|(before, _)| before.trim_end().to_lowercase().ends_with("as in"))
            .and_then(|(_, command)| self.functions("commands").find(|it| it.name == command))
            .and_then(|command| command.params.first())
            .and_then(|request| {
                let mut fields = self.members(request.ty).into_iter();
                fields.find(|field| field.name == member.name)
            });
        referred.map_or(member.docs, |field| field.docs)
    }

    /// What a function answers: its success and its failure.
    pub fn result(&self, function: &Function) -> (Option<Type>, Option<Type>) {
        match function.result.and_then(|ty| self.kind(ty)) {
            Some(TypeDefKind::Result(result)) => (result.ok, result.err),
            _ => (function.result, None),
        }
    }

    /// The manifest's word for a type; none for one without a form in JSON.
    pub fn json_type(&self, ty: Type) -> Option<&'static str> {
        Some(match self.resolved(ty) {
            Type::Bool => "boolean",
            Type::F32 | Type::F64 => "number",
            Type::String | Type::Char => "string",
            Type::ErrorContext => return None,
            Type::Id(_) => match self.kind(ty)? {
                // Bytes are base64.
                TypeDefKind::Enum(_) | TypeDefKind::List(Type::U8) => "string",
                TypeDefKind::List(_) | TypeDefKind::Tuple(_) => "array",
                TypeDefKind::Record(_) | TypeDefKind::Variant(_) => "object",
                TypeDefKind::Option(inner) => self.json_type(*inner)?,
                _ => return None,
            },
            _ => "integer",
        })
    }

    /// The names that doc comments may have in backticks.
    pub fn names(&self) -> Names {
        let functions = |interface: &str| -> BTreeSet<String> {
            self.functions(interface)
                .map(|function| function.name.clone())
                .collect()
        };
        let mut names = Names {
            camel: functions("commands"),
            snake: functions("events"),
            kept: BTreeSet::new(),
        };
        let own = self.resolve.packages[self.package].interfaces.values();
        for id in own.copied().chain(self.borrowed()) {
            for id in self.resolve.interfaces[id].types.values() {
                match &self.resolve.types[*id].kind {
                    TypeDefKind::Record(record) => {
                        let fields = record.fields.iter();
                        names.camel.extend(fields.map(|field| field.name.clone()));
                    }
                    TypeDefKind::Variant(variant) => {
                        let cases = variant.cases.iter();
                        names.kept.extend(cases.map(|case| case.name.clone()));
                    }
                    TypeDefKind::Enum(choice) => {
                        let cases = choice.cases.iter();
                        names.kept.extend(cases.map(|case| case.name.clone()));
                    }
                    _ => {}
                }
            }
        }
        names
    }
}

/// The text of a doc comment.
pub fn text(docs: &Docs) -> &str {
    docs.contents.as_deref().unwrap_or_default().trim()
}
