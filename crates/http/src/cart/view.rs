use doorbuster_domain::cart::{Cart, Item, ItemProblem, ShippingMethod, Totals, UsedCode, Vat, Zone};
use doorbuster_domain::catalogue::Price;
use doorbuster_domain::promotions::{Code, CodeProblem, CodeValue};
use doorbuster_domain::{Money, ProductId};
use serde::Serialize;

use crate::catalogue::ImageView;
use crate::problem::ApiError;

/// What somebody means to buy, as it is now. Nothing is held by a cart.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Cart)]
pub(super) struct CartView {
    /// What is in it, first put in first.
    items: Vec<CartItemView>,
    /// Units that count: those out of stock or not sold any more do not, nor do they cost anything.
    #[schema(example = 2)]
    count: u64,
    /// Σ items that count.
    subtotal: Money,
    /// The code that was entered.
    code: Option<CartCodeView>,
    /// What the code takes off.
    discount: Money,
    /// How it could travel to the country that was asked for; empty without one.
    shipping_options: Vec<ShippingOptionView>,
    /// What the parcel costs, when country and method were said.
    shipping: Option<Money>,
    /// VAT contained in the total, per rate.
    vat: Vec<VatView>,
    /// Subtotal − discount + shipping.
    total: Money,
}

/// A product in a cart.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CartItem)]
struct CartItemView {
    /// The product.
    product: CartProductView,
    /// How many units.
    #[schema(example = 2)]
    quantity: u32,
    /// What a unit costs without the discount, to be struck; null when there is none.
    list_price: Option<Money>,
    /// What a unit costs now.
    unit_price: Money,
    /// Unit price × quantity.
    total: Money,
    /// Units in stock. What your own unpaid order holds is among them.
    #[schema(example = 17)]
    available: i64,
    /// Why it cannot be bought as it is.
    problem: Option<ItemProblem>,
}

/// A product, as a cart shows it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CartProduct)]
struct CartProductView {
    /// Its id.
    id: ProductId,
    /// Its address.
    #[schema(example = "ember-kettle")]
    slug: String,
    /// What it is called.
    #[schema(example = "Ember gooseneck kettle")]
    name: String,
    /// Its main picture.
    image: Option<ImageView>,
}

/// A discount code on a cart.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CartCode)]
struct CartCodeView {
    /// What was typed, tidied up.
    #[schema(example = "WELCOME10")]
    code: String,
    /// What it is called.
    #[schema(example = "Welcome to the shop")]
    title: String,
    /// Percent off the goods; null when it is an amount.
    #[schema(example = 10)]
    percent: Option<u8>,
    /// Off the goods; null when it is a percentage.
    amount: Option<Money>,
    /// What the goods must cost.
    minimum: Option<Money>,
    /// Why it takes nothing off.
    problem: Option<CodeProblem>,
}

/// A way for the parcel.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ShippingOption)]
struct ShippingOptionView {
    /// How it travels.
    method: ShippingMethod,
    /// For people.
    #[schema(example = "Standard")]
    name: &'static str,
    /// Least days.
    #[schema(example = 2)]
    days_min: u8,
    /// Most days.
    #[schema(example = 6)]
    days_max: u8,
    /// What this cart costs that way.
    price: Money,
}

/// VAT contained in a total, at one rate.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Vat)]
pub struct VatView {
    /// The rate in hundredths of a percent: 2000 is 20 %.
    #[schema(example = 2000)]
    pub basis_points: u32,
    /// How much, rounded half up.
    pub amount: Money,
}

impl CartView {
    /// The cart, sent to `country` by `method` as far as they were said.
    pub(super) fn of(
        cart: Cart,
        country: Option<&str>,
        method: Option<ShippingMethod>,
    ) -> Result<Self, ApiError> {
        let zone = country.map(Zone::of);
        let grams = cart.weight_grams();
        let price = |method: ShippingMethod, zone| Money::new(method.price(zone, grams), cart.currency);
        // An empty cart needs no parcel.
        let sent = cart.counted().next().is_some();
        let shipping = method.zip(zone).filter(|_| sent).map(|(method, zone)| price(method, zone));
        let totals = Totals::of(&cart, shipping)?;
        let shipping_options = zone.into_iter().filter(|_| sent).flat_map(|zone| {
            ShippingMethod::ALL.map(|method| {
                let (days_min, days_max) = method.days();
                let price = price(method, zone);
                ShippingOptionView { method, name: method.name(), days_min, days_max, price }
            })
        });
        let shipping_options = shipping_options.collect();
        let Totals { count, lines: _, subtotal, code_problem, discount, shipping, vat, total } = totals;
        let Cart { id: _, currency: _, items, code, at: _ } = cart;
        Ok(Self {
            items: items.into_iter().map(CartItemView::of).collect::<Result<_, _>>()?,
            count,
            subtotal,
            code: code.map(|used| CartCodeView::of(used, code_problem)),
            discount,
            shipping_options,
            shipping,
            vat: vat.into_iter().map(VatView::from).collect(),
            total,
        })
    }
}

impl CartItemView {
    fn of(item: Item) -> Result<Self, ApiError> {
        let (total, problem) = (item.total()?, item.problem());
        let Item { product: id, slug, name, image, price, stock, quantity, .. } = item;
        let Price { now, list, offer } = price;
        let product = CartProductView { id, slug, name, image: image.map(ImageView::from) };
        let list_price = offer.map(|_| list);
        Ok(Self { product, quantity, list_price, unit_price: now, total, available: stock.max(0), problem })
    }
}

impl CartCodeView {
    fn of(UsedCode { code, used: _ }: UsedCode, problem: Option<CodeProblem>) -> Self {
        let Code { code, title, value, minimum, .. } = code;
        let (percent, amount) = match value {
            CodeValue::Percent(percent) => (Some(percent), None),
            CodeValue::Amount(amount) => (None, Some(amount)),
        };
        Self { code: code.to_string(), title, percent, amount, minimum, problem }
    }
}

impl From<Vat> for VatView {
    fn from(Vat { basis_points, amount }: Vat) -> Self {
        Self { basis_points, amount }
    }
}
