use doorbuster_domain::identity::NewAddress;
use serde::Deserialize;

use crate::problem::ApiError;

/// Where something can be sent.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAddress)]
pub(super) struct AddressBody {
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
    /// Whether it is offered first. The first address of a book is, whatever this says; an address stays the default
    /// until another becomes it.
    #[serde(default)]
    is_default: bool,
}

impl AddressBody {
    pub(super) fn check(self) -> Result<NewAddress, ApiError> {
        let Self { name, company, line1, line2, postal_code, city, country, phone, is_default } = self;
        let new = NewAddress { name, company, line1, line2, postal_code, city, country, phone, is_default };
        new.check().map_err(|errors| {
            ApiError::mistakes(errors.into_iter().map(|error| (error.pointer(), error.to_string())))
        })
    }
}
