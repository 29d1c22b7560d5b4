package store

import "strings"

// parsePushed reads the lines of `git push --porcelain`: a flag, a tab,
// FROM:TO, a tab, the summary, and perhaps a reason in parentheses. Other lines
// ("To …", "Done") say nothing of a ref.
func parsePushed(out string) []PushedRef {
	var refs []PushedRef
	for line := range strings.Lines(out) {
		fields := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3)
		if len(fields) != 3 || len(fields[0]) != 1 {
			continue
		}
		_, to, _ := strings.Cut(fields[1], ":")
		summary, reason, _ := strings.Cut(printable(fields[2]), " (")
		refs = append(refs, PushedRef{to, fields[0][0], summary, strings.TrimSuffix(reason, ")")})
	}
	return refs
}

// verdict returns the reason why git push failed, by its porcelain output, and nil if that does not
// tell. Git itself writes the words of [rejected]. The words of [remote rejected] come from the
// receive-pack at the other end, and are always English. They are in builtin/receive-pack.c of git
// 2.39, with the variants of git 2.50 and GitHub.
func verdict(refs []PushedRef) error {
	var kind error
	for _, r := range refs {
		switch {
		case r.Flag != '!':
		case r.Summary == "[remote rejected]" && refusal(r.Reason):
			return ErrRefused
		case faster(r):
			kind = ErrBehind
		}
	}
	return kind
}

// faster says that somebody else moved the ref first.
func faster(r PushedRef) bool {
	if r.Summary == "[remote rejected]" {
		return lostRace(r.Reason)
	}
	switch r.Reason {
	case "non-fast-forward", // the remote's commit is here, and ours is not above it
		"fetch first",    // the remote's commit is not here
		"stale info",     // not where the lease says
		"already exists": // where there should be none
		return r.Summary == "[rejected]"
	}
	return false
}

// lostRace says that the ref moved, or was locked, between the greeting of the
// remote and the end of the push.
func lostRace(reason string) bool {
	switch reason {
	case "atomic transaction failed",
		"failed to update ref", "failed to update refs", // of a push of one ref
		"incorrect old value provided", "reference already exists", // 2.50
		"non-fast-forward": // receive.denyNonFastForwards
		return true
	}
	return strings.HasPrefix(reason, "cannot lock ref ") // GitHub
}

// refusal reports whether the remote's reason is a decision: a hook declined, or a branch is
// protected or checked out. A lost race, the failure of another ref, and an inability of the remote
// are no decisions.
func refusal(reason string) bool {
	switch reason {
	case "atomic push failure", "unpacker error", "missing necessary objects",
		"transaction failed to start",
		"unable to migrate objects to permanent storage":
		return false
	}
	return !lostRace(reason)
}

// remoteLines returns the lines that the other side said, hooks above all: git puts them on stderr
// behind "remote: ", and fills them up with spaces.
func remoteLines(stderr string) []string {
	var lines []string
	for line := range strings.Lines(printable(stderr)) {
		if said, ok := strings.CutPrefix(line, "remote: "); ok {
			lines = append(lines, strings.TrimRight(said, " \n"))
		}
	}
	return lines
}
