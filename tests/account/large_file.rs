//! WhatsApp's largest document, and the memory that it takes.

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use uip_testkit::{Scene, component, uip, workspace};

use crate::text;

const MB: usize = 1024 * 1024;
const SIZE: usize = 100 * MB;

/// A document in which no two parts are equal.
fn document() -> Vec<u8> {
    let numbers = 0..u32::try_from(SIZE / 4).expect("it fits");
    numbers.flat_map(u32::to_le_bytes).collect()
}

#[tokio::test]
async fn a_document_of_100_mb_goes_and_comes_within_the_components_memory() {
    let scene = Scene::builder()
        .property("requestTimeoutSeconds", 300)
        .start()
        .await;
    let file = document();
    let request = json!({"content": BASE64_STANDARD.encode(&file), "mimeType": "application/pdf"});
    let uploaded = scene.call("uploadMedia", request).await;
    assert!(uploaded.is_success(), "{uploaded:?}");
    let upload = scene.whatsapp.peak_memory();
    let kept = scene.sandbox.media();
    assert!(kept[0].bytes() == file, "the file arrived unchanged");
    let request = json!({"mediaId": text(&uploaded, "mediaId"), "maxBytes": SIZE});
    let downloaded = scene.call("downloadMedia", request).await;
    assert!(downloaded.is_success(), "{:?}", downloaded.get("error"));
    let content = BASE64_STANDARD.decode(text(&downloaded, "content"));
    assert!(content.expect("base64") == file, "it came back unchanged");
    let both = scene.whatsapp.peak_memory();
    println!("the component: {upload} bytes after the upload, {both} after the download");
    assert!(both <= 256 * MB, "{both}");
}

/// What a call printed, and the most memory that it had, in bytes.
fn call(scene: &Scene, command: &str, set: &[&str]) -> (Value, usize) {
    let base = scene.sandbox.base_url();
    let mut calling = Command::new(uip());
    calling.args(["call", command, "--component"]);
    calling.arg(component()).arg("--manifest");
    calling.arg(workspace().join("adapter.json"));
    for property in [
        format!("authenticationToken={}", scene.sandbox.token()),
        format!("phoneNumberId={}", scene.sandbox.phone_number_id()),
        format!("apiBaseUrl={base}"),
        "apiVersion=v25.0".to_owned(),
        "requestTimeoutSeconds=300".to_owned(),
    ] {
        calling.args(["--property", &property]);
    }
    for pair in set {
        calling.args(["--set", pair]);
    }
    let mut child = calling.stdout(Stdio::piped()).spawn().expect("uip");
    let mut stdout = child.stdout.take().expect("its output");
    let status = format!("/proc/{}/status", child.id());
    let watching = std::thread::spawn(move || {
        let mut most = 0;
        while let Some(peak) = peak_of(Path::new(&status)) {
            most = peak.max(most);
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        most
    });
    let mut printed = Vec::new();
    stdout.read_to_end(&mut printed).expect("its output");
    assert!(child.wait().expect("its end").success());
    let answer = serde_json::from_slice(&printed).expect("JSON");
    (answer, watching.join().expect("no panic"))
}

/// The most memory that a process had; `None` once it has none.
fn peak_of(status: &Path) -> Option<usize> {
    let status = std::fs::read_to_string(status).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: usize = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_of_100_mb_takes_a_host_three_times_its_size() {
    let scene = Scene::start().await;
    let small = scene.sandbox.host_media("application/pdf", vec![7; 3]);
    let (_, without) = call(&scene, "downloadMedia", &[&format!("mediaId={small}")]);

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.pdf");
    let file = document();
    std::fs::write(&path, &file).expect("a file");
    let content = format!("content=@{}", path.display());
    let (uploaded, up) = call(
        &scene,
        "uploadMedia",
        &[&content, "mimeType=application/pdf"],
    );
    let kept = scene.sandbox.media();
    let kept = kept.iter().find(|media| media.id() == uploaded["mediaId"]);
    assert!(kept.expect("the file").bytes() == file);

    let id = format!("mediaId={}", uploaded["mediaId"].as_str().expect("an id"));
    let set = [id.as_str(), &format!("maxBytes={SIZE}")];
    let (downloaded, down) = call(&scene, "downloadMedia", &set);
    let content = BASE64_STANDARD.decode(downloaded["content"].as_str().expect("text"));
    assert!(content.expect("base64") == file);

    println!(
        "the host: {without} bytes without a file, {up} for the upload, {down} for the download"
    );
    for peak in [up, down] {
        assert!(
            peak - without <= 3 * SIZE,
            "{peak} bytes, {without} without a file"
        );
    }
}
