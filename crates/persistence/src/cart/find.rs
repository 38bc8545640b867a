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
        r#"SELECT cart_id AS "cart_id!", read_at AS "now!", quantity, product_id, slug, name, status, price_minor, currency,
               vat_basis_points, weight_grams, stock, version, image_url, image_alt, offers AS "offers: _", code AS "code: _",
               used
           FROM read_cart($1, $2)"#,
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
