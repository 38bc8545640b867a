use doorbuster_domain::catalogue::{Image, Taxonomy};
use doorbuster_domain::{ProductId, TaxonId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// Why a product is not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Another product has this slug.
    #[error("another product has this slug")]
    SlugTaken,
    /// A taxon that it was to be filed under does not exist or is archived.
    #[error("there is no such {}", .0.as_str())]
    UnknownTaxon(Taxonomy),
    /// A picture of ours that it was to show was never uploaded, or was swept.
    #[error("there is no such picture")]
    UnknownImage,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for WriteError {
    fn from(error: E) -> Self {
        let error = error.into();
        match error.constraint() {
            Some("products_slug_unique") => Self::SlugTaken,
            Some("product_images_kept") => Self::UnknownImage,
            _ => Self::Storage(error),
        }
    }
}

/// Gives a product that has no pictures these, in this order.
pub(super) async fn add_images(
    connection: &mut PgConnection,
    product: ProductId,
    images: &[Image],
) -> Result<(), Error> {
    let (urls, alts): (Vec<String>, Vec<String>) =
        images.iter().map(|image| (image.url.clone(), image.alt.clone())).unzip();
    sqlx::query!(
        "INSERT INTO product_images (product_id, position, url, alt)
         SELECT $1, i.place - 1, i.url, i.alt FROM unnest($2::text[], $3::text[]) WITH ORDINALITY i (url, alt, place)",
        product.0,
        &urls,
        &alts,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Files a product under these taxa besides those that it has.
pub(super) async fn file_under(
    connection: &mut PgConnection,
    product: ProductId,
    taxa: &[(Taxonomy, TaxonId)],
) -> Result<(), WriteError> {
    let (kinds, ids): (Vec<String>, Vec<Uuid>) =
        taxa.iter().map(|(kind, id)| (kind.as_str().to_owned(), id.0)).unzip();
    let filed = sqlx::query_scalar!(
        "INSERT INTO product_taxa (product_id, taxon_id, kind)
         SELECT $1, t.id, t.kind FROM unnest($2::uuid[], $3::text[]) wanted (id, kind)
         JOIN taxa t ON t.id = wanted.id AND t.kind = wanted.kind AND NOT t.archived
         RETURNING taxon_id",
        product.0,
        &ids,
        &kinds,
    )
    .fetch_all(connection)
    .await?;
    match taxa.iter().find(|(_, id)| !filed.contains(&id.0)) {
        Some((kind, _)) => Err(WriteError::UnknownTaxon(*kind)),
        None => Ok(()),
    }
}
