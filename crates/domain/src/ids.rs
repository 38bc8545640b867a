use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One newtype per entity, so that a sale's id cannot be handed in where an order's is meant.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
        )]
        #[serde(transparent)]
        #[schema(value_type = Uuid)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// An account: customer, staff or admin.
    UserId
);
id!(
    /// One sign-in of a user on one device: the family of its refresh tokens.
    SessionId
);
id!(
    /// An entry of somebody's address book.
    AddressId
);
id!(
    /// A product of the catalogue.
    ProductId
);
id!(
    /// A flash sale: one product, one price, one window, a fixed number of units.
    SaleId
);
id!(
    /// An order. UUIDv7, so ids of one batch are neighbours in the primary key.
    OrderId
);
id!(
    /// One attempt to pay an order.
    PaymentId
);
id!(
    /// A parcel that carries an order, or a part of it.
    ShipmentId
);
id!(
    /// One refund of a payment, whole or in part.
    RefundId
);
id!(
    /// Something that a customer sends back, or wants to.
    ReturnId
);
id!(
    /// What a customer says about something they bought.
    ReviewId
);
id!(
    /// A brand, a region, a category or a tag.
    TaxonId
);
id!(
    /// A discount of the catalogue.
    DiscountId
);
id!(
    /// A banner of the home page.
    BannerId
);
id!(
    /// What somebody means to buy. A guest's cart is the guest: their orders carry its id.
    CartId
);
id!(
    /// A discount code.
    CodeId
);
id!(
    /// An invoice or a credit note.
    InvoiceId
);
id!(
    /// An endpoint to which events are sent.
    WebhookId
);
id!(
    /// One event on its way to one endpoint.
    WebhookDeliveryId
);
