use doorbuster_testkit::Shop;

/// The pages are built before this test by `cargo xtask test`; without them the shop says how to build them.
#[tokio::test]
async fn pages_and_files_are_told_apart() {
    let shop = Shop::start().await;
    let start = shop.get("/").send().await;
    let page = shop.get("/sales/some-sale").send().await;
    assert_eq!(start.status, page.status, "every page is the start page");
    assert_eq!(start.body, page.body);
    if start.status == 200 {
        assert_eq!(start.field("cache-control"), "no-cache");
        assert!(start.field("content-type").starts_with("text/html"));
        assert!(start.field("content-security-policy").contains("default-src 'self'"));
        let again = shop.get("/").header("if-none-match", start.field("etag")).send().await;
        assert_eq!(again.status, 304);
        let packed = shop.get("/").header("accept-encoding", "gzip, br").send().await;
        assert_eq!(packed.field("content-encoding"), "br");
    } else {
        assert!(String::from_utf8_lossy(&start.body).contains("npm run build"));
    }
    shop.get("/assets/none.js").send().await.assert_status(404);
    shop.get("/../Cargo.toml").send().await.assert_status(404);
    assert_eq!(shop.post("/sales/x").send().await.status, 405);
}

#[tokio::test]
async fn the_document_and_its_viewer_are_served() {
    let shop = Shop::start().await;
    let document = shop.get("/api/openapi.json").send().await.assert_status(200);
    assert_eq!(document.text("/openapi"), "3.1.0");
    let docs = shop.get("/docs/").send().await.assert_status(200);
    assert!(String::from_utf8_lossy(&docs.body).contains("swagger"));
}
