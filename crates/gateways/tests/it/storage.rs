//! The same promises from a folder and from a real S3.

use bytes::Bytes;
use doorbuster_gateways::storage::{ObjectStorage as _, Objects, StorageUrl};
use doorbuster_testkit::s3::S3Server;

const NAME: &str = "00000000000000000000000000000007-160x120.jpg";

async fn keeps_its_promises(objects: &Objects) {
    assert_eq!(objects.get(NAME).await, Ok(None));
    assert_eq!(objects.delete(NAME).await, Ok(()), "there is nothing to delete, which is fine");
    for content in ["first", "second"] {
        objects.put(NAME, Bytes::from_static(content.as_bytes())).await.unwrap();
        assert_eq!(objects.get(NAME).await, Ok(Some(Bytes::from_static(content.as_bytes()))));
    }
    let large = Bytes::from(vec![7; 3_000_000]);
    objects.put("large", large.clone()).await.unwrap();
    assert_eq!(objects.get("large").await, Ok(Some(large)));
    objects.delete(NAME).await.unwrap();
    assert_eq!(objects.get(NAME).await, Ok(None));
}

#[tokio::test]
async fn a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let images = folder.path().join("deep/images");
    let url: StorageUrl = format!("file://{}", images.display()).parse().unwrap();
    let objects = Objects::at(&url, None).unwrap();
    keeps_its_promises(&objects).await;
    assert!(images.join("large").is_file());
    // Whatever a name says, nothing outside of the folder is reached.
    objects.put("../outside", Bytes::from_static(b"x")).await.ok();
    assert!(!folder.path().join("deep/outside").exists());
}

#[tokio::test]
async fn an_s3() {
    let server = S3Server::start();
    let objects = server.objects("pictures");
    keeps_its_promises(&objects).await;
    assert_eq!(server.objects("others").get("large").await, Ok(None), "prefixes keep shops apart");
    drop(server);
    let away = objects.get("large").await.unwrap_err();
    assert!(away.to_string().starts_with("the object storage: "), "{away}");
}
