use doorbuster_domain::cart::ShippingMethod;
use doorbuster_domain::identity::NewAddress;
use doorbuster_domain::{AddressId, Money};
use serde::{Deserialize, Serialize};

use crate::problem::ApiError;

/// What to do with the cart. Prices and totals are the shop's business.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCheckout)]
pub(super) struct CheckoutBody {
    /// Where a guest is reached. An account's own address is used instead.
    #[schema(example = "ada@example.com", max_length = 254)]
    pub(super) email: Option<String>,
    /// Where it goes. Either this or `address_id`.
    pub(super) shipping_address: Option<ShippingAddressView>,
    /// An entry of the account's address book.
    pub(super) address_id: Option<AddressId>,
    /// How it travels.
    pub(super) shipping_method: ShippingMethod,
    /// The total that the customer has seen: when it is another by now, nothing is ordered.
    pub(super) expected_total: Option<Money>,
}

/// Where a parcel goes.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShippingAddress)]
pub struct ShippingAddressView {
    /// Who is there.
    #[schema(example = "Ada Lovelace", min_length = 1, max_length = 100)]
    name: String,
    /// Whose house it is.
    #[schema(example = "Analytical Engines", max_length = 100)]
    company: Option<String>,
    /// Street and number.
    #[schema(example = "12 rue des Halles", min_length = 1, max_length = 100)]
    line1: String,
    /// Floor, staircase, care of.
    #[schema(example = "3rd floor", max_length = 100)]
    line2: Option<String>,
    /// As the country writes it.
    #[schema(example = "75001", min_length = 1, max_length = 16)]
    postal_code: String,
    /// The town.
    #[schema(example = "Paris", min_length = 1, max_length = 100)]
    city: String,
    /// ISO 3166-1 alpha-2.
    #[schema(example = "FR", min_length = 2, max_length = 2)]
    country: String,
    /// Whom the carrier calls.
    #[schema(example = "+33 1 23 45 67 89", max_length = 30)]
    phone: Option<String>,
}

impl ShippingAddressView {
    pub(super) fn check(self) -> Result<NewAddress, ApiError> {
        let Self { name, company, line1, line2, postal_code, city, country, phone } = self;
        let is_default = false;
        let new = NewAddress { name, company, line1, line2, postal_code, city, country, phone, is_default };
        new.check().map_err(|errors| {
            let place = |error: doorbuster_domain::identity::AddressError| {
                (format!("/shipping_address{}", error.pointer()), error.to_string())
            };
            ApiError::mistakes(errors.into_iter().map(place))
        })
    }
}

impl From<NewAddress> for ShippingAddressView {
    fn from(address: NewAddress) -> Self {
        let NewAddress { name, company, line1, line2, postal_code, city, country, phone, is_default: _ } =
            address;
        Self { name, company, line1, line2, postal_code, city, country, phone }
    }
}
