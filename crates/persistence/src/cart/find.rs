use chrono::{DateTime, Utc};
use doorbuster_domain::cart::{Cart, Item, UsedCode};
use doorbuster_domain::catalogue::{Image, Offer, Price};
use doorbuster_domain::promotions::Code;
use doorbuster_domain::{CartId, Currency, Money, ProductId};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::Owner;
use crate::Error;
use crate::catalogue::products::OfferJson;
use crate::promotions::CodeRow;

/// A cart with an item, or an empty one.
struct CartRow {
    cart_id: Uuid,
    now: DateTime<Utc>,
    quantity: Option<i32>,
    product_id: Option<Uuid>,
    slug: Option<String>,
    name: Option<String>,
    status: Option<String>,
    price_minor: Option<i64>,
    currency: Option<String>,
    vat_basis_points: Option<i32>,
    weight_grams: Option<i32>,
    stock: Option<i64>,
    version: Option<i64>,
    image_url: Option<String>,
    image_alt: Option<String>,
    offers: Option<Json<Vec<OfferJson>>>,
    code: Option<Json<CodeRow>>,
    used: Option<i64>,
}

/// The cart of `owner` as it is now, priced in `currency`; an empty one when there is none. What this customer's own unpaid
/// orders hold counts as in stock: a new checkout takes it over.
///
/// # Errors
/// Only the database's.
pub async fn find(connection: &mut PgConnection, owner: &Owner, currency: Currency) -> Result<Cart, Error> {
    let rows = sqlx::query_as!(
        CartRow,
        r#"SELECT c.id AS cart_id, now() AS "now!", i.quantity AS "quantity?", p.id AS "product_id?", p.slug AS "slug?",
               p.name AS "name?", p.status AS "status?", p.price_minor AS "price_minor?", p.currency AS "currency?",
               p.vat_basis_points AS "vat_basis_points?", p.weight_grams AS "weight_grams?",
               p.stock + coalesce(h.units, 0) AS stock, p.version AS "version?",
               m.url AS "image_url?", m.alt AS "image_alt?",
               (SELECT jsonb_agg(d) FROM discounts_of(p.id, now()) d) AS "offers: _",
               to_jsonb(k) AS "code: _",
               CASE WHEN k.id IS NOT NULL THEN (
                   SELECT count(*) FROM code_redemptions r
                   WHERE r.code_id = k.id AND r.released_at IS NULL AND (r.user_id = coalesce(c.user_id, c.id)
                       OR r.email = (SELECT u.email FROM users u WHERE u.id = c.user_id))
                       AND NOT EXISTS (
                           SELECT FROM checkouts o JOIN orders w ON w.id = o.order_id
                           WHERE o.order_id = r.order_id AND o.user_id = coalesce(c.user_id, c.id) AND o.open
                               AND w.status = 'pending_payment'))
               END AS used
           FROM carts c
           LEFT JOIN cart_items i ON i.cart_id = c.id
           LEFT JOIN products p ON p.id = i.product_id
           LEFT JOIN product_images m ON m.product_id = p.id AND m.position = 0
           LEFT JOIN LATERAL held_by(coalesce(c.user_id, c.id)) h ON h.product_id = p.id
           LEFT JOIN cart_codes cc ON cc.cart_id = c.id
           LEFT JOIN codes k ON k.id = cc.code_id
           WHERE c.user_id = $1 OR c.token_hash = $2
           ORDER BY i.added_at, i.product_id"#,
        owner.user(),
        owner.token(),
    )
    .fetch_all(connection)
    .await?;
    let mut cart = Cart { id: None, currency, items: Vec::new(), code: None, at: DateTime::UNIX_EPOCH };
    for mut row in rows {
        cart.id = Some(CartId(row.cart_id));
        cart.at = row.now;
        if cart.code.is_none()
            && let Some(Json(code)) = row.code.take()
        {
            let used = u32::try_from(row.used.unwrap_or_default()).unwrap_or(u32::MAX);
            cart.code = Some(UsedCode { code: Code::try_from(code)?, used });
        }
        cart.items.extend(row.item()?);
    }
    Ok(cart)
}

impl CartRow {
    /// What is in the cart; nothing when this row says that there is nothing.
    fn item(self) -> Result<Option<Item>, Error> {
        let Some(product) = self.product_id else { return Ok(None) };
        let lost = |column| Error::Corrupt(column);
        let currency = self.currency.as_deref().unwrap_or_default();
        let currency = currency.parse().map_err(|_| lost("products.currency"))?;
        let list = Money::new(self.price_minor.ok_or(lost("products.price_minor"))?, currency);
        let offers: Vec<Offer> =
            self.offers.map_or_else(Vec::new, |Json(all)| all.into_iter().map(Offer::from).collect());
        let image = self.image_url.zip(self.image_alt).map(|(url, alt)| Image { url, alt });
        let unsigned = |number: Option<i32>, column| {
            u32::try_from(number.unwrap_or(-1)).map_err(|_| Error::Corrupt(column))
        };
        Ok(Some(Item {
            product: ProductId(product),
            slug: self.slug.unwrap_or_default(),
            name: self.name.unwrap_or_default(),
            image,
            published: self.status.as_deref() == Some("published"),
            price: Price::at(list, &offers, self.now),
            vat_basis_points: unsigned(self.vat_basis_points, "products.vat_basis_points")?,
            weight_grams: unsigned(self.weight_grams, "products.weight_grams")?,
            stock: self.stock.unwrap_or_default(),
            version: self.version.unwrap_or_default(),
            quantity: unsigned(self.quantity, "cart_items.quantity")?,
        }))
    }
}
