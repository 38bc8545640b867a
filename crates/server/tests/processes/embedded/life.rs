//! Starting, stopping, and what is inside.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use doorbuster_server::embedded::{Embedded, EmbeddedError, Settings};

use super::{Folder, ask, eventually, exists, is_alive, is_root, run};
use std::time::Duration;

#[tokio::test]
async fn what_was_written_is_there_after_a_restart() {
    let folder = Folder::new();
    let first = Embedded::start(Settings::new(&folder.data_dir)).await.unwrap();
    run(&first.owner(), "CREATE TABLE kept AS SELECT 'yes' AS answer").await.unwrap();
    let postmaster = folder.postmaster().unwrap();
    first.stop().await.unwrap();
    assert!(!is_alive(postmaster));

    let second = Embedded::start(Settings::new(&folder.data_dir)).await.unwrap();
    assert_eq!(ask(&second.owner(), "SELECT answer FROM kept").await.unwrap(), "yes");
    second.stop().await.unwrap();
}

#[tokio::test]
async fn nothing_is_traded_for_durability_and_nobody_listens() {
    let folder = Folder::new();
    let shop = Embedded::start(Settings::new(&folder.data_dir)).await.unwrap();
    for (setting, value) in [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("listen_addresses", ""),
        ("password_encryption", "scram-sha-256"),
        ("server_encoding", "UTF8"),
    ] {
        let shown = ask(&shop.application(), &format!("SHOW {setting}")).await.unwrap();
        assert_eq!(shown, value, "{setting}");
    }
    shop.stop().await.unwrap();
}

#[tokio::test]
async fn the_application_owns_nothing() {
    let folder = Folder::new();
    let shop = Embedded::start(folder.quick()).await.unwrap();
    run(&shop.owner(), "CREATE TABLE ledger (amount int)").await.unwrap();
    for forbidden in [
        "CREATE TABLE mine (amount int)",
        "SELECT * FROM ledger",
        "DROP TABLE ledger",
        "CREATE ROLE other",
        "CREATE DATABASE other",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    ] {
        assert!(run(&shop.application(), forbidden).await.is_err(), "allowed: {forbidden}");
    }
    let wrong = shop.application().password("wrong");
    assert!(run(&wrong, "SELECT 1").await.is_err(), "any password is accepted");
    assert!(
        !format!("{shop:?}")
            .contains(&fs::read_to_string(folder.data_dir.join("postgres/passwords")).unwrap()[6..38])
    );
    shop.stop().await.unwrap();
}

#[tokio::test]
async fn only_those_who_need_it_can_enter() {
    let folder = Folder::new();
    let shop = Embedded::start(folder.quick()).await.unwrap();
    let home = folder.data_dir.join("postgres");
    let mode = |name: &str| fs::metadata(home.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("passwords"), 0o600);
    for private in ["data", "run", "log"] {
        assert_eq!(mode(private), 0o700, "{private}");
    }
    if is_root() {
        let owner = |name: &str| fs::metadata(home.join(name)).unwrap().uid();
        assert_eq!((owner(""), owner("passwords")), (0, 0), "root must not write where PostgreSQL can");
        assert_ne!(owner("data"), 0);
    }
    shop.stop().await.unwrap();
}

#[tokio::test]
async fn dropping_the_handle_stops_it_too() {
    let folder = Folder::new();
    let shop = Embedded::start(folder.quick()).await.unwrap();
    let postmaster = folder.postmaster().unwrap();
    drop(shop);
    assert!(!is_alive(postmaster));
    assert_eq!(folder.postmaster(), None, "not a clean shutdown");
}

#[tokio::test]
async fn a_server_hears_that_its_database_is_gone() {
    let folder = Folder::new();
    let shop = Embedded::start(folder.quick()).await.unwrap();
    super::kill(folder.postmaster().unwrap(), "QUIT");
    let news = tokio::time::timeout(Duration::from_secs(10), shop.ended()).await.unwrap();
    assert!(news.contains("PostgreSQL ended"), "{news}");
}

#[tokio::test]
async fn a_path_too_deep_for_a_socket_works() {
    let folder = Folder::new();
    let deep = folder.data_dir.join("a-rather-long-name-of-a-folder".repeat(3)).join("and, another");
    let settings = Settings { data_dir: deep.clone(), ..folder.quick() };
    let shop = Embedded::start(settings.clone()).await.unwrap();
    let socket_folder = shop.owner().get_socket().unwrap().clone();
    assert!(!socket_folder.starts_with(&deep), "{}", socket_folder.display());
    assert_eq!(fs::metadata(&socket_folder).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(ask(&shop.application(), "SELECT 'in'").await.unwrap(), "in");
    let guest = Embedded::attach_or_start(settings).await.unwrap();
    assert_eq!(ask(&guest.owner(), "SELECT 'in'").await.unwrap(), "in");
    guest.stop().await.unwrap();
    shop.stop().await.unwrap();
    assert!(!exists(&socket_folder), "the temporary folder stays behind");
}

#[tokio::test]
async fn lost_passwords_are_renewed() {
    let folder = Folder::new();
    Embedded::start(folder.quick()).await.unwrap().stop().await.unwrap();
    fs::remove_file(folder.data_dir.join("postgres/passwords")).unwrap();
    let shop = Embedded::start(folder.quick()).await.unwrap();
    assert_eq!(ask(&shop.application(), "SELECT 'in'").await.unwrap(), "in");
    assert_eq!(ask(&shop.owner(), "SELECT 'in'").await.unwrap(), "in");
    shop.stop().await.unwrap();
}

#[tokio::test]
async fn a_cluster_of_another_version_is_left_alone() {
    let folder = Folder::new();
    let data = folder.data_dir.join("postgres/data");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("PG_VERSION"), "9\n").unwrap();
    let refusal = Embedded::start(folder.quick()).await.unwrap_err();
    assert!(matches!(refusal, EmbeddedError::WrongVersion { needed: 9, .. }), "{refusal}");
    assert!(refusal.to_string().contains("PostgreSQL 9"), "{refusal}");
}

#[tokio::test]
async fn a_folder_without_programs_is_named() {
    let folder = Folder::new();
    let settings = Settings { binaries: Some("/nonexistent/postgres".into()), ..folder.quick() };
    let refusal = Embedded::start(settings).await.unwrap_err();
    assert!(refusal.to_string().contains("/nonexistent/postgres"), "{refusal}");
}

#[tokio::test]
async fn a_failed_start_quotes_the_log_and_leaves_nothing_running() {
    let folder = Folder::new();
    let mut settings = folder.quick();
    settings.extra.push(("shared_preload_libraries".into(), "no_such_library".into()));
    let refusal = Embedded::start(settings).await.unwrap_err().to_string();
    assert!(refusal.contains("no_such_library"), "{refusal}");
    let shop = Embedded::start(folder.quick()).await.unwrap();
    shop.stop().await.unwrap();
    eventually("no process is left", Duration::from_secs(1), || folder.postmaster().is_none());
}
