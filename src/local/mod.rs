//! Private servers for the demo, the tests and small archives: a Postgres cluster and an S3 store
//! that live in the data folder, listen on loopback only, and end with us.
