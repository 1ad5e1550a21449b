# `make` says what there is. Everything is incremental; nothing is written outside this folder except by
# Scripts/bootstrap, which installs missing Debian packages.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build demo test lint format docs bench-automl bench-read bench-predict bench-search bench-ask soak clean

sources := Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources
lathe := .build/release/lathe

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

setup: ## fetch the native libraries and missing Debian packages
	@Scripts/bootstrap

build: setup ## build the lathe command in release mode
	@swift build -c release --product lathe

demo: build ## find a model for the example dataset, show its leaderboard and report, predict with it
	@Examples/german-credit/demo $(lathe)

test: lint ## check style, build everything with warnings as errors, run all tests
	@Scripts/bootstrap --with-test-tools
	@Scripts/check-documentation
	@swift build --build-tests
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 swift test --skip-build --disable-xctest 2>&1 | { grep --line-buffered -v '^◇ \|^✔ Test "' || true; }

lint:
	@swift format lint --strict --parallel --recursive $(sources)

format: ## bring the sources into the committed style
	@swift format --in-place --parallel --recursive $(sources)

docs: setup ## build the DocC pages into .build/documentation
	@Scripts/build-documentation

bench-automl: setup ## compare with FLAML, AutoGluon and LightGBM's defaults on the public datasets
	@Benchmarks/automl/run $(ARGUMENTS)

bench-read: setup ## compare the reading of a large CSV file with pyarrow's
	@Benchmarks/reading/run $(ARGUMENTS)

bench-predict: setup ## measure how fast bundles answer, a row and a table at a time
	@Benchmarks/prediction/run $(ARGUMENTS)

bench-search: setup ## compare the samplers with Optuna's, SMAC and HEBO on public functions and tuning tasks
	@Benchmarks/search/run $(ARGUMENTS)

bench-ask: setup ## measure what asking and telling cost, against Optuna
	@Benchmarks/search/overhead

soak: build ## kill fits and resume them, and check budgets on small and large tables; takes an hour
	@Benchmarks/soak/run $(ARGUMENTS)
	@LATHE_SOAK_KILLS=300 swift test --filter KilledWorkersTests

clean: ## remove what was built; the native libraries stay
	@rm -rf .build Benchmarks/.build
