//! Several processes (here: several handles) on one DATA_DIR.

use std::time::Duration;

use doorbuster_server::embedded::{Embedded, EmbeddedError};
use tokio::time::{sleep, timeout};

use super::{Folder, ask, run};

#[tokio::test]
async fn a_second_server_is_refused() {
    let folder = Folder::new();
    let first = Embedded::start(folder.quick()).await.unwrap();
    let refusal = Embedded::start(folder.quick()).await.unwrap_err();
    let ours = std::process::id();
    assert!(matches!(refusal, EmbeddedError::AlreadyRunning { pid, .. } if pid == ours), "{refusal}");
    assert_eq!(ask(&first.application(), "SELECT 'still in'").await.unwrap(), "still in");
    first.stop().await.unwrap();
}

#[tokio::test]
async fn a_command_attaches_to_the_running_server() {
    let folder = Folder::new();
    let server = Embedded::start(folder.quick()).await.unwrap();
    run(&server.owner(), "CREATE TABLE seen AS SELECT 'yes' AS answer").await.unwrap();
    let command = Embedded::attach_or_start(folder.quick()).await.unwrap();
    assert_eq!(ask(&command.owner(), "SELECT answer FROM seen").await.unwrap(), "yes");
    command.stop().await.unwrap();
    assert_eq!(ask(&server.owner(), "SELECT answer FROM seen").await.unwrap(), "yes");

    // A server does not wait for guests: it ends, and their connections with it.
    let guest = Embedded::attach_or_start(folder.quick()).await.unwrap();
    timeout(Duration::from_secs(10), server.stop()).await.unwrap().unwrap();
    assert!(ask(&guest.owner(), "SELECT 'in'").await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_that_start_together_share_one_cluster() {
    let folder = Folder::new();
    let commands: Vec<_> = (0..4)
        .map(|number| {
            let settings = folder.quick();
            tokio::spawn(async move {
                let command = Embedded::attach_or_start(settings).await.unwrap();
                // The one that runs PostgreSQL finishes at any time among the others.
                sleep(Duration::from_millis(number * 40)).await;
                let answer = ask(&command.owner(), "SELECT 'in'").await;
                command.stop().await.unwrap();
                answer
            })
        })
        .collect();
    for command in commands {
        assert_eq!(command.await.unwrap().unwrap(), "in");
    }
    assert_eq!(folder.postmaster(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_waits_for_its_guests_before_it_stops() {
    let folder = Folder::new();
    let host = Embedded::attach_or_start(folder.quick()).await.unwrap();
    let guest = Embedded::attach_or_start(folder.quick()).await.unwrap();
    let mut stopping = tokio::spawn(host.stop());
    assert!(timeout(Duration::from_millis(500), &mut stopping).await.is_err(), "did not wait");
    assert_eq!(ask(&guest.owner(), "SELECT 'still in'").await.unwrap(), "still in");
    guest.stop().await.unwrap();
    timeout(Duration::from_secs(10), stopping).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn a_server_waits_for_a_command() {
    let folder = Folder::new();
    let command = Embedded::attach_or_start(folder.quick()).await.unwrap();
    let server = tokio::spawn(Embedded::start(folder.quick()));
    sleep(Duration::from_millis(200)).await;
    command.stop().await.unwrap();
    server.await.unwrap().unwrap().stop().await.unwrap();
}

#[tokio::test]
async fn a_server_does_not_wait_for_ever() {
    let folder = Folder::new();
    let command = Embedded::attach_or_start(folder.quick()).await.unwrap();
    tokio::time::pause(); // Its ten seconds pass at once.
    let refusal = Embedded::start(folder.quick()).await.unwrap_err();
    tokio::time::resume();
    let ours = std::process::id();
    assert!(matches!(refusal, EmbeddedError::Busy { pid, .. } if pid == ours), "{refusal}");
    command.stop().await.unwrap();
}
