# The one entry for developers: each target calls a script that can be called alone.

.PHONY: help demo test bench dist soak token stop clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo '  make demo DB=mariadb NATIVE=0 PORT=8090 SERVER=php'
	@echo '  make demo UPSTREAM=scripted'
	@echo '  make test SUITES="core php-native"        make test SUITES=--list'

demo: ## Build everything and serve the shop on http://127.0.0.1:8088
	@DB=$(DB) NATIVE=$(NATIVE) PORT=$(PORT) SERVER=$(SERVER) UPSTREAM=$(UPSTREAM) tests/site/demo

test: ## Run every suite
	@tests/run $(SUITES)

bench: ## Measure the core, against its polyfill and its peers
	@tests/site/bench

dist: ## Write the installable zip and the extension's archive into build/
	@tests/site/dist

soak: ## The long runs: fuzzing, kills, leaks
	@tests/run --soak $(SUITES)

token: ## Print a new API token for the demo site
	@tests/site/token

stop: ## Stop every site that was started here
	@tests/site/stop

clean: stop ## Remove what was built and downloaded
	rm -rf target build .cache wordpress-plugin/build wordpress-plugin/node_modules tests/e2e/node_modules
