# Two commands do everything: `make run` and `make test`. Both install what is missing (as root or with sudo)
# and show their progress on standard error, so that standard output is the program's own.

PACKAGES = libpq-dev libsqlite3-dev
# Without these the tests of remote desks, of line editing, of PostgreSQL and of its pooler are skipped and say
# so. Nothing of them is started; the tests run servers of their own.
TEST_PACKAGES = openssh-server openssh-client rlwrap postgresql-15 pgbouncer
PROGRAM = .build/release/dispatch115

.PHONY: run test build campaign fuzz docs format clean

# The desk on this machine: service on its embedded SQLite, simulated fleet on real datagrams, console.
run: build
	@exec $(PROGRAM) demo $(DEMO)

# Builds the optimised program.
build:
	@tools/install-missing.sh $(PACKAGES)
	@echo "dispatch115: building (a first build takes a few minutes)" >&2
	@swift build -c release --product dispatch115 </dev/null >&2

# Every test of the repository.
test:
	@tools/install-missing.sh $(PACKAGES) $(TEST_PACKAGES)
	@tools/install-validators.sh
	@swift build --build-tests </dev/null
	@swift test --skip-build </dev/null

# The long tests: more kills, more rounds, more seeds.
campaign:
	@tools/install-missing.sh $(PACKAGES) $(TEST_PACKAGES)
	@tools/install-validators.sh
	@swift build --build-tests </dev/null
	@DISPATCH115_CAMPAIGN=1 swift test --skip-build </dev/null

# libFuzzer on every reader of foreign bytes, SECONDS each: make fuzz SECONDS=600 HARNESS=line
SECONDS = 60
HARNESS =
fuzz:
	@tools/install-missing.sh $(PACKAGES)
	@SECONDS_EACH=$(SECONDS) fuzz/run.sh $(HARNESS)

# Writes the pages that come from tables in the code (tests hold them to it).
docs:
	@swift build --build-tests </dev/null >&2
	@DISPATCH115_WRITE_DOCS=1 swift test --skip-build --filter '[Rr]eference' </dev/null

format:
	@swift format --in-place --recursive --parallel Sources Tests Package.swift

clean:
	@rm -rf .build
