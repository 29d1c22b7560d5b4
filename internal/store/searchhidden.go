package store

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
)

// passedOver looks into what git itself never lists of a work tree: any .git below it, also one
// that is no repository. listed has been looked into.
func (s *search) passedOver(dir string, listed map[string]bool) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case s.look.ctx.Err() != nil:
			return s.look.ctx.Err()
		case err != nil && e != nil && e.IsDir():
			s.skip(path, "can't be read")
			return fs.SkipDir
		case err != nil:
			return nil
		case e.IsDir() && listed[path]:
			return fs.SkipDir
		case !strings.EqualFold(e.Name(), ".git"):
			return nil
		case filepath.Dir(path) != dir && !listed[path]:
			err = s.tree(path, inWorkTree)
		}
		if err == nil && e.IsDir() {
			err = fs.SkipDir
		}
		return err
	})
}

// elsewhere follows a file that has git look into another place: alternates of a folder of
// objects, and a .git that names a git directory.
func (s *search) elsewhere(path string) error {
	if strings.HasSuffix(filepath.ToSlash(path), "objects/info/alternates") {
		err := s.look.alternates(filepath.Dir(filepath.Dir(path)))
		if errors.Is(err, fs.ErrPermission) {
			s.skip(path, "names a folder that can't be read")
			return nil
		}
		return err
	}
	if !strings.EqualFold(filepath.Base(path), ".git") {
		return nil
	}
	data, err := ReadAtMost(path, 4096)
	to, is := strings.CutPrefix(strings.TrimSpace(string(data)), "gitdir: ")
	if err != nil || !is {
		return nil
	}
	if !filepath.IsAbs(to) {
		to = filepath.Join(filepath.Dir(path), to)
	}
	below, err := filepath.Rel(s.common, to)
	if err != nil || below == ".." || strings.HasPrefix(below, ".."+string(filepath.Separator)) {
		s.skip(path, "names a repository elsewhere")
	}
	return nil
}

// The armour of a sealed file, and its first bytes without armour.
const (
	armourBegins = "-----BEGIN AGE ENCRYPTED FILE-----"
	armourEnds   = "-----END AGE ENCRYPTED FILE-----"
	sealedBegins = "age-encryption.org/v1\n-> "
)

// within compares the content of armour in a file, and reports sealed data among other data.
func (s *search) within(path string, data []byte) error {
	for rest := data; ; {
		_, after, begins := bytes.Cut(rest, []byte(armourBegins))
		body, next, ends := bytes.Cut(after, []byte(armourEnds))
		if !begins || !ends {
			break
		}
		id, err := armoured(body)
		if err != nil {
			return err
		}
		if s.look.wanted[id] {
			s.add(id, path, "in armour, as in a letter")
		}
		rest = next
	}
	if bytes.LastIndex(data, []byte(sealedBegins)) > 0 {
		s.skip(path, "holds something sealed among other things, which is not taken out")
	}
	return nil
}

// armoured returns the id of the bytes in lines of base64, and "" if they are not base64. Mail puts
// marks before the lines, and uses other line ends.
func armoured(body []byte) (string, error) {
	var lines strings.Builder
	for line := range strings.FieldsSeq(string(body)) {
		lines.WriteString(strings.TrimLeft(line, ">"))
	}
	data, err := base64.StdEncoding.DecodeString(lines.String())
	if err != nil {
		return "", nil
	}
	return HashObject("blob", data)
}
