package store

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"casefile/internal/pattern"
)

// gitsOwn are the names that git gives files in a folder of objects: gitrepository-layout(5).
// They are looked into as what they are; any other file there somebody saved.
var gitsOwn = pattern.Of(`^([0-9a-f]{2}/([0-9a-f]{38}|tmp_obj_\w+)|` +
	`info/(packs|alternates|commit-graph|commit-graphs/.*)|` +
	`pack/((pack|` + apartPack + `|` + restPack +
	`)-[0-9a-f]{40}\.(pack|idx|rev|bitmap|mtimes|keep|promisor)|multi-pack-index.*|tmp_\w+))$`)

// strayObjects looks into the files of a folder of objects that git itself never gives out.
func (s *search) strayObjects(objects string) error {
	return filepath.WalkDir(objects, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return ignoreGone(err)
		}
		below, err := filepath.Rel(objects, path)
		if err != nil || !e.Type().IsRegular() || gitsOwn().MatchString(filepath.ToSlash(below)) {
			return errors.Join(err, s.look.ctx.Err())
		}
		return s.file(path, "a file among the objects")
	})
}

func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// otherRemotes tells of the remotes that casefile does not speak with.
func (s *search) otherRemotes(ctx context.Context, r *Repo) error {
	if may, err := r.MayHaveRemote(); err != nil || !may {
		return err
	}
	out, err := r.git.run(ctx, nil, "config", "--null", "--get-regexp", `^remote\..*\.url$`)
	if failed, ok := errors.AsType[*gitError](err); ok && failed.code == 1 {
		return nil
	}
	for line := range strings.SplitSeq(string(out), "\x00") {
		key, _, _ := strings.Cut(line, "\n")
		name := strings.TrimSuffix(strings.TrimPrefix(key, "remote."), ".url")
		if name != "" && name != "origin" {
			s.skip("the remote "+name, "is none that casefile speaks with")
		}
	}
	return err
}
