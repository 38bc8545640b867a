use super::taxonomy::taxonomy;

taxonomy! {
    Tag, "tag", "/api/v1/tags", "/api/v1/tags/{tag}",
    list_tags "List tags", create_tag "Create a tag", get_tag "Get a tag", update_tag "Edit a tag",
}
