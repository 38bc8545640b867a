use doorbuster_domain::catalogue::{Mistake, NewTaxon, Taxonomy};
use doorbuster_domain::platform::Stale;
use doorbuster_persistence::catalogue::{ChangeStockError, banners, discounts, products, taxa};

use crate::problem::{ApiError, Code};

/// 422 that names every mistake.
pub(crate) fn mistakes(found: Vec<Mistake>) -> ApiError {
    ApiError::mistakes(found.into_iter().map(|Mistake { pointer, detail }| (pointer, detail)))
}

impl From<Stale> for ApiError {
    fn from(_: Stale) -> Self {
        Self::new(Code::PreconditionFailed, "Somebody changed it since you have seen it.")
    }
}

impl From<products::WriteError> for ApiError {
    fn from(error: products::WriteError) -> Self {
        match error {
            products::WriteError::SlugTaken => Self::new(Code::SlugTaken, "Another product has this slug."),
            products::WriteError::UnknownTaxon(kind) => {
                let pointer = match kind {
                    Taxonomy::Brand => "/brand_id",
                    Taxonomy::Region => "/region_id",
                    Taxonomy::Category => "/category_id",
                    Taxonomy::Tag => "/tag_ids",
                };
                Self::field(pointer, format!("there is no such {}, or it is archived", kind.as_str()))
            }
            products::WriteError::UnknownImage => no_such_picture("/images"),
            products::WriteError::Storage(error) => error.into(),
        }
    }
}

impl From<banners::WriteError> for ApiError {
    fn from(error: banners::WriteError) -> Self {
        match error {
            banners::WriteError::UnknownImage => no_such_picture("/image_url"),
            banners::WriteError::Storage(error) => error.into(),
        }
    }
}

fn no_such_picture(pointer: &str) -> ApiError {
    ApiError::field(
        pointer,
        "what begins with /images/ was uploaded: this was not, or was not used for a day",
    )
}

impl From<ChangeStockError> for ApiError {
    fn from(error: ChangeStockError) -> Self {
        match error {
            ChangeStockError::InsufficientStock => {
                Self::new(Code::InsufficientStock, "The product has fewer units than are to go.")
            }
            ChangeStockError::Mismatch => {
                Self::new(Code::IdempotencyMismatch, "This key was used for another change of stock.")
            }
            ChangeStockError::Storage(error) => error.into(),
        }
    }
}

impl From<taxa::WriteError> for ApiError {
    fn from(error: taxa::WriteError) -> Self {
        match error {
            taxa::WriteError::SlugTaken => {
                Self::new(Code::SlugTaken, "Another one of its kind has this slug.")
            }
            taxa::WriteError::UnknownParent => Self::field("/parent_id", "there is no such category"),
            taxa::WriteError::Cycle => Self::field("/parent_id", "a category cannot be below itself"),
            taxa::WriteError::TooDeep => {
                Self::field("/parent_id", format!("categories are at most {} levels deep", NewTaxon::DEEPEST))
            }
            taxa::WriteError::Storage(error) => error.into(),
        }
    }
}

impl From<discounts::WriteError> for ApiError {
    fn from(error: discounts::WriteError) -> Self {
        match error {
            discounts::WriteError::UnknownProduct => Self::field("/product_id", "there is no such product"),
            discounts::WriteError::UnknownTaxon => {
                Self::field("/taxon_id", "there is no such brand, region, category or tag")
            }
            discounts::WriteError::Storage(error) => error.into(),
        }
    }
}
