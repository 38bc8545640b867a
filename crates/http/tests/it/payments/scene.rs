use std::time::Duration;

use doorbuster_testkit::stripe::StripeEmulator;
use doorbuster_testkit::{Person, Shop, ShopBuilder};

/// How every test of payments begins: a shop that is paid with Stripe, and a customer's order of the only unit that waits
/// for its payment.
pub(super) struct Scene {
    pub(super) stripe: StripeEmulator,
    pub(super) shop: Shop,
    pub(super) customer: Person,
    pub(super) order: String,
}

impl Scene {
    /// In a shop that waits for Stripe this long, and where nothing happens by itself.
    pub(super) async fn quiet(patience: Duration) -> Self {
        Self::of(Shop::builder().without_tasks(), patience).await
    }

    /// In a shop that sweeps, captures and reconciles as one does.
    pub(super) async fn alive(patience: Duration) -> Self {
        Self::of(Shop::builder(), patience).await
    }

    async fn of(builder: ShopBuilder, patience: Duration) -> Self {
        let stripe = StripeEmulator::start();
        let shop = builder.stripe(&stripe, patience).start().await;
        let sale = shop.live_sale(1).await;
        let customer = shop.customer().await;
        let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
        Self { stripe, shop, customer, order }
    }
}
