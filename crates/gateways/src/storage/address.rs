use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use reqwest::Url;
use secrecy::SecretString;

/// `STORAGE_URL`: where files are. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageUrl {
    /// `file:///path`.
    Folder(PathBuf),
    /// `s3://bucket/prefix?endpoint=https://…&region=…`.
    S3 {
        /// The bucket, which exists.
        bucket: String,
        /// What every name begins with; empty for none.
        prefix: String,
        /// Whose S3 it is; Amazon's when not said.
        endpoint: Option<String>,
        /// The region; `AWS_REGION` when not said.
        region: Option<String>,
    },
}

/// Who we are for an S3.
#[derive(Clone, Debug)]
pub struct S3Credentials {
    /// `AWS_ACCESS_KEY_ID`.
    pub access_key_id: SecretString,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: SecretString,
    /// `AWS_SESSION_TOKEN`, for those that end.
    pub session_token: Option<SecretString>,
}

/// The text is no address of a store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageUrlError {
    /// It is no URL, or one of another kind.
    #[error("starts with file:/// or s3://")]
    Scheme,
    /// A folder without a path, or one with a host.
    #[error("file:/// needs an absolute path")]
    Path,
    /// No bucket.
    #[error("s3:// needs a bucket")]
    Bucket,
    /// The endpoint cannot be asked.
    #[error("endpoint: starts with http:// or https://")]
    Endpoint,
    /// A secret where it would be shown.
    #[error("credentials belong into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")]
    Credentials,
    /// A parameter that nobody knows.
    #[error("`{0}` is neither endpoint nor region")]
    Parameter(String),
}

impl FromStr for StorageUrl {
    type Err = StorageUrlError;

    fn from_str(text: &str) -> Result<Self, StorageUrlError> {
        let url = Url::parse(text).map_err(|_| StorageUrlError::Scheme)?;
        match url.scheme() {
            "file" => url.to_file_path().map(Self::Folder).map_err(|()| StorageUrlError::Path),
            "s3" => s3(&url),
            _ => Err(StorageUrlError::Scheme),
        }
    }
}

fn s3(url: &Url) -> Result<StorageUrl, StorageUrlError> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(StorageUrlError::Credentials);
    }
    let bucket = url.host_str().filter(|host| !host.is_empty()).ok_or(StorageUrlError::Bucket)?.to_owned();
    let prefix = url.path().trim_matches('/').to_owned();
    let (mut endpoint, mut region) = (None, None);
    for (name, value) in url.query_pairs() {
        match &*name {
            "endpoint" if value.starts_with("http://") || value.starts_with("https://") => {
                endpoint = Some(value.into_owned());
            }
            "endpoint" => return Err(StorageUrlError::Endpoint),
            "region" => region = Some(value.into_owned()),
            _ => return Err(StorageUrlError::Parameter(name.into_owned())),
        }
    }
    Ok(StorageUrl::S3 { bucket, prefix, endpoint, region })
}

impl fmt::Display for StorageUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(formatter, "the folder {}", path.display()),
            Self::S3 { bucket, prefix, endpoint, region: _ } => {
                let endpoint = endpoint.as_deref().unwrap_or("Amazon");
                write!(formatter, "the bucket {bucket}/{prefix} at {endpoint}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_buckets() {
        assert_eq!("file:///srv/a%20b".parse(), Ok(StorageUrl::Folder("/srv/a b".into())));
        let bucket = |prefix: &str, endpoint: Option<&str>, region: Option<&str>| {
            let (endpoint, region) = (endpoint.map(str::to_owned), region.map(str::to_owned));
            Ok(StorageUrl::S3 { bucket: "shop".into(), prefix: prefix.into(), endpoint, region })
        };
        assert_eq!("s3://shop".parse(), bucket("", None, None));
        assert_eq!(
            "s3://shop/a/b/?endpoint=http://127.0.0.1:3900&region=garage".parse(),
            bucket("a/b", Some("http://127.0.0.1:3900"), Some("garage"))
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, error) in [
            ("images", StorageUrlError::Scheme),
            ("https://shop", StorageUrlError::Scheme),
            ("file://host/path", StorageUrlError::Path),
            ("s3:///path", StorageUrlError::Bucket),
            ("s3://key:secret@shop", StorageUrlError::Credentials),
            ("s3://shop?endpoint=garage", StorageUrlError::Endpoint),
            ("s3://shop?acl=public", StorageUrlError::Parameter("acl".into())),
        ] {
            assert_eq!(text.parse::<StorageUrl>(), Err(error), "{text}");
        }
    }
}
