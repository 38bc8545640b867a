use super::taxonomy::taxonomy;

taxonomy! {
    Brand, "brand", "/api/v1/brands", "/api/v1/brands/{brand}",
    list_brands "List brands", create_brand "Create a brand", get_brand "Get a brand", update_brand "Edit a brand",
}
