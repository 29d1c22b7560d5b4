package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// copySort says how a copy is kept, and so what Purge may do with it.
type copySort int

const (
	looseCopy  copySort = iota
	packedCopy          // in a pack that git may rewrite
	// in a pack that somebody marked with .keep, or that is another's (.promisor)
	keptCopy
	temporaryCopy // in a temporary file that was left
	orphanCopy    // a pack without index, which git does not look into
	hiddenCopy    // a file that can't be looked into
	alternateCopy // in another repository's folder
)

var copyWords = map[copySort]string{
	looseCopy: "a loose object", packedCopy: "in a pack",
	keptCopy:      "in a pack with .keep, which is not touched",
	temporaryCopy: "a temporary file that was left", orphanCopy: "in a pack that has no index",
	hiddenCopy:    "a file that can't be looked into, and may hold it",
	alternateCopy: "in an alternate, another repository's folder, which is not touched",
}

// objectCopy is one copy of an object in a folder of objects.
type objectCopy struct {
	id, path string
	sort     copySort
}

func (c objectCopy) place() Place { return Place{ID: c.id, Where: c.path, What: copyWords[c.sort]} }

// copySearch is one search.
type copySearch struct {
	ctx    context.Context
	git    program
	wanted map[string]bool
	seen   map[string]bool // alternates
	found  []objectCopy
}

// whose folder is looked into
const (
	ownFolder   = iota
	apartFolder // below one's own: the quarantine of a push, say
	alternateFolder
)

func (l *copySearch) add(whose int, c objectCopy) {
	switch {
	case whose == alternateFolder:
		c.sort = alternateCopy
	case whose == apartFolder && c.sort != hiddenCopy:
		c.sort = temporaryCopy
	}
	l.found = append(l.found, c)
}

// folder looks into one folder of objects. Any folder below it that is none of
// git's own is looked into too: a push that was killed leaves its quarantine,
// incoming-* or tmp_objdir-incoming-*.
func (l *copySearch) folder(dir string, whose int) error {
	for id := range l.wanted {
		path := filepath.Join(dir, id[:2], id[2:])
		if _, err := os.Lstat(path); err == nil {
			l.add(whose, objectCopy{id, path, looseCopy})
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range list {
		path := filepath.Join(dir, e.Name())
		switch {
		case err != nil:
		case e.Name() == "pack":
			err = l.packs(path, whose)
		case e.IsDir() && e.Name() != "info" && len(e.Name()) != 2:
			err = l.folder(path, max(whose, apartFolder))
		case e.IsDir() && len(e.Name()) == 2:
			err = l.temporaryIn(path, whose)
		default:
			err = l.temporary(path, whose)
		}
	}
	return err
}

func (l *copySearch) temporaryIn(dir string, whose int) error {
	list, err := os.ReadDir(dir)
	for _, e := range list {
		if err == nil {
			err = l.temporary(filepath.Join(dir, e.Name()), whose)
		}
	}
	return err
}

// packs looks into every pack of a folder, also those that git does not see.
func (l *copySearch) packs(dir string, whose int) error {
	list, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	names := map[string]bool{}
	for _, e := range list {
		names[e.Name()] = true
	}
	for name := range names {
		stem, isPack := strings.CutSuffix(name, ".pack")
		path := filepath.Join(dir, name)
		switch {
		case err != nil:
		case isPack && strings.HasPrefix(name, ".tmp-") || strings.HasPrefix(name, "tmp_pack"):
			err = l.unindexed(path, whose, temporaryCopy)
		case isPack && !names[stem+".idx"]:
			err = l.unindexed(path, whose, orphanCopy)
		case isPack:
			sort := packedCopy
			if names[stem+".keep"] || names[stem+".promisor"] {
				sort = keptCopy
			}
			err = l.indexed(path, filepath.Join(dir, stem+".idx"), whose, sort)
		default:
			err = l.temporary(path, whose)
		}
	}
	return err
}
