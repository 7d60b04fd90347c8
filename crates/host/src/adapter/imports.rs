//! What the host answers when a component calls its imports.

use std::sync::Arc;

use serde_json::value::RawValue;
use uip_contract::{Event, Refusal};
use wasmtime::StoreContextMut;
use wasmtime::component::{Linker, Val};

use super::contract::{Contract, EventType, RefusalForm};
use crate::engine::Guest;

pub(super) fn link(linker: &mut Linker<Guest>, contract: &Contract) -> wasmtime::Result<()> {
    if let Some(properties) = &contract.properties {
        linker
            .instance(&properties.interface)?
            .func_new("get", |store, _, _, results| {
                let properties = store.data().call.properties.value.clone();
                set(results, Val::Result(Ok(Some(Box::new(properties)))))
            })?;
    }
    if let Some(events) = &contract.events {
        let mut interface = linker.instance(&events.interface)?;
        for event in &events.events {
            let ty = Arc::new(event.clone());
            interface.func_new_async(&event.function, move |store, _, params, results| {
                let ty = Arc::clone(&ty);
                Box::new(emit(store, ty, params, results))
            })?;
        }
    }
    Ok(())
}

async fn emit(
    store: StoreContextMut<'_, Guest>,
    ty: Arc<EventType>,
    params: &[Val],
    results: &mut [Val],
) -> wasmtime::Result<()> {
    let guest = store.data();
    let taken = match parts(&ty, params) {
        Ok((id, payload, value)) => {
            let value = guest.call.sink.wants_values().then(|| value.clone());
            take(guest, Arc::clone(&ty), id, payload, value).await
        }
        Err(refusal) => Err(refusal),
    };
    let result = match taken {
        Ok(()) => Ok(None),
        Err(Refusal(why)) => Err(Some(Box::new(match ty.refusal {
            RefusalForm::Text => Val::String(why),
            RefusalForm::Case => {
                Val::Variant("refused".to_owned(), Some(Box::new(Val::String(why))))
            }
        }))),
    };
    set(results, Val::Result(result))
}

/// The event's id, its payload, and all of it.
fn parts<'v>(ty: &EventType, params: &'v [Val]) -> Result<(String, String, &'v Val), Refusal> {
    let malformed = || {
        Refusal(format!(
            "`{}`: the event record is not of its type",
            ty.name
        ))
    };
    let Some(value @ Val::Record(fields)) = params.first() else {
        return Err(malformed());
    };
    let text = |index: usize| match fields.get(index) {
        Some((_, Val::String(text))) => Ok(text.clone()),
        _ => Err(malformed()),
    };
    Ok((text(ty.event_id)?, text(ty.payload)?, value))
}

/// Hands an event to the sink of the call.
pub(super) fn take(
    guest: &Guest,
    ty: Arc<EventType>,
    id: String,
    payload: String,
    value: Option<Val>,
) -> impl Future<Output = Result<(), Refusal>> + Send + use<> {
    let adapter = Arc::clone(&guest.call.adapter);
    let sink = Arc::clone(&guest.call.sink);
    async move {
        let name = ty.name.as_str();
        let payload = RawValue::from_string(payload)
            .map_err(|error| Refusal(format!("`{name}`: its payload is not JSON: {error}")))?;
        let logged = tracing::enabled!(tracing::Level::DEBUG).then(|| id.clone());
        let mut event = Event::new(&*adapter, name, id, payload);
        if let Some(value) = value {
            event = event.with_value(value);
        }
        let taken = sink.receive(event).await;
        tracing::debug!(%adapter, event = name, event_id = logged, taken = taken.is_ok(), "an event");
        taken
    }
}

fn set(results: &mut [Val], value: Val) -> wasmtime::Result<()> {
    match results.first_mut() {
        Some(place) => {
            *place = value;
            Ok(())
        }
        None => Err(wasmtime::Error::msg("the function has no result to fill")),
    }
}
