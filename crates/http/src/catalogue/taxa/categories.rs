use super::taxonomy::taxonomy;

taxonomy! {
    Category, "category", "/api/v1/categories", "/api/v1/categories/{category}",
    list_categories "List categories", create_category "Create a category", get_category "Get a category", update_category "Edit a category",
}
