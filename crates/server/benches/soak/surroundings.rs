//! Where the nodes deliver: what receives events, what reads them there, and what
//! makes it fail.

use std::sync::Arc;

use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;

use crate::brokers::{NatsServer, RabbitMq, is_installed};
use crate::destination::Destination;
use crate::faults::{Failed, Plan};
use crate::node::Receivers;
use crate::readers::{create_stream, read_nats, read_rabbitmq};
use crate::receiver::Receiver;

pub struct Surroundings {
    pub receivers: Receivers,
    pub destinations: Vec<Destination>,
    pub readers: Vec<JoinHandle<()>>,
    pub faults: Vec<JoinHandle<Result<Failed, String>>>,
    plan: Plan,
    /// When nothing more is to be read.
    finished: watch::Receiver<bool>,
}

impl Surroundings {
    /// Starts all of it, and names what is not installed.
    pub async fn start(plan: Plan, finished: watch::Receiver<bool>) -> Result<Self, String> {
        let http = Destination::new("HTTP", false);
        let receiver = Receiver::start(http.clone(), plan.seed).await;
        let receiver = receiver.map_err(|error| error.to_string())?;
        let mut this = Self {
            receivers: Receivers {
                http: receiver.url(),
                nats: None,
                rabbitmq: None,
            },
            destinations: vec![http],
            readers: Vec::new(),
            faults: vec![tokio::spawn(plan.clone().of_receiver(receiver))],
            plan,
            finished,
        };
        if is_here("nats-server") {
            this.add_nats().await;
        }
        if is_here("rabbitmq-server") {
            this.add_rabbitmq().await;
        }
        Ok(this)
    }

    async fn add_nats(&mut self) {
        let nats = NatsServer::start().await;
        let destination = Destination::new("NATS", true);
        self.destinations.push(destination.clone());
        self.receivers.nats = Some(nats.url());
        let reading = read_nats(
            create_stream(&nats).await,
            destination,
            self.finished.clone(),
        );
        self.readers.push(tokio::spawn(reading));
        self.faults
            .push(tokio::spawn(self.plan.clone().of_nats(nats)));
    }

    async fn add_rabbitmq(&mut self) {
        let broker = RabbitMq::start().await;
        let destination = Destination::new("RabbitMQ", false);
        self.destinations.push(destination.clone());
        self.receivers.rabbitmq = Some(broker.url());
        let broker = Arc::new(Mutex::new(broker));
        let reading = read_rabbitmq(Arc::clone(&broker), destination, self.finished.clone());
        self.readers.push(tokio::spawn(reading));
        self.faults
            .push(tokio::spawn(self.plan.clone().of_rabbitmq(broker)));
    }
}

fn is_here(program: &str) -> bool {
    let is_here = is_installed(program);
    if !is_here {
        println!("NOT RUN: {program} is not installed; on Debian: apt-get install {program}");
    }
    is_here
}
