//! Serves the commands API in front of an adapter that sends nothing, for
//! trying out clients: `commands_api MANIFEST TOKEN`. Prints its address.

#[path = "../tests/commands_api/fake.rs"]
#[allow(dead_code, reason = "the tests look at more of it")]
mod fake;

use std::error::Error;
use std::sync::Arc;

use tokio::net::TcpListener;
use uip_contract::{Manifest, Secret};
use uip_server::commands_api;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(manifest), Some(token)) = (arguments.next(), arguments.next()) else {
        return Err("usage: commands_api MANIFEST TOKEN".into());
    };
    let manifest = Manifest::from_file(manifest)?;
    let adapters = fake::FakeAdapters::new(&["whatsapp", "whatsapp-rome"], manifest);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let router = commands_api::router(Arc::new(adapters), Secret::new(token));
    axum::serve(listener, router).await?;
    Ok(())
}
