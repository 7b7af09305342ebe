# Thin: every target is a command one could type. `make demo` and `make test` set up all they need.
.PHONY: demo test build bench lint format generate install sanitize fuzz identity clean

PRESET ?= release
BUILD := build/$(PRESET)
JOBS ?= $(shell nproc)
SHOP := examples/shop
PREFIX ?= /usr/local

# The project's main job on real input: what kubectl, the AWS CLI and a price list say, turned into a plan.
demo:
	@tools/setup build
	@mkdir -p build
	@cmake --preset release -DSPOTWRIGHT_DEV=OFF >build/demo.log 2>&1 || { cat build/demo.log; exit 1; }
	@cmake --build --preset release --target spotwright_cli -j $(JOBS) >>build/demo.log 2>&1 || { cat build/demo.log; exit 1; }
	@build/release/bindings/cli/spotwright plan --pods $(SHOP)/pods.json --nodes $(SHOP)/nodes.json \
	  --workloads $(SHOP)/workloads.json --types $(SHOP)/types.json --spot-prices $(SHOP)/spot_prices.json \
	  --on-demand-prices $(SHOP)/on_demand_prices.csv --spot-advisor $(SHOP)/spot_advisor.json \
	  --load-csv $(SHOP)/load.csv --policy $(SHOP)/policy.json --now-unix-ms 1795215600000

build:
	cmake --preset $(PRESET) -DSPOTWRIGHT_DEV=ON
	cmake --build --preset $(PRESET) -j $(JOBS)

# All tests: ctest (C++, C, installation, ABI), then pytest (Python package, CLI, interoperation).
test:
	tools/setup test
	$(MAKE) build PRESET=release
	ctest --test-dir build/release --output-on-failure -j $(JOBS)
	build/venv/bin/pip install --quiet --disable-pip-version-check .
	build/venv/bin/python -m pytest -q tests/python

# make bench BENCH=codec [DATA=folder] [CASE=name] [PEERS=1] [OUT=file]
bench:
	tools/setup test
	$(if $(and $(PEERS),$(filter packing,$(BENCH))),@command -v go >/dev/null || { echo "bench: PEERS=1 builds the real Karpenter: install Go 1.21 or later (https://go.dev/dl)" >&2; exit 1; })
	cmake --preset release -DSPOTWRIGHT_DEV=ON
	cmake --build --preset release --target bench_$(BENCH) -j $(JOBS)
	build/release/benchmarks/bench_$(BENCH) $(if $(DATA),--data $(DATA)) $(if $(OUT),--out $(OUT)) $(if $(CASE),--case $(CASE)) \
	  $(if $(PEERS),--peers)

lint:
	tools/setup lint
	tools/lint

format:
	git ls-files '*.cc' '*.h' '*.c' | xargs clang-format -i

# Writes everything that comes from the field tables and the table of decisions; a test compares.
generate:
	cmake --preset release -DSPOTWRIGHT_DEV=ON
	cmake --build --preset release --target generate_files -j $(JOBS)
	build/release/src/generate/generate .

install:
	tools/setup build
	cmake --preset release -DSPOTWRIGHT_DEV=OFF
	cmake --build --preset release -j $(JOBS)
	cmake --install build/release --prefix $(PREFIX)

# Unit tests under AddressSanitizer and UndefinedBehaviorSanitizer. (Digests take minutes so, and identity has them.)
sanitize:
	tools/setup lint
	cmake --preset sanitize
	cmake --build --preset sanitize --target unit_tests fuzzers -j $(JOBS)
	ctest --test-dir build/sanitize --output-on-failure -j $(JOBS) -L unit -E Digests

# A minute of each fuzzer, in the sanitizers' build.
fuzz:
	tools/setup lint
	cmake --preset sanitize
	cmake --build --preset sanitize --target fuzzers -j $(JOBS)
	tools/fuzz 60

# Whole responses and digests of packings, compared with what g++ -O3 gives: without optimisation, and as clang makes
# of them what this CPU can do, fused multiplication included.
identity:
	tools/setup lint
	for preset in plain clang; do \
	  cmake --preset $$preset && cmake --build --preset $$preset --target golden_tests -j $(JOBS) || exit 1; \
	  build/$$preset/tests/golden_tests || exit 1; \
	done

clean:
	rm -rf build
