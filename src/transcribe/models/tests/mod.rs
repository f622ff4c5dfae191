//! Pulls from a server on loopback, whole, resumed, and from servers that misbehave.

mod hub;
mod server;
mod store;
