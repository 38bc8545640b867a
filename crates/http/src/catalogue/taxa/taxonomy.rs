/// The four operations of one taxonomy. Each is an operation of its own in the document; what they do is in
/// [`super::operations`].
macro_rules! taxonomy {
    (
        $kind:ident, $one:literal, $all_path:literal, $one_path:literal,
        $list:ident $list_summary:literal, $create:ident $create_summary:literal,
        $get:ident $get_summary:literal, $update:ident $update_summary:literal $(,)?
    ) => {
        use axum::extract::State;
        use doorbuster_domain::catalogue::{IdOrSlug, Taxonomy};

        use super::operations::{self, NewTaxonBody, TaxaQuery, TaxonUpdate};
        use super::view::{TaxaPage, TaxonView};
        use crate::App;
        use crate::catalogue::answer::Created;
        use crate::extract::{IfMatchHeader, Json, Path, Query, Tagged};
        use crate::identity::{CatalogueManage, Permitted};
        use crate::problem::{ApiError, Problem};

        #[doc = $list_summary]
        ///
        /// Public. By name; those that are archived are left out.
        #[utoipa::path(
            get, path = $all_path, tag = "catalogue", security((), ("bearer" = [])), params(TaxaQuery),
            responses((status = 200, description = "One page of them", body = TaxaPage)),
        )]
        pub(super) async fn $list(
            State(app): State<App>,
            staff: Option<Permitted<CatalogueManage>>,
            Query(query): Query<TaxaQuery>,
        ) -> Result<Json<TaxaPage>, ApiError> {
            operations::list_taxa(&app, staff.as_ref(), Taxonomy::$kind, &query).await
        }

        #[doc = $create_summary]
        ///
        /// Staff.
        #[utoipa::path(
            post, path = $all_path, tag = "catalogue", security(("bearer" = [])), request_body = NewTaxonBody,
            responses(
                (status = 201, description = "What was made", body = TaxonView, headers(
                    ("Location" = String, description = "Where it is"),
                    ("ETag" = String, description = "Counts the edits"))),
                (status = 409, description = "`slug_taken`: another one of its kind has this slug", body = Problem,
                    content_type = "application/problem+json"),
            ),
        )]
        pub(super) async fn $create(
            State(app): State<App>,
            staff: Permitted<CatalogueManage>,
            Json(body): Json<NewTaxonBody>,
        ) -> Result<Created<TaxonView>, ApiError> {
            operations::create_taxon(&app, &staff, Taxonomy::$kind, body).await
        }

        #[doc = $get_summary]
        ///
        /// Public, also when it is archived: products keep what they are filed under.
        #[utoipa::path(
            get, path = $one_path, tag = "catalogue",
            params(($one = String, Path, description = "Its slug or id", example = "kestrel")),
            responses((status = 200, description = "What it is", body = TaxonView,
                headers(("ETag" = String, description = "Counts the edits")))),
        )]
        pub(super) async fn $get(
            State(app): State<App>,
            Path(taxon): Path<IdOrSlug>,
        ) -> Result<Tagged<TaxonView>, ApiError> {
            operations::get_taxon(&app, Taxonomy::$kind, &taxon).await
        }

        #[doc = $update_summary]
        ///
        /// Staff. Nothing is ever deleted: `archived` takes it out of lists and filters and puts it back.
        #[utoipa::path(
            patch, path = $one_path, tag = "catalogue", security(("bearer" = [])), request_body = TaxonUpdate,
            params(
                ($one = String, Path, description = "Its slug or id", example = "kestrel"),
                ("If-Match" = String, Header, description = "Its `ETag` as you have seen it", example = "\"1\""),
            ),
            responses(
                (status = 200, description = "As it is now", body = TaxonView,
                    headers(("ETag" = String, description = "Counts the edits"))),
                (status = 409, description = "`slug_taken`: another one of its kind has this slug", body = Problem,
                    content_type = "application/problem+json"),
                (status = 412, description = "`precondition_failed`: somebody changed it since you have seen it. Get it \
                    again", body = Problem, content_type = "application/problem+json"),
                (status = 428, description = "`precondition_required`: `If-Match` is missing", body = Problem,
                    content_type = "application/problem+json"),
            ),
        )]
        pub(super) async fn $update(
            State(app): State<App>,
            staff: Permitted<CatalogueManage>,
            Path(taxon): Path<IdOrSlug>,
            IfMatchHeader(expected): IfMatchHeader,
            Json(body): Json<TaxonUpdate>,
        ) -> Result<Tagged<TaxonView>, ApiError> {
            operations::update_taxon(&app, &staff, Taxonomy::$kind, &taxon, &expected, body).await
        }
    };
}
pub(super) use taxonomy;
