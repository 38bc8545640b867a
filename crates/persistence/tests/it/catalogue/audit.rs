//! What the catalogue promises fires when the data is broken by hand, with the constraints out of the way that keep it.

use crate::broken::after;

#[tokio::test]
async fn stock_without_a_movement_is_seen() {
    assert_eq!(after(&["UPDATE products SET stock = stock + 1"]).await, ["product_stock"]);
}

/// The catalogue's own rules, with the constraints out of the way that keep them.
#[tokio::test]
async fn a_catalogue_that_cannot_be_is_seen() {
    const TAXA: &str = "INSERT INTO taxa (id, kind, slug, name) VALUES
        ('00000000-0000-0000-0000-00000000000a', 'category', 'a', 'A'),
        ('00000000-0000-0000-0000-00000000000b', 'category', 'b', 'B'),
        ('00000000-0000-0000-0000-00000000000c', 'brand', 'c', 'C'),
        ('00000000-0000-0000-0000-00000000000d', 'brand', 'd', 'D')";
    const FILED: &str = "INSERT INTO product_taxa (product_id, taxon_id, kind)
        SELECT p.id, t.id, t.kind FROM products p, taxa t WHERE t.kind = 'brand'";
    let nothing: [&str; 0] = [];
    assert_eq!(after(&[TAXA, "UPDATE taxa SET archived = true"]).await, nothing);
    let fired = after(&[TAXA, "DROP INDEX product_taxa_one", FILED]).await;
    assert_eq!(fired, ["catalogue"]);
    let cycle = "UPDATE taxa SET parent_id = CASE slug WHEN 'a' THEN '00000000-0000-0000-0000-00000000000b'
        ELSE '00000000-0000-0000-0000-00000000000a' END::uuid WHERE kind = 'category'";
    assert_eq!(after(&[TAXA, "ALTER TABLE taxa DISABLE TRIGGER taxa_tree", cycle]).await, ["catalogue"]);
    let nested = "UPDATE taxa SET parent_id = '00000000-0000-0000-0000-00000000000c' WHERE slug = 'd'";
    assert_eq!(after(&[TAXA, "ALTER TABLE taxa DROP CONSTRAINT taxa_nesting", nested]).await, ["catalogue"]);
    let unpublished = "UPDATE products SET published_at = NULL";
    let constraint = "ALTER TABLE products DROP CONSTRAINT products_published";
    assert_eq!(after(&[constraint, unpublished]).await, ["catalogue"]);
}

#[tokio::test]
async fn orphans_of_the_catalogue_are_seen() {
    for (constraint, row) in [
        (
            "ALTER TABLE product_images DROP CONSTRAINT product_images_product_id_fkey",
            "INSERT INTO product_images (product_id, position, url, alt) VALUES (gen_random_uuid(), 0, '/a.svg', '')",
        ),
        (
            "ALTER TABLE product_images DROP CONSTRAINT product_images_kept",
            "INSERT INTO product_images (product_id, position, url, alt) SELECT id, 9, '/images/a.jpg', '' FROM products",
        ),
        (
            "ALTER TABLE banners DROP CONSTRAINT banners_kept",
            "INSERT INTO banners (id, title, link, starts_at, image_url)
             VALUES (gen_random_uuid(), 'x', '/', now(), '/images/a.jpg')",
        ),
        (
            "ALTER TABLE product_taxa DROP CONSTRAINT product_taxa_taxon",
            "INSERT INTO product_taxa (product_id, taxon_id, kind) SELECT id, gen_random_uuid(), 'tag' FROM products",
        ),
        (
            "ALTER TABLE discounts DROP CONSTRAINT discounts_product",
            "INSERT INTO discounts (id, title, percent, starts_at, ends_at, product_id)
             VALUES (gen_random_uuid(), 'x', 1, now(), now() + interval '1 hour', gen_random_uuid())",
        ),
        (
            "ALTER TABLE discounts DROP CONSTRAINT discounts_taxon",
            "INSERT INTO discounts (id, title, percent, starts_at, ends_at, taxon_id)
             VALUES (gen_random_uuid(), 'x', 1, now(), now() + interval '1 hour', gen_random_uuid())",
        ),
    ] {
        assert_eq!(after(&[constraint, row]).await, ["orphans"], "{row}");
    }
}
