package store

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestNotMet(t *testing.T) {
	const more = "\nfatal: Could not read from remote repository.\n\nPlease make sure you have " +
		"the correct access rights\nand the repository exists."
	for said, try := range map[string]struct {
		means error
		told  string
	}{
		"fatal: '/srv/records.git' does not appear to be a git repository" + more: {ErrNoneThere,
			"no repository is there: '/srv/records.git' does not appear to be a git repository"},
		"fatal: repository 'https://host.example/records.git/' not found": {ErrNoneThere,
			"no repository is there: repository 'https://host.example/records.git/' not found"},
		"ssh: connect to host host.example port 22: Connection refused" + more: {ErrUnreached,
			"the server can't be reached: ssh: connect to host host.example port 22: " +
				"Connection refused"},
		"ssh: Could not resolve hostname host.example: Name or service not known" + more: {
			ErrUnreached, "the server can't be reached: ssh: Could not resolve hostname " +
				"host.example: Name or service not known"},
		"remote: error: object file /srv/records.git/objects/db/7d3c is empty\n" +
			"remote: fatal: loose object db7d3c (stored in objects/db/7d3c) is corrupt\n" +
			"error: remote unpack failed: unpack-objects abnormal exit": {ErrDamagedThere,
			"the server is damaged: object file /srv/records.git/objects/db/7d3c is empty"},
		"remote: fatal: bad object refs/heads/main        \nfatal: bad object refs/heads/main": {
			ErrDamagedThere, "the server is damaged: bad object refs/heads/main"},
		"remote: aborting due to possible repository corruption on the remote side.": {
			ErrDamagedThere, "the server is damaged: aborting due to possible repository " +
				"corruption on the remote side."},
		"fatal: remote error: upload-pack: not our ref " + strings.Repeat("0", 40): {
			ErrDamagedThere, "the server is damaged: a ref there names no commit"},
		// of this copy
		"fatal: loose object db7d3c (stored in .git/objects/db/7d3c) is corrupt":   {},
		"fatal: remote error: upload-pack: not our ref " + strings.Repeat("1", 40): {},
		"remote: error: object 1234: zeroPaddedFilemode: it has zero-padded modes\n" +
			"remote: fatal: fsck error in pack objects": {},
		"remote: casefile: the case is closed":                                     {},
		"remote: the news went nowhere: Connection refused\nerror: failed to push": {},
		"fatal: couldn't find remote ref refs/heads/main":                          {},
		"": {},
	} {
		failed := &gitError{"fetch", 128, said}
		err := notMet(failed)
		if try.means == nil {
			if err != nil {
				t.Errorf("%q is taken for %v", said, err)
			}
			continue
		}
		_, ended := errors.AsType[*gitError](err)
		if !errors.Is(err, try.means) || !ended || err.Error() != try.told {
			t.Errorf("%q\n is told as %v\nwant %s", said, err, try.told)
		}
	}
}

func TestNoneThere(t *testing.T) {
	ctx, r := t.Context(), newRepo(t)
	id := lineOf(t, r, 1)[0]
	gone := filepath.Join(t.TempDir(), "gone.git")
	for how, talk := range map[string]func(at string) error{
		"asking": func(at string) error { _, err := r.AskRemote(ctx, at); return err },
		"fetch":  func(at string) error { return r.Fetch(ctx, at, ours) },
		"push": func(at string) error {
			_, err := r.Push(ctx, at, Push{Updates: []PushUpdate{{Ref: main, New: id}}})
			return err
		},
	} {
		err := talk(gone)
		if !errors.Is(err, ErrNoneThere) || strings.Contains(err.Error(), "access rights") {
			t.Errorf("%s, a folder that is gone: %v", how, err)
		}
		if err := talk("http://127.0.0.1:1/records.git"); !errors.Is(err, ErrUnreached) {
			t.Errorf("%s, a server that is off: %v", how, err)
		}
	}
}
