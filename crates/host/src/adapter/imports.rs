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
                let properties = Val::clone(&store.data().call.properties);
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
    let call = &store.data().call;
    let (adapter, sink) = (Arc::clone(&call.adapter), Arc::clone(&call.sink));
    let taken = match event(&adapter, &ty, params, sink.wants_values()) {
        Ok(event) => {
            let id = event.id.clone();
            let taken = sink.receive(event).await;
            tracing::debug!(%adapter, event = ty.name, event_id = id, taken = taken.is_ok(), "an event");
            taken
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

fn event(
    adapter: &str,
    ty: &EventType,
    params: &[Val],
    with_value: bool,
) -> Result<Event, Refusal> {
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
    let payload = RawValue::from_string(text(ty.payload)?)
        .map_err(|error| Refusal(format!("`{}`: its payload is not JSON: {error}", ty.name)))?;
    let event = Event::new(adapter, ty.name.as_str(), text(ty.event_id)?, payload);
    Ok(if with_value {
        event.with_value(value.clone())
    } else {
        event
    })
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
