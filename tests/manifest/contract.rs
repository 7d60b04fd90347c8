//! `wit/`, read as the tables it stands for.
//!
//! The rules are the contract's, not WhatsApp's: a record's field is its
//! camelCase form, a variant is an object with one member named by the case, a
//! command's answer is `status` and the fields of its records, an event's name
//! is its `snake_case` form.

use heck::{ToLowerCamelCase, ToSnakeCase};
use wit_parser::{Function, Interface, PackageId, Resolve, Type, TypeDefKind};

use crate::manifest::{Form, Row, Table, root};

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

    /// What lies behind a type: aliases are followed.
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

    /// The fields of the record that `interface` calls `name`.
    pub fn fields(&self, interface: &str, name: &str) -> Vec<(String, Type)> {
        self.record(Type::Id(self.interface(interface).types[name]))
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

    /// The adapter's properties.
    pub fn properties(&self) -> Table {
        let mut table = Table::new();
        for (name, ty) in self.fields("properties", "adapter-properties") {
            self.row(&name.to_lower_camel_case(), ty, &mut table);
        }
        table
    }

    /// The commands, by their camelCase names.
    pub fn commands(&self) -> impl Iterator<Item = (String, &Function)> {
        let functions = self.interface("commands").functions.iter();
        functions.map(|(name, function)| (name.to_lower_camel_case(), function))
    }

    /// The events, by their `snake_case` names.
    pub fn events(&self) -> impl Iterator<Item = (String, &Function)> {
        let functions = self.interface("events").functions.iter();
        functions.map(|(name, function)| (name.to_snake_case(), function))
    }

    /// A command's request, with the rows inside lists, records and variants.
    pub fn request(&self, command: &Function) -> Table {
        let mut table = Table::new();
        for (name, ty) in self.record(command.params[0].ty) {
            self.row(&name.to_lower_camel_case(), ty, &mut table);
        }
        table
    }

    /// A command's answer: `status`, the fields of its success with the rows
    /// inside lists and records, and those of its failures.
    pub fn response(&self, command: &Function) -> Table {
        let (ok, error) = self.result(command);
        let mut table = Table::new();
        for (name, kind) in [
            ("status", "string"),
            ("failure", "string"),
            ("retryable", "boolean"),
        ] {
            table.insert(name.to_owned(), plain(kind));
        }
        let Some(TypeDefKind::Variant(failures)) = self.kind(error.unwrap()) else {
            panic!("a command's error is a variant");
        };
        let cases = failures.cases.iter().filter_map(|case| case.ty);
        for record in ok.into_iter().chain(cases) {
            for (name, ty) in self.record(record) {
                self.row(&name.to_lower_camel_case(), ty, &mut table);
            }
        }
        for row in table.values_mut() {
            row.required = None;
            // Nobody chooses here: the descriptions tell the words.
            if matches!(row.form, Form::Words(_)) {
                row.form = Form::Plain;
            }
        }
        table
    }

    /// The fields that every success of a command has, in camelCase.
    pub fn required(&self, command: &Function) -> Vec<String> {
        let ok = self.result(command).0.expect("a command answers a record");
        let fields = self.record(ok).into_iter();
        fields
            .filter(|(_, ty)| self.unwrap_option(*ty).1)
            .map(|(name, _)| name.to_lower_camel_case())
            .collect()
    }

    /// What a function's `result` holds.
    pub fn result(&self, function: &Function) -> (Option<Type>, Option<Type>) {
        match function.result.and_then(|ty| self.kind(ty)) {
            Some(TypeDefKind::Result(result)) => (result.ok, result.err),
            other => panic!("{}: {other:?} is not a result", function.name),
        }
    }

    /// Adds the row `path`, and those inside it.
    fn row(&self, path: &str, ty: Type, table: &mut Table) {
        let (ty, required) = self.unwrap_option(ty);
        table.insert(path.to_owned(), self.cell(ty, required));
        self.members(path, ty, table);
    }

    fn members(&self, path: &str, ty: Type, table: &mut Table) {
        match self.kind(ty) {
            Some(TypeDefKind::Record(record)) => {
                for field in &record.fields {
                    let name = field.name.to_lower_camel_case();
                    self.row(&format!("{path}.{name}"), field.ty, table);
                }
            }
            Some(TypeDefKind::Variant(variant)) => {
                for case in &variant.cases {
                    let path = format!("{path}.{}", case.name);
                    let ty = case.ty.expect("each case of a request says something");
                    table.insert(path.clone(), self.cell(ty, false));
                    self.members(&path, ty, table);
                }
            }
            Some(TypeDefKind::List(item)) => self.members(&format!("{path}[0]"), *item, table),
            _ => {}
        }
    }

    fn cell(&self, ty: Type, required: bool) -> Row {
        let form = match self.kind(ty) {
            Some(TypeDefKind::Variant(_)) => Form::OneMember,
            Some(TypeDefKind::List(Type::U8)) => Form::Base64,
            Some(TypeDefKind::Enum(choice)) => {
                Form::Words(choice.cases.iter().map(|case| case.name.clone()).collect())
            }
            _ => Form::Plain,
        };
        Row {
            kind: self.json_type(ty).to_owned(),
            required: Some(required),
            form,
        }
    }

    /// The type inside an option, and whether there was none around it.
    pub fn unwrap_option(&self, ty: Type) -> (Type, bool) {
        match self.kind(ty) {
            Some(TypeDefKind::Option(inner)) => (*inner, false),
            _ => (ty, true),
        }
    }

    /// The manifest's word for a type.
    fn json_type(&self, ty: Type) -> &'static str {
        match ty {
            Type::Bool => "boolean",
            Type::F32 | Type::F64 => "number",
            Type::String | Type::Char => "string",
            Type::Id(_) => match self.kind(ty) {
                // Bytes are base64.
                Some(TypeDefKind::Enum(_) | TypeDefKind::List(Type::U8)) => "string",
                Some(TypeDefKind::List(_)) => "array",
                Some(TypeDefKind::Record(_) | TypeDefKind::Variant(_)) => "object",
                other => panic!("{other:?} has no form in JSON"),
            },
            Type::ErrorContext => panic!("an error context has no form in JSON"),
            _ => "integer",
        }
    }
}

fn plain(kind: &str) -> Row {
    Row {
        kind: kind.to_owned(),
        required: None,
        form: Form::Plain,
    }
}
