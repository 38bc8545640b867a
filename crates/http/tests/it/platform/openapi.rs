use std::collections::BTreeSet;

use doorbuster_http::document;
use serde_json::Value;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/openapi.json");

#[test]
fn the_committed_document_is_current() {
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    let current = document().to_pretty_json().unwrap();
    assert!(committed.trim_end() == current, "run `cargo xtask openapi` and commit openapi/openapi.json");
}

fn each_operation(check: impl Fn(&str, &Value)) {
    let document = serde_json::to_value(document()).unwrap();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values().filter(|operation| operation.is_object()) {
            check(operation["operationId"].as_str().unwrap(), operation);
        }
    }
}

#[test]
fn every_operation_says_what_it_is() {
    each_operation(|id, operation| {
        assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{id}: summary");
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{id}: one tag");
        let responses = operation["responses"].as_object().unwrap();
        let codes: BTreeSet<&str> = responses.keys().map(String::as_str).collect();
        assert!(codes.iter().any(|code| code.starts_with('2')), "{id}: a success");
        assert!(codes.contains("500") && codes.contains("429") && codes.contains("503"), "{id}: {codes:?}");
        if operation["security"].is_array() {
            assert!(codes.contains("401") && codes.contains("403"), "{id}: {codes:?}");
        }
        if operation["requestBody"].is_object() {
            for code in ["400", "413", "415", "422"] {
                assert!(codes.contains(code), "{id}: {code}");
            }
        }
        for (code, response) in responses {
            assert!(response["description"].as_str().is_some_and(|text| !text.is_empty()), "{id} {code}");
            assert!(response["headers"]["X-Request-Id"].is_object(), "{id} {code}: X-Request-Id");
            if !code.starts_with('2') {
                let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{id} {code}");
            }
        }
    });
}
