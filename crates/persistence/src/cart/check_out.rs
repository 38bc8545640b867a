use chrono::{DateTime, Utc};
use doorbuster_domain::cart::{Cart, HOLD_SECONDS, Item, ShippingMethod, Totals};
use doorbuster_domain::identity::{Email, NewAddress};
use doorbuster_domain::orders::Idempotency;
use doorbuster_domain::promotions::CodeProblem;
use doorbuster_domain::{OrderId, ProductId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Owner;
use super::checkout::AddressJson;
use crate::Error;

/// An order to be made from a cart.
#[derive(Clone, Debug)]
pub struct CheckoutOrder<'a> {
    /// Its fresh id.
    pub id: OrderId,
    /// The cart as it was read. Every item of it counts.
    pub cart: &'a Cart,
    /// What it costs, with shipping.
    pub totals: &'a Totals,
    /// Where the customer is reached.
    pub email: &'a Email,
    /// Where it goes.
    pub address: &'a NewAddress,
    /// How it travels.
    pub method: ShippingMethod,
    /// The request.
    pub idempotency: Idempotency,
}

/// An order that was placed, durably.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Whose it is: the account, or the guest.
    pub user: UserId,
    /// When, by PostgreSQL's clock.
    pub placed_at: DateTime<Utc>,
    /// Until when its units are held.
    pub pay_by: DateTime<Utc>,
}

/// A product of which there is less than was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// Which one.
    pub product: ProductId,
    /// How many units there are.
    pub available: i64,
}

/// What became of a checkout. Whatever it is but placed: nothing has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The order is placed.
    Placed(Placed),
    /// The same key and body had placed this one.
    Replayed(OrderId),
    /// The key had placed this one with another body.
    Mismatch(OrderId),
    /// An earlier checkout is being paid at this moment.
    Paying(OrderId),
    /// The cart, a product or the code is not what was read: read again.
    Changed,
    /// There is not enough of these.
    Short(Vec<Short>),
    /// The code takes nothing off any more.
    Code(CodeProblem),
}

/// Places an order: one call, one transaction, one round trip. See `check_out` in the migrations.
///
/// # Errors
/// Only the database's.
pub async fn check_out(
    connection: &mut PgConnection,
    owner: &Owner,
    order: &CheckoutOrder<'_>,
) -> Result<Verdict, Error> {
    let CheckoutOrder { id, cart, totals, email, address, method, idempotency } = order;
    let items = &cart.items;
    let products: Vec<Uuid> = items.iter().map(|item| item.product.0).collect();
    let quantities: Vec<i32> =
        items.iter().map(|item| i32::try_from(item.quantity).unwrap_or(i32::MAX)).collect();
    let versions: Vec<i64> = items.iter().map(|item| item.version).collect();
    let names: Vec<String> = items.iter().map(|item| item.name.clone()).collect();
    let lists: Vec<i64> = items.iter().map(|item| item.price.list.minor).collect();
    let units: Vec<i64> = items.iter().map(|item| item.price.now.minor).collect();
    let discounts: Vec<i64> = totals.lines.iter().map(|line| line.discount.minor).collect();
    let rates: Vec<i32> = items.iter().map(rate).collect();
    let code = cart.code.as_ref().map(|used| &used.code);
    let address = serde_json::to_value(AddressJson::from((*address).clone()))
        .map_err(|_| Error::Corrupt("checkouts.shipping_address"))?;
    let row = sqlx::query!(
        r#"SELECT verdict AS "verdict!", about, reason, placed_at, pay_by, short, available
           FROM check_out($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
               $22, $23)"#,
        id.0,
        owner.user(),
        owner.token(),
        idempotency.key.0.as_slice(),
        idempotency.body.0.as_slice(),
        &products,
        &quantities,
        &versions,
        &names,
        &lists,
        &units,
        &discounts,
        &rates,
        totals.discount.minor,
        totals.shipping.map(|shipping| shipping.minor).unwrap_or_default(),
        totals.total.minor,
        cart.currency.as_str(),
        HOLD_SECONDS,
        email.as_str(),
        address,
        method.as_str(),
        code.map(|code| code.id.0),
        code.map(|code| code.version),
    )
    .fetch_one(connection)
    .await?;
    let about = row.about.map(OrderId).ok_or(Error::Corrupt("check_out.about"));
    Ok(match row.verdict.as_str() {
        "placed" => {
            let (placed_at, pay_by) =
                row.placed_at.zip(row.pay_by).ok_or(Error::Corrupt("check_out.placed_at"))?;
            let guest = cart.id.map(|cart| UserId(cart.0)).ok_or(Error::Corrupt("carts.id"))?;
            let user = owner.user().map_or(guest, UserId);
            Verdict::Placed(Placed { user, placed_at, pay_by })
        }
        "replayed" => Verdict::Replayed(about?),
        "mismatch" => Verdict::Mismatch(about?),
        "paying" => Verdict::Paying(about?),
        "changed" => Verdict::Changed,
        "short" => {
            let short = row.short.unwrap_or_default().into_iter().zip(row.available.unwrap_or_default());
            Verdict::Short(
                short.map(|(product, available)| Short { product: ProductId(product), available }).collect(),
            )
        }
        "code" => Verdict::Code(match row.reason.as_deref() {
            Some("over") => CodeProblem::Over,
            Some("not_started") => CodeProblem::NotStarted,
            Some("used_up") => CodeProblem::UsedUp,
            Some("customer_limit") => CodeProblem::CustomerLimit,
            _ => return Err(Error::Corrupt("check_out.reason")),
        }),
        _ => return Err(Error::Corrupt("check_out.verdict")),
    })
}

fn rate(item: &Item) -> i32 {
    i32::try_from(item.vat_basis_points).unwrap_or(i32::MAX)
}

/// The order that an earlier checkout of this cart made under the same key, and whether it was the same request: a customer
/// whose 201 was lost must find it, whatever became of the cart since.
///
/// # Errors
/// Only the database's.
pub async fn by_key(
    connection: &mut PgConnection,
    owner: &Owner,
    idempotency: &Idempotency,
) -> Result<Option<Verdict>, Error> {
    let row = sqlx::query!(
        "SELECT k.order_id, k.idempotency_body FROM carts c JOIN checkouts k ON k.cart_id = c.id
         WHERE (c.user_id = $1 OR c.token_hash = $2) AND k.idempotency_key = $3",
        owner.user(),
        owner.token(),
        idempotency.key.0.as_slice(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| {
        let order = OrderId(row.order_id);
        if row.idempotency_body == idempotency.body.0 {
            Verdict::Replayed(order)
        } else {
            Verdict::Mismatch(order)
        }
    }))
}
