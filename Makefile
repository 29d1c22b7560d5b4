# Everything runs with Go, git and make; Go fetches the modules that it needs.

# A program without the system's C library starts in four fifths of the time, and the tests
# start it some 25,000 times. What would be of C are the look-ups of hosts, which nothing here
# needs, and of accounts that no /etc/passwd has: those have a HOME.
export CGO_ENABLED = 0

.PHONY: build demo test check format vet staticcheck modules vulnerabilities race docs bench fuzz soak clean

build:
	go build -o bin/casefile ./cmd/casefile

# The story of one fictional case, told by the real commands.
demo: build
	rm -rf demo
	PATH="$(CURDIR)/bin:$$PATH" sh testdata/demo/play demo

# ssh-keygen and ssh-agent are among the stock tools that the tests compare with.
# Go's own limit of ten minutes for a package is short for the scripts where a
# busy machine runs them. Most tests wait for programs that they started: twice as many run at
# once as there are cores.
test:
	@sh .ci/need ssh-keygen openssh-client
	go test -timeout 18m -parallel $$((2 * $$(getconf _NPROCESSORS_ONLN))) ./...

# What .ci/run checks besides the tests.
check: format vet staticcheck modules race

format:
	@test -z "$$(gofmt -l cmd internal schema)" || { echo "not gofmt-ed:"; gofmt -l cmd internal schema; exit 1; }

vet:
	go vet ./...

staticcheck:
	go tool staticcheck ./...

modules:
	go mod verify
	go mod tidy -diff

# The tests in which several work at once: all of the room takes seven minutes so.
apart = Race|Together|AtOnce|Window|Opener|Each|Many|Faster|Join|Items

# Known faults of the modules and of Go itself, by the Go project's list of them. Where the
# list can't be reached, that is said, and nothing fails.
vulnerabilities:
	@said=$$(go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 ./... 2>&1) && { echo "$$said"; exit; }; \
	case $$said in \
	*"dial tcp"*|*"no such host"*|*"i/o timeout"*|*"disabled by GOPROXY=off"*) \
		echo "the list of known faults can't be reached here: nothing was looked up" >&2;; \
	*) echo "$$said" >&2; exit 1;; \
	esac

race:
	@sh .ci/need gcc gcc # for the race detector
	CGO_ENABLED=1 go test -race -short ./internal/store ./internal/ledger ./internal/record ./internal/term
	CGO_ENABLED=1 go test -race -short -run '$(apart)' ./internal/casebook
	CGO_ENABLED=1 go test -race -run Agent ./internal/keyring

# Man pages and a reference of the commands, from their help: bin/man, bin/reference.md.
# bin/messages.txt has every message of the program, side by side.
docs: build
	go run ./internal/reference bin
	go run ./internal/messages . >bin/messages.txt

bench: build
	sh testdata/bench/run.sh

# Each parser of foreign bytes, for FUZZTIME each. Of a large text, making what was found
# smaller would else take all of the time.
FUZZTIME ?= 30s
fuzz:
	@for package in $$(go list ./...); do \
	  for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    echo "$$package $$target"; \
	    go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x -parallel 1 $$package || exit 1; \
	  done; \
	done

# The program killed KILLS times at random moments while it records and syncs, and as often
# where it takes keys away for good; before and after each of its calls of git; and, where
# strace is at hand, at single changes of files. Then the scripts, the races and the lives of
# many cases, over and over, and the demo and the stories under strace for words that leak;
# FAULTS system calls that fail, of every command that writes; everything cut off right before
# and right after each step by which a command moves refs, in a copy and on the server; and
# single files damaged FLIPS times. It takes some hours on two cores that do nothing else.
KILLS ?= 200
FAULTS ?= 600
FLIPS ?= 3000
soak: build
	sh testdata/bench/run.sh agree
	CASEFILE_FAULTS=$(FAULTS) go test -count=1 -timeout 2h -v -run '^TestFaults$$' ./cmd/casefile
	CASEFILE_CUTS=all go test -count=1 -timeout 2h -v -run '^TestCuts$$' ./cmd/casefile
	CASEFILE_KILLS=$(KILLS) go test -count=1 -timeout 2h -v -run '^TestKilled' ./cmd/casefile
	CASEFILE_KILLS=$(KILLS) go test -count=1 -timeout 2h -v -run '^TestKilled$$' ./internal/index
	go test -count=100 -timeout 1h -run '^TestDamage$$' ./internal/index
	CASEFILE_LOCKS=1000 go test -count=1 -timeout 2h -v -run '^TestLockTable$$' ./cmd/casefile
	CASEFILE_LOAD=20x5m go test -count=1 -timeout 1h -v -run '^TestLoad$$' ./cmd/casefile
	CASEFILE_DAMAGE=all go test -count=1 -timeout 2h -run '^TestDamage$$' ./cmd/casefile
	go test -count=2 -timeout 1h -run 'TestScripts' ./cmd/casefile
	go test -race -count=10 -run 'Race|Concurren' ./internal/store ./internal/casebook
	CASEFILE_GC=30 go test -count=1 -timeout 30m -run 'TestScripts/^gc-beside$$' ./cmd/casefile
	CASEFILE_TRACE=1 go test -count=1 -timeout 1h -run 'TestNothingReadableLeaks|TestStoriesArePlayed' ./cmd/casefile
	CASEFILE_FLIPS=$(FLIPS) go test -count=1 -timeout 2h -v -run '^TestFlips$$' ./cmd/casefile
	CASEFILE_LIVES=20 go test -count=1 -timeout 1h -run '^TestLives$$' ./internal/casebook

clean:
	rm -rf bin demo .cache
