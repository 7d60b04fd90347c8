use serde_json::{Map, Value};
use uip_contract::Response;
use wasmtime::component::Val;

use super::call::Returned;
use crate::adapter::CommandType;
use crate::secrets::Secrets;
use crate::types::Shape;

/// What a command's function returned, as a response. A failure holds no
/// secret, and says in its `error` also what only the host knows of it.
pub(super) fn response(ty: &CommandType, returned: Returned, secrets: &Secrets) -> Response {
    let error = match returned.result {
        Ok(value) => return Response::success(ty.ok.to_json(value)),
        Err(error) => error,
    };
    let (case, payload) = match error {
        Val::Variant(case, payload) => (case, payload.map(|payload| *payload)),
        // The engine checks types: an error is always a variant.
        _ => (String::new(), None),
    };
    let mut fields = fields(ty, &case, payload, secrets);
    if let (Some(Value::String(error)), Some(reason)) = (fields.get_mut("error"), &returned.reason)
    {
        error.push_str(" Reason: ");
        error.push_str(reason);
        error.push('.');
    }
    Response::failed(case, fields)
}

fn fields(
    ty: &CommandType,
    case: &str,
    payload: Option<Val>,
    secrets: &Secrets,
) -> Map<String, Value> {
    let shape = ty.error.cases.iter().find(|(name, _)| name == case);
    match (shape.and_then(|(_, shape)| shape.as_ref()), payload) {
        (Some(Shape::Record(record)), Some(payload)) => {
            let mut fields: Map<String, Value> = record.to_json(payload).into_iter().collect();
            for value in fields.values_mut() {
                secrets.scrub_json(value);
            }
            fields
        }
        (_, Some(Val::String(text))) => {
            Map::from_iter([("error".to_owned(), secrets.scrub(&text).into())])
        }
        _ => Map::new(),
    }
}
