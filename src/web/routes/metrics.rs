//! `/metrics`: for Prometheus and what reads its format. The access token is asked for here too.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use crate::web::WebState;
use crate::web::error::ApiError;
use crate::web::metrics::Reading;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Tells the numbers of this moment.
pub(in crate::web) async fn get_metrics(
    state: web::Data<WebState>,
) -> Result<HttpResponse, ApiError> {
    let measures = state.store.measures().await?;
    let latest_change = state.store.latest_seq().await?;
    // Asked after Postgres, so that what has been followed meanwhile counts.
    let index = state.index.status();
    let behind_seconds = state.store.seconds_behind(index.watermark).await?;
    let reading = Reading { measures, index, latest_change, behind_seconds };
    let text = state.metrics.text(reading).map_err(|error| ApiError::internal(&error))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, OPEN_METRICS))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text))
}
