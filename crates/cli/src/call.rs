use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde_json::{Map, Value};
use uip_contract::{NotRead, read_json};
use uip_host::types::{RecordShape, Shape};
use uip_host::{Adapter, CallError, DryRun, EventSink, ExecutionFailure};

use crate::adapters;
use crate::args::{Call, Common};
use crate::describe;
use crate::events::EventLines;
use crate::failure::Failure;
use crate::output;
use crate::values;

pub async fn call(common: &Common, args: &Call) -> Result<ExitCode, Failure> {
    let target = match (&args.target, args.help) {
        (Some(target), false) => target.as_str(),
        (Some(target), true) => return describe::command(common, target),
        (None, _) => return Err(Failure::help_of("call")),
    };
    let run = run(common, args, target).await;
    let (response, events) = run.map_err(Failure::and_nothing_was_sent)?;
    let code = print(response, args.dry_run)?;
    match events.unseen() {
        0 => {}
        count => output::note(format_args!(
            "note: events discarded: {count}; use --events FILE to save them or --events - to print them"
        )),
    }
    Ok(code)
}

/// The result of the command, and its events.
type Ran = (Result<DryRun, ExecutionFailure>, Arc<EventLines>);

/// Runs the command. Every failure here comes before it does.
async fn run(common: &Common, args: &Call, target: &str) -> Result<Ran, Failure> {
    if common.manifest.is_some() && common.component.is_none() {
        return Err(Failure::usage(
            "--manifest alone describes an adapter: a call needs --component too",
        ));
    }
    let config = adapters::config(common)?;
    let (name, command) = match target.split_once('.') {
        Some((adapter, command)) => (Some(adapter), command),
        None => (None, target),
    };
    let chosen = config.adapter(name)?;
    only_one_reads_standard_input(args)?;
    let properties = values::read_properties(&args.properties).map_err(Failure::Usage)?;

    let host = adapters::host_of_one_guest(common, &config)?;
    let adapter = if args.dry_run {
        chosen.load(&host)
    } else {
        chosen.load_to_call(&host)
    };
    let adapter = adapter.map_err(|error| load_failure(&chosen.name, &error))?;
    let request = request(&adapter, command, args)?;
    let events = Arc::new(EventLines::open(args.events.as_deref())?);
    let sink: Arc<dyn EventSink> = events.clone();
    let instance = chosen
        .configure(&adapter, &properties)
        .and_then(|builder| builder.events_to(sink).build())
        .map_err(|mistakes| Failure::all("property ", &mistakes))?;

    let outcome = if args.dry_run {
        instance.dry_run(command, request).await
    } else {
        instance.call(command, request).await.map(DryRun::Answer)
    };
    // The process ends soon, and takes milliseconds to take these apart.
    std::mem::forget((instance, adapter, host));
    let outcome = match outcome {
        Ok(outcome) => Ok(outcome),
        Err(CallError::Execution(failure)) => Err(failure),
        Err(CallError::InvalidRequest(mistakes)) => return Err(mistakes.into()),
        Err(unknown @ CallError::UnknownCommand { .. }) => {
            return Err(Failure::usage(format!("{unknown} (see uip describe)")));
        }
        Err(other) => return Err(Failure::usage(other.to_string())),
    };
    Ok((outcome, events))
}

/// Prints the result of the call as one line, and returns the exit code.
fn print(outcome: Result<DryRun, ExecutionFailure>, is_dry_run: bool) -> Result<ExitCode, Failure> {
    let unprintable = |error: &dyn std::fmt::Display| {
        let sent = if is_dry_run {
            "nothing was sent"
        } else {
            "do not repeat the command, which may have sent a message"
        };
        Failure::Afterwards(format!(
            "the command ran, and its response could not be printed: {error} ({sent})"
        ))
    };
    let code = match outcome {
        Ok(outcome) => {
            let succeeded = match &outcome {
                DryRun::Answer(response) => response.is_success(),
                _ => true,
            };
            write_line(&outcome).map_err(|error| unprintable(&error))?;
            u8::from(!succeeded)
        }
        Err(failure) => {
            write_line(&failure.to_json()).map_err(|error| unprintable(&error))?;
            1
        }
    };
    Ok(ExitCode::from(code))
}

/// Prints JSON as it is written: a line with a file in it is never in memory as
/// a whole.
fn write_line(json: &impl Serialize) -> std::io::Result<()> {
    let mut stdout = BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut stdout, json)?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}

pub fn load_failure(adapter: &str, error: &uip_host::LoadError) -> Failure {
    match error.mistakes() {
        Some(mistakes) => Failure::all(&format!("{adapter}: "), mistakes),
        None => Failure::usage(format!("{adapter}: {error}")),
    }
}

/// Two values cannot both be all of standard input.
fn only_one_reads_standard_input(args: &Call) -> Result<(), Failure> {
    let values = args
        .set
        .iter()
        .chain(&args.properties)
        .filter(|(_, value)| value == "@-")
        .count();
    let json = usize::from(
        args.json
            .as_deref()
            .is_some_and(|path| path.as_os_str() == "-"),
    );
    if values + json > 1 {
        return Err(Failure::usage(
            "standard input can be read for one value only",
        ));
    }
    Ok(())
}

/// The request: `--json`, with `--set` on top.
fn request(adapter: &Adapter, command: &str, args: &Call) -> Result<Value, Failure> {
    let mut request = match &args.json {
        None => Map::new(),
        Some(path) => {
            let text = values::read_file(path)
                .map_err(|problem| Failure::usage(format!("--json: {problem}")))?;
            match read_json(text.as_bytes()) {
                Ok(Value::Object(members)) => members,
                Ok(_) => return Err(Failure::usage("--json: the request must be a JSON object")),
                Err(not_read) => return Err(Failure::all("--json: ", &not_read.into())),
            }
        }
    };
    // An unknown command is said by the call itself.
    if let Some(shape) = adapter.command(command) {
        let manifest = adapter.manifest().command(command);
        let base64 = |name: &str| {
            let row = manifest?.request.iter().find(|row| row.name == name)?;
            row.content_encoding
        };
        set(
            &mut request,
            shape.request,
            &|name| base64(name).is_some(),
            &args.set,
        )?;
    }
    Ok(Value::Object(request))
}

/// Whether a field takes what is typed as it is, and not as JSON.
fn is_text(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::String | Shape::Char | Shape::Enum(_) | Shape::Bytes
    )
}

fn set(
    request: &mut Map<String, Value>,
    shape: &RecordShape,
    is_base64: &dyn Fn(&str) -> bool,
    pairs: &[(String, String)],
) -> Result<(), Failure> {
    let mut problems = Vec::new();
    for (index, (name, value)) in pairs.iter().enumerate() {
        if pairs.iter().take(index).any(|(before, _)| before == name) {
            problems.push(format!("{name}: set twice; one --set for it is all"));
            continue;
        }
        let field = shape.field(name);
        let bytes = field.is_some_and(|field| matches!(field.shape.required(), Shape::Bytes));
        let is_base64 = bytes || is_base64(name);
        let text = if is_base64 {
            values::read_base64(value)
        } else {
            values::read(value)
        };
        match text {
            Ok(text) => {
                // An unknown name is said with all other mistakes.
                let Some(field) = field else {
                    request.insert(name.clone(), Value::String(text));
                    continue;
                };
                if !is_text(field.shape.required())
                    && let Err(repeated @ NotRead::Repeated(_)) = read_json(text.as_bytes())
                {
                    let told = repeated.problems().into_iter();
                    problems.extend(told.map(|problem| format!("{name}: {problem}")));
                    continue;
                }
                let json = field.shape.json_from_text(text);
                let is_file = !value.starts_with('@') && Path::new(value).is_file();
                let fits = |json: &Value| match json {
                    Value::String(text) if is_base64 => BASE64_STANDARD.decode(text).is_ok(),
                    json => field.shape.check(json.clone()).is_ok(),
                };
                if is_file && !fits(&json) {
                    problems.push(format!(
                        "{name}: this is the name of a file; did you mean {name}=@{value}?"
                    ));
                }
                request.insert(name.clone(), json);
            }
            Err(problem) => problems.push(format!("{name}: {problem}")),
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::Usage(problems))
    }
}
