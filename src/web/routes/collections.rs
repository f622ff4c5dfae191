//! `/api/v1/collections`: what can be searched apart.

use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::CollectionName;
use crate::web::WebState;

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CollectionList {
    collections: Vec<CollectionView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct CollectionView {
    name: CollectionName,
    redaction_enabled: bool,
    schedule: Option<String>,
}

/// Lists the configured collections.
#[utoipa::path(
    get,
    path = "/api/v1/collections",
    tag = "archive",
    responses((status = 200, description = "The collections.", body = CollectionList)),
)]
pub(super) async fn list_collections(state: web::Data<WebState>) -> web::Json<CollectionList> {
    let view = |info: &crate::web::CollectionInfo| CollectionView {
        name: info.name.clone(),
        redaction_enabled: info.redaction_enabled,
        schedule: info.schedule.clone(),
    };
    web::Json(CollectionList { collections: state.collections.iter().map(view).collect() })
}
