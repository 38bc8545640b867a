use chrono::{DateTime, Utc};
use doorbuster_domain::catalogue::{Price, Product, ProductStatus, Slug, Taxonomy};
use doorbuster_domain::platform::{Cursor, Limit, Page};
use sqlx::PgConnection;

use super::row::{ProductRow, select_products};
use crate::Error;

/// Which products to list.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Only products that stand here.
    pub status: ProductStatus,
    /// Only products with a discount in force.
    pub on_sale: bool,
    /// Only products that are filed under every one of these, or below it.
    pub filed: Vec<(Taxonomy, Slug)>,
}

/// Lists what `$filter` lets through: `$keyed` joins what sorts, `$after` starts behind the cursor, `$order` sorts. $6 and
/// $7 are the cursor's key and id. `$units` is for [`select_products`].
macro_rules! list_products {
    ($units:tt, $keyed:tt, $after:tt, $order:tt, $filter:expr, $cursor:expr, $limit:expr $(,)?) => {{
        let Filter { status, on_sale, filed } = $filter;
        let (kinds, slugs): (Vec<String>, Vec<String>) =
            filed.iter().map(|(kind, slug)| (kind.as_str().to_owned(), slug.as_str().to_owned())).unzip();
        let (at, id) = $cursor.map(|Cursor { at, id }| (at, id)).unzip();
        select_products!(
            $units,
            [
                $keyed
                "WHERE p.status = $1
                    AND (NOT $2::boolean OR p.price_minor > 0 AND p.id IN
                        (SELECT d.product_id FROM discounted_products(now()) d))
                    AND (cardinality($3::text[]) = 0 OR cardinality($3) = (
                        WITH RECURSIVE wanted AS (
                            SELECT t.id, w.place FROM unnest($3, $4::text[]) WITH ORDINALITY w (kind, slug, place)
                            JOIN taxa t ON t.kind = w.kind AND t.slug = w.slug
                            UNION SELECT t.id, w.place FROM wanted w JOIN taxa t ON t.parent_id = w.id
                        )
                        SELECT count(DISTINCT w.place) FROM wanted w JOIN product_taxa pt ON pt.taxon_id = w.id
                        WHERE pt.product_id = p.id)) "
                $after
                $order
                " LIMIT $5"
            ],
            status.as_str(),
            *on_sale,
            &kinds,
            &slugs,
            $limit.rows(),
            at,
            id,
        )
    }};
}

/// What a list of products answers: each with PostgreSQL's time, and a cursor by what they are sorted by.
type Products<K> = Result<Page<(Product, DateTime<Utc>), Cursor<K>>, Error>;

/// Products by when they were first shown, newest first.
///
/// # Errors
/// Only the database's.
pub async fn list_newest(
    connection: &mut PgConnection,
    filter: &Filter,
    after: Option<Cursor>,
    limit: Limit,
) -> Products<DateTime<Utc>> {
    // A draft was shown to nobody: those come by when they were made.
    let rows = list_products!(
        "0",
        "",
        "AND ($6::timestamptz IS NULL OR (coalesce(p.published_at, p.created_at), p.id) < ($6, $7::uuid)) ",
        "ORDER BY coalesce(p.published_at, p.created_at) DESC, p.id DESC",
        filter,
        after,
        limit,
    )
    .fetch_all(connection)
    .await?;
    page(rows, limit, |row| row.published_at.unwrap_or(row.created_at))
}

/// Products by name.
///
/// # Errors
/// Only the database's.
pub async fn list_by_name(
    connection: &mut PgConnection,
    filter: &Filter,
    after: Option<Cursor<String>>,
    limit: Limit,
) -> Products<String> {
    let rows = list_products!(
        "0",
        "",
        "AND ($6::text IS NULL OR (p.name, p.id) > ($6, $7::uuid)) ",
        "ORDER BY p.name, p.id",
        filter,
        after,
        limit,
    )
    .fetch_all(connection)
    .await?;
    page(rows, limit, |row| row.name.clone())
}

/// Products by what they cost now, cheapest first. Every product that may be listed is read and priced for it.
///
/// # Errors
/// Only the database's.
pub async fn list_by_price(
    connection: &mut PgConnection,
    filter: &Filter,
    after: Option<Cursor<i64>>,
    limit: Limit,
) -> Products<i64> {
    let rows = list_products!(
        "0",
        "LEFT JOIN discounted_products(now()) best ON best.product_id = p.id ",
        "AND ($6::bigint IS NULL
            OR (discounted_price(p.price_minor, coalesce(best.percent, 0)), p.id) > ($6, $7::uuid)) ",
        "ORDER BY discounted_price(p.price_minor, coalesce(best.percent, 0)), p.id",
        filter,
        after,
        limit,
    )
    .fetch_all(connection)
    .await?;
    let products = rows.into_iter().map(TryInto::try_into).collect::<Result<Vec<_>, Error>>()?;
    // The page ends where the shop says that the price is what PostgreSQL sorted by: a test compares the two.
    Ok(Page::from_rows(products, limit, |(product, now): &(Product, _)| Cursor {
        at: Price::at(product.list_price, &product.offers, *now).now.minor,
        id: product.id.0,
    }))
}

/// Products by units sold lately, most first: see [`crate::catalogue::count_best_sellers`].
///
/// # Errors
/// Only the database's.
pub async fn list_best_selling(
    connection: &mut PgConnection,
    filter: &Filter,
    after: Option<Cursor<i64>>,
    limit: Limit,
) -> Products<i64> {
    let rows = list_products!(
        "coalesce(sold.units, 0)",
        "LEFT JOIN best_sellers sold ON sold.product_id = p.id ",
        "AND ($6::bigint IS NULL OR (coalesce(sold.units, 0), p.id) < ($6, $7::uuid)) ",
        "ORDER BY coalesce(sold.units, 0) DESC, p.id DESC",
        filter,
        after,
        limit,
    )
    .fetch_all(connection)
    .await?;
    page(rows, limit, |row| row.units)
}

fn page<K>(rows: Vec<ProductRow>, limit: Limit, key: impl Fn(&ProductRow) -> K) -> Products<K> {
    let Page { items, next } =
        Page::from_rows(rows, limit, |row: &ProductRow| Cursor { at: key(row), id: row.id });
    Ok(Page { items: items.into_iter().map(TryInto::try_into).collect::<Result<_, Error>>()?, next })
}
