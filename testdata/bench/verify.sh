#!/bin/sh
# verify.sh: what stock git can say of the history with no key: whether each commit
# bears the signature of a key that the roster has. It takes one commit in 50, from
# all of the history: all of them take minutes. It knows no role, docket or
# operation, and reads no file of any commit.
set -eu
git() { command git --git-dir="$WORK/bare.git" "$@"; }
git show refs/heads/main:allowed_signers >"$WORK/signers"
git rev-list --first-parent refs/heads/main | awk 'NR % 50 == 1' |
	git -c gpg.format=ssh -c gpg.ssh.allowedSignersFile="$WORK/signers" log --no-walk --stdin --format='%G?' >"$WORK/verdicts"
test "$(sort -u "$WORK/verdicts")" = G
