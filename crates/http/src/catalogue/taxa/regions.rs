use super::taxonomy::taxonomy;

taxonomy! {
    Region, "region", "/api/v1/regions", "/api/v1/regions/{region}",
    list_regions "List regions", create_region "Create a region", get_region "Get a region", update_region "Edit a region",
}
