use chrono::{DateTime, Utc};
use doorbuster_domain::AddressId;
use doorbuster_domain::identity::{Address, NewAddress};
use doorbuster_domain::platform::Page;
use serde::Serialize;

/// An entry of an address book.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Address)]
pub(super) struct AddressView {
    /// Its id.
    id: AddressId,
    /// Who is there.
    #[schema(example = "Ada Lovelace")]
    name: String,
    /// Whose house it is.
    company: Option<String>,
    /// Street and number.
    #[schema(example = "12 rue des Halles")]
    line1: String,
    /// Floor, staircase, care of.
    line2: Option<String>,
    /// As the country writes it.
    #[schema(example = "75001")]
    postal_code: String,
    /// The town.
    #[schema(example = "Paris")]
    city: String,
    /// ISO 3166-1 alpha-2.
    #[schema(example = "FR")]
    country: String,
    /// Whom the carrier calls.
    phone: Option<String>,
    /// Whether it is offered first.
    is_default: bool,
    /// When it was made.
    created_at: DateTime<Utc>,
}

/// One page of an address book.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AddressPage)]
pub(super) struct AddressesPage {
    /// The addresses, newest first.
    items: Vec<AddressView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
}

impl From<Address> for AddressView {
    fn from(entry: Address) -> Self {
        let Address { id, address, created_at } = entry;
        let NewAddress { name, company, line1, line2, postal_code, city, country, phone, is_default } =
            address;
        Self { id, name, company, line1, line2, postal_code, city, country, phone, is_default, created_at }
    }
}

impl From<Page<Address>> for AddressesPage {
    fn from(page: Page<Address>) -> Self {
        let Page { items, next } = page.map(AddressView::from);
        Self { items, next_cursor: next.map(|cursor| cursor.to_string()) }
    }
}
