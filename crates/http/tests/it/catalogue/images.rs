use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use doorbuster_domain::identity::Role;
use doorbuster_engine::catalogue::images::{Swept, keep_drawing, sweep_images};
use doorbuster_gateways::storage::{ObjectStorage, Objects, StorageError};
use doorbuster_testkit::s3::S3Server;
use doorbuster_testkit::{Answer, Shop};
use futures::future::{BoxFuture, FutureExt as _, join_all};
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Executor as _};

use super::{Backoffice, pointers, product, with};

/// A PNG of this size; another `shade` is another picture.
fn png(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    RgbImage::from_pixel(width, height, Rgb([shade, 90, 40])).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

/// A form with one part.
fn form(name: &str, kind: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.png\"\r\nContent-Type: {kind}\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n--edge--\r\n"].concat()
}

impl Backoffice {
    async fn send_form(&self, body: Vec<u8>) -> Answer {
        let request = self.shop.post("/api/v1/images").bearer(&self.staff.token);
        request.header("content-type", "multipart/form-data; boundary=edge").raw(body).send().await
    }

    async fn upload(&self, content: &[u8]) -> Answer {
        self.send_form(form("file", "image/png", content)).await
    }

    /// The address of a picture that this shop keeps.
    async fn picture(&self, shade: u8) -> String {
        self.upload(&png(20, 10, shade)).await.assert_status(201).text("/url").to_owned()
    }

    async fn run(&self, sql: &str) {
        self.shop.sql().await.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
    }

    /// A day later, as far as pictures know.
    async fn a_day_passes(&self) {
        self.run("UPDATE images SET wanted_at = wanted_at - interval '25 hours'").await;
        self.run("UPDATE image_garbage SET noted_at = noted_at - interval '25 hours', claimed_at = claimed_at - interval '25 hours'").await;
    }

    async fn sweep(&self) -> Swept {
        sweep_images(&self.shop.engine).await.unwrap()
    }

    async fn status_of(&self, url: &str) -> u16 {
        self.shop.get(url).send().await.status.as_u16()
    }
}

fn shows(url: &str) -> Value {
    json!({"images": [{"url": url, "alt": "A brown field"}]})
}

#[tokio::test]
async fn an_upload_is_shown_in_every_size() {
    let office = Backoffice::open().await;
    let uploaded = office.upload(&png(2000, 1500, 1)).await.assert_status(201);
    let url = uploaded.text("/url").to_owned();
    assert!(url.ends_with("-1600x1200.jpg"), "{url}");
    assert_eq!(uploaded.field("location"), url);
    let name = url.strip_suffix("1600x1200.jpg").unwrap();
    let srcset = |ending| {
        let sizes = [("160x120", 160), ("640x480", 640), ("1600x1200", 1600)];
        sizes.map(|(size, width)| format!("{name}{size}.{ending} {width}w")).join(", ")
    };
    let picture = json!({
        "url": url, "width": 1600, "height": 1200,
        "sources": [{"type": "image/webp", "srcset": srcset("webp")}, {"type": "image/jpeg", "srcset": srcset("jpg")}],
    });
    assert_eq!(uploaded.json, picture);

    office.made("products", &with(product("field"), &shows(&url))).await;
    let shown = office.look("products/field").await.assert_status(200);
    assert_eq!(shown.json["images"], json!([with(picture.clone(), &json!({"alt": "A brown field"}))]));
    let banner =
        json!({"title": "Field", "link": "/", "starts_at": "2020-01-01T00:00:00Z", "image_url": url});
    office.made("banners", &banner).await;
    let banners = office.look("banners").await.assert_status(200);
    assert_eq!(banners.json["items"][0]["image"], picture);
    // What is not ours has no sizes.
    office.made("products", &with(product("elsewhere"), &shows("https://a.test/a.jpg"))).await;
    let elsewhere = office.look("products/elsewhere").await;
    let expected = json!({"url": "https://a.test/a.jpg", "alt": "A brown field", "width": null, "height": null, "sources": []});
    assert_eq!(elsewhere.json["images"][0], expected);

    let mut lengths = Vec::new();
    for (file, kind) in [
        (url.clone(), "image/jpeg"),
        (format!("{name}640x480.jpg"), "image/jpeg"),
        (format!("{name}160x120.webp"), "image/webp"),
    ] {
        let answer = office.shop.get(&file).send().await.assert_status(200);
        assert_eq!(answer.field("content-type"), kind);
        assert_eq!(answer.field("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.field("x-content-type-options"), "nosniff");
        let size = image::load_from_memory(&answer.body).unwrap();
        assert!(file.contains(&format!("{}x{}", size.width(), size.height())), "{file}");
        lengths.push(answer.body.len());
        let etag = answer.field("etag").to_owned();
        let again = office.shop.get(&file).header("if-none-match", &format!("W/\"x\", {etag}")).send().await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
        assert_eq!(again.field("cache-control"), "public, max-age=31536000, immutable");
    }
    assert!(lengths.is_sorted_by(|larger, smaller| larger > smaller), "{lengths:?}");
}

#[tokio::test]
async fn what_is_no_picture_for_the_shop_is_refused() {
    let office = Backoffice::open().await;
    let good = png(20, 10, 1);
    for (kind, content) in [
        ("image/png", &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..]),
        ("image/jpeg", &good),
        ("image/png", &good[..good.len() / 2]),
        ("image/png", b""),
    ] {
        office.send_form(form("file", kind, content)).await.assert_problem(422, "invalid_image");
    }
    // 30,000 × 30,000 by its header.
    let mut huge = good.clone();
    huge[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let crc = [0xE9, 0x45, 0x6F, 0xED];
    huge[29..33].copy_from_slice(&crc);
    let refused = office.upload(&huge).await.assert_problem(422, "invalid_image");
    assert!(refused.text("/detail").contains("30000 × 30000"), "{}", refused.json);

    let missing =
        office.send_form(form("picture", "image/png", &good)).await.assert_problem(422, "validation");
    assert_eq!(pointers(&missing), ["/file"]);
    let broken = office.send_form(form("file", "image/png", &good)[..100].to_vec()).await;
    broken.assert_problem(422, "validation");
    office.make("images", &json!({})).await.assert_problem(415, "unsupported_media_type");
    for length in [10 * 1024 * 1024 + 1, 11 * 1024 * 1024] {
        office.upload(&vec![0; length]).await.assert_problem(413, "body_too_large");
    }
    let nobody =
        office.shop.post("/api/v1/images").header("content-type", "multipart/form-data; boundary=edge");
    nobody.raw(form("file", "image/png", &good)).send().await.assert_problem(401, "unauthenticated");
    let customer = office.shop.person(Role::Customer).await;
    let forbidden = office.shop.post("/api/v1/images").bearer(&customer.token);
    forbidden.send().await.assert_problem(403, "forbidden");
    assert_eq!(office.sweep().await, Swept::default(), "nothing was kept");
}

#[tokio::test]
async fn only_pictures_that_were_uploaded_are_referred_to() {
    let office = Backoffice::open().await;
    let never = format!("/images/{}-20x10.jpg", "0".repeat(32));
    let refused = office.make("products", &with(product("a"), &shows(&never))).await;
    assert_eq!(pointers(&refused.assert_problem(422, "validation")), ["/images"]);
    let banner =
        json!({"title": "A", "link": "/", "starts_at": "2020-01-01T00:00:00Z", "image_url": "/images/a.svg"});
    let refused = office.make("banners", &banner).await;
    assert_eq!(pointers(&refused.assert_problem(422, "validation")), ["/image_url"]);
    // Pages send back what they were answered: the sizes are not theirs to say.
    let sizes = json!({"images": [{"url": "/a.svg", "alt": "", "width": 3}]});
    let refused = office.make("products", &with(product("a"), &sizes)).await;
    assert_eq!(pointers(&refused.assert_problem(422, "validation")), ["/images/0/width"]);
    for name in ["..%2f..%2fetc%2fpasswd", "a.jpg", &format!("{}-1x1.png", "0".repeat(32)), &never[8..]] {
        office.shop.get(&format!("/images/{name}")).send().await.assert_problem(404, "not_found");
    }
}

#[tokio::test]
async fn what_nobody_uses_for_a_day_is_swept() {
    let office = Backoffice::open().await;
    let [unused, used, dropped, on_banner] =
        [office.picture(1).await, office.picture(2).await, office.picture(3).await, office.picture(4).await];
    office.made("products", &with(product("used"), &shows(&used))).await;
    office.made("products", &with(product("dropped"), &shows(&dropped))).await;
    let banner =
        json!({"title": "B", "link": "/", "starts_at": "2020-01-01T00:00:00Z", "image_url": on_banner});
    office.made("banners", &banner).await;
    assert_eq!(office.sweep().await, Swept::default(), "everything is fresh");

    office.a_day_passes().await;
    // Who lets go of a picture after a day has another day to want it back.
    office.edit("products/dropped", "\"1\"", &json!({"images": []})).await.assert_status(200);
    assert_eq!(office.sweep().await, Swept { discarded: 1, deleted: 1 });
    let statuses = join_all([&unused, &used, &dropped, &on_banner].map(|url| office.status_of(url))).await;
    assert_eq!(statuses, [404, 200, 200, 200]);
    let webp = unused.replace(".jpg", ".webp");
    assert_eq!(office.status_of(&webp).await, 404, "all its files");

    office.edit("products/dropped", "\"2\"", &shows(&dropped)).await.assert_status(200);
    office.a_day_passes().await;
    assert_eq!(office.sweep().await, Swept::default(), "it is used again");
    office.edit("products/dropped", "\"3\"", &json!({"images": []})).await.assert_status(200);
    office.a_day_passes().await;
    assert_eq!(office.sweep().await, Swept { discarded: 1, deleted: 1 });
    // The same file again is the same picture again.
    assert_eq!(office.picture(1).await, unused);
    assert_eq!(office.status_of(&unused).await, 200);
    office.shop.audit().await;
}

/// A store that can be told to fail, as one that is away.
struct Flaky {
    objects: Objects,
    away: AtomicBool,
}

impl Flaky {
    fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::Relaxed);
    }

    fn there(&self) -> Result<(), StorageError> {
        if self.away.load(Ordering::Relaxed) {
            return Err(StorageError::new("away"));
        }
        Ok(())
    }
}

impl ObjectStorage for Flaky {
    fn put<'a>(&'a self, name: &'a str, content: Bytes) -> BoxFuture<'a, Result<(), StorageError>> {
        async move {
            // The smallest form comes last: all others are stored by then.
            if content.len() < 1_000 && name.contains("-160x") {
                self.there()?;
            }
            self.objects.put(name, content).await
        }
        .boxed()
    }

    fn get<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Option<Bytes>, StorageError>> {
        self.objects.get(name)
    }

    fn delete<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), StorageError>> {
        async move {
            self.there()?;
            self.objects.delete(name).await
        }
        .boxed()
    }
}

#[tokio::test]
async fn an_upload_that_is_cut_short_leaves_only_what_is_swept() {
    let store = Arc::new(Flaky { objects: Objects::in_memory(), away: AtomicBool::new(true) });
    let shop = Shop::builder().storage(Arc::clone(&store)).start().await;
    let staff = shop.person(Role::Staff).await;
    let office = Backoffice { shop, staff };
    let content = png(800, 400, 1);
    let cut_short = office.upload(&content).await.assert_problem(503, "unavailable");
    assert!(cut_short.headers.contains_key("retry-after"));

    // Part of it is in the store, and nobody may refer to it.
    store.set_away(false);
    let url = office.upload(&content).await.assert_status(201).text("/url").to_owned();
    office.a_day_passes().await;
    store.set_away(true);
    assert_eq!(office.sweep().await, Swept { discarded: 1, deleted: 0 }, "the store is away");
    assert_eq!(office.status_of(&url).await, 200);
    // While somebody deletes it, nobody stores it.
    office.upload(&content).await.assert_problem(503, "busy");
    let refused = office.make("products", &with(product("late"), &shows(&url))).await;
    refused.assert_problem(422, "validation");
    // Who claimed it has died; the next one finds it.
    store.set_away(false);
    office.a_day_passes().await;
    assert_eq!(office.sweep().await, Swept { discarded: 0, deleted: 1 });
    assert_eq!(office.status_of(&url).await, 404);

    // Without a second try it is found too.
    store.set_away(true);
    office.upload(&content).await.assert_problem(503, "unavailable");
    assert_eq!(office.status_of(&url).await, 200, "its largest form was stored");
    store.set_away(false);
    assert_eq!(office.sweep().await, Swept::default(), "an upload may go on for an hour");
    office.a_day_passes().await;
    assert_eq!(office.sweep().await, Swept { discarded: 0, deleted: 1 });
    assert_eq!(office.status_of(&url).await, 404);
}

/// Whoever is first, a product never shows what is gone.
#[tokio::test]
async fn nobody_sweeps_what_somebody_begins_to_use() {
    let office = Backoffice::open().await;
    let mut swept = 0;
    for round in 0..20_u8 {
        let url = office.picture(round).await;
        office.a_day_passes().await;
        let name = format!("p{round}");
        let body = with(product(&name), &shows(&url));
        let (made, sweep) = tokio::join!(office.make("products", &body), sweep_images(&office.shop.engine));
        let there = office.status_of(&url).await;
        match made.status.as_u16() {
            201 => assert_eq!(there, 200, "shown, so kept"),
            422 => {
                swept += 1;
                assert_eq!((there, sweep.unwrap().deleted), (404, 1), "swept, so refused");
            }
            other => panic!("{other}: {}", made.json),
        }
    }
    println!("{swept} of 20 were swept first");
    office.shop.audit().await;
}

#[tokio::test]
async fn the_same_file_by_many_is_one_picture() {
    let office = Backoffice::open().await;
    let content = png(700, 300, 9);
    let answers = join_all((0..8).map(|_| office.upload(&content))).await;
    let urls: Vec<_> =
        answers.into_iter().map(|answer| answer.assert_status(201).text("/url").to_owned()).collect();
    assert!(urls.windows(2).all(|pair| pair[0] == pair[1]), "{urls:?}");
    office.a_day_passes().await;
    assert_eq!(office.sweep().await, Swept { discarded: 1, deleted: 1 });
}

#[tokio::test]
async fn more_uploads_than_may_wait_are_asked_to_come_again() {
    let office = Backoffice::open().await;
    let pictures: Vec<_> = (0..24).map(|shade| png(320, 240, shade)).collect();
    let answers = join_all(pictures.iter().map(|picture| office.upload(picture))).await;
    let busy = answers.iter().filter(|answer| answer.status == 503);
    for answer in busy.clone() {
        answer.clone().assert_problem(503, "busy");
    }
    assert!((1..24).contains(&busy.count()));
    assert!(answers.iter().all(|answer| [201, 503].contains(&answer.status.as_u16())));
}

#[tokio::test]
async fn pictures_in_a_real_s3() {
    let server = S3Server::start();
    let shop = Shop::builder().storage(Arc::new(server.objects("shop"))).start().await;
    let staff = shop.person(Role::Staff).await;
    let office = Backoffice { shop, staff };
    let url = office.upload(&png(700, 300, 9)).await.assert_status(201).text("/url").to_owned();
    let name = url.strip_prefix("/images/").unwrap();
    assert!(server.objects("shop").get(name).await.unwrap().is_some());
    assert_eq!(office.status_of(&url).await, 200);
    office.a_day_passes().await;
    assert_eq!(office.sweep().await, Swept { discarded: 1, deleted: 1 });
    assert_eq!(server.objects("shop").get(name).await, Ok(None));
    assert_eq!(office.status_of(&url).await, 404);
}

#[tokio::test]
async fn drawings_of_the_shop_are_inert() {
    let office = Backoffice::open().await;
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 12 9\"/>";
    let picture = keep_drawing(&office.shop.engine, svg.to_owned(), 1200, 900).await.unwrap();
    office.made("products", &with(product("drawn"), &shows(&picture.url()))).await;
    let shown = office.look("products/drawn").await;
    let image = &shown.json["images"][0];
    assert_eq!(
        (&image["width"], &image["height"], &image["sources"]),
        (&json!(1200), &json!(900), &json!([]))
    );
    let file = office.shop.get(&picture.url()).send().await.assert_status(200);
    assert_eq!(file.field("content-type"), "image/svg+xml");
    assert!(file.field("content-security-policy").starts_with("default-src 'none'"));
    assert!(file.field("content-security-policy").contains("sandbox"));
    assert_eq!(file.body, svg);
}
