# The two commands of the README, and the ones that developers use all day.
.PHONY: demo test build check setup fixtures help

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: ## Ingest the demo archive and serve it (ONCE=1: ingest, print a summary, exit)
	@scripts/setup.sh demo
	@scripts/with-cargo.sh cargo build --release --locked
	@scripts/with-cargo.sh cargo run --release --locked --quiet -- demo $(if $(ONCE),--once)

test: ## Install what the tests need and run all of them
	@scripts/setup.sh test
	@scripts/with-cargo.sh scripts/test.sh

check: ## Format, lints, and the tests that need no server
	@scripts/with-cargo.sh cargo fmt --check
	@scripts/with-cargo.sh cargo clippy --locked --all-targets -- -D warnings

setup: ## Install what building and running need
	@scripts/setup.sh demo

fixtures: ## Make the demo archive anew (see demo/README.md)
	@python3 demo/make_archive.py
