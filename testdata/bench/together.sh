#!/bin/sh
# together.sh: members in copies of their own record, endorse, close, grant and
# revoke, and sync through one server with the hook, all at the same time. It
# prints how long that took, once all of it has been found everywhere.
#
#   CASEFILE_TOGETHER=8x50     copies, and entries of each
#   CASEFILE_SEED              what the members choose to do; printed by each run
set -eu
cd "$(dirname "$0")/../.."
export CASEFILE_TOGETHER="${CASEFILE_TOGETHER:-8x50}"
said=$(mktemp)
trap 'rm -f "$said"' EXIT
if go test -count=1 -timeout 1h -v -run '^TestTogether$' ./cmd/casefile >"$said" 2>&1; then
	sed -n 's/^ *together_test.go:[0-9]*: \(.* copies, .*\)/together: \1/p' "$said"
else
	cat "$said" >&2
	exit 1
fi
