package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Push lists the changes of one push to a remote: all of them happen, or none.
type Push struct{ Updates []PushUpdate }

// PushUpdate takes a ref to the commit New. Without a Lease it is a plain,
// fast-forward push; with one the ref may go anywhere, but only from the commit
// that the lease names ("": the ref must not exist yet).
type PushUpdate struct {
	Ref, New string
	Lease    *string
}

// PushResult is the remote's answer to a push.
type PushResult struct {
	Refs []PushedRef
	Said []string // by the remote, line by line
}

// PushedRef is the outcome for one ref, in the words of git-push(1) OUTPUT: the
// flag, the summary ("[new reference]", "[rejected]") and the reason.
type PushedRef struct {
	Ref             string
	Flag            byte
	Summary, Reason string
}

// PushError is a push that the other side did not take: ErrBehind or
// ErrRefused. Any other failure (the network, a remote that is not there) has
// no such type, and the remote may or may not have taken the push then. Where
// the remote hides some of the refs (receive.hideRefs) git's own "atomic" does
// not hold: those are refused and the others taken, as the PushResult says.
type PushError struct {
	Kind    error
	Reasons []string // what the remote said, line by line
	Cause   error    // how git put it
}

func (e *PushError) Error() string {
	if len(e.Reasons) == 0 {
		return fmt.Sprintf("%v: %v", e.Kind, e.Cause)
	}
	return fmt.Sprintf("%v: %s", e.Kind, strings.Join(e.Reasons, "; "))
}

func (e *PushError) Unwrap() []error { return []error{e.Kind, e.Cause} }

// Push changes refs of a remote (a configured name, a URL or a path) in one
// atomic go. ErrBehind says that somebody was faster: a ref is not, or is no
// longer, where this repository knew it to be, or another push has it locked.
// ErrRefused says that the remote does not want it; see PushError.
func (r *Repo) Push(ctx context.Context, remote string, p Push) (PushResult, error) {
	if len(p.Updates) == 0 {
		return PushResult{}, nil
	}
	if err := checkRemote(remote); err != nil {
		return PushResult{}, err
	}
	local, err := r.folderOf(ctx, remote)
	if err != nil {
		return PushResult{}, err
	}
	address, git, err := r.detour(ctx, remote, true)
	if err != nil {
		return PushResult{}, err
	}
	var options []string
	if local { // as an option: git passes over such a setting of a remote that is a path
		options = []string{"--receive-pack=" + localReceivePack}
	}
	args, err := pushArgs(address, p, options...)
	if err != nil {
		return PushResult{}, err
	}
	out, said, err := r.talkAs(ctx, git, args...)
	result := PushResult{parsePushed(string(out)), remoteLines(said)}
	if err == nil {
		return result, nil
	}
	err = fmt.Errorf("pushing to %s: %w", remote, err)
	if _, ended := errors.AsType[*gitError](err); !ended {
		return result, err
	}
	if kind := verdict(result.Refs); kind != nil {
		return result, &PushError{kind, result.Said, err}
	}
	return result, err
}

// pushArgs returns the command line, with some more options. Nothing of the configuration adds to
// it: no tags, no submodules, no signed push, no push options.
func pushArgs(remote string, p Push, options ...string) ([]string, error) {
	if err := checkRemote(remote); err != nil {
		return nil, err
	}
	args := append(durably(), "-c", "advice.pushUpdateRejected=false", "-c", "push.pushOption=",
		"push", "--atomic", "--porcelain", "--no-verify", "--no-follow-tags",
		"--recurse-submodules=no", "--no-signed")
	args = append(args, options...)
	var specs []string
	for _, u := range p.Updates {
		if err := checkRef(u.Ref); err != nil {
			return nil, err
		}
		if !isID(u.New) || u.Lease != nil && *u.Lease != "" && !isID(*u.Lease) {
			return nil, fmt.Errorf("pushing %s: no object id", u.Ref)
		}
		if u.Lease != nil {
			args = append(args, "--force-with-lease="+u.Ref+":"+*u.Lease)
		}
		specs = append(specs, u.New+":"+u.Ref)
	}
	return append(append(args, "--", remote), specs...), nil
}
