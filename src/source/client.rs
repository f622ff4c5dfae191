//! Makes the S3 client from plain options.

use aws_config::BehaviorVersion;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Credentials, Region};
use aws_smithy_http_client::Builder as HttpBuilder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use secrecy::{ExposeSecret, SecretString};

/// How to reach the object store.
///
/// Without keys the AWS environment variables, shared files and instance roles are asked.
#[derive(Debug, Clone, Default)]
pub struct S3Options {
    /// The endpoint of a store that is not AWS.
    pub endpoint: Option<String>,
    /// The region; the environment's, or `us-east-1`, if unset.
    pub region: Option<String>,
    /// Whether the bucket goes into the path; with an endpoint it does unless this says no.
    pub path_style: Option<bool>,
    /// Key id and secret.
    pub credentials: Option<(String, SecretString)>,
}

pub(super) async fn client(options: &S3Options) -> Client {
    let http = HttpBuilder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12()).http_client(http);
    if let Some(endpoint) = &options.endpoint {
        loader = loader.endpoint_url(endpoint);
    }
    if let Some(region) = &options.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some((id, secret)) = &options.credentials {
        let credentials =
            Credentials::new(id, secret.expose_secret(), None, None, "earmark configuration");
        loader = loader.credentials_provider(credentials);
    }
    let shared = loader.load().await;
    let mut s3 = aws_sdk_s3::config::Builder::from(&shared)
        .force_path_style(options.path_style.unwrap_or(options.endpoint.is_some()));
    if shared.region().is_none() {
        s3 = s3.region(Region::new("us-east-1"));
    }
    Client::from_conf(s3.build())
}
