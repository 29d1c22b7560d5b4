package main

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// pieces are parts of the texts that are recorded, by their first four bytes. Nobody may read
// one without a key, but where a script asked for it.
type pieces struct {
	begins [1 << 16]bool
	of     map[uint32][]string
}

// secretPieces returns the pieces of record texts, except known ones. Other texts have none.
func secretPieces(known func(piece string) bool, texts ...[]byte) *pieces {
	s := &pieces{of: map[uint32][]string{}}
	for _, text := range texts {
		for _, piece := range piecesOf(string(text)) {
			key := binary.LittleEndian.Uint32([]byte(piece))
			if !slices.Contains(s.of[key], piece) && !known(piece) {
				s.begins[fold(key)] = true
				s.of[key] = append(s.of[key], piece)
			}
		}
	}
	return s
}

func fold(key uint32) uint16 { return uint16(key * 2654435761 >> 16) }

// in returns the piece that stands first in some bytes. A file of a megabyte takes a millisecond,
// however many pieces there are.
func (s *pieces) in(data []byte) (found string) {
	for i := 0; i+4 <= len(data); i++ {
		key := binary.LittleEndian.Uint32(data[i:])
		if !s.begins[fold(key)] {
			continue
		}
		for _, piece := range s.of[key] {
			if bytes.HasPrefix(data[i:], []byte(piece)) {
				return piece
			}
		}
	}
	return ""
}

// toldBy are the fields of a record text that say in few words who or what it is about.
var toldBy = []string{"name", "headline", "about", "harm", "reason", "where"}

// piecesOf takes a record text apart: each line of three words or more, by its first forty
// bytes, and each short field that tells of somebody. A line has no word of the format.
func piecesOf(text string) (out []string) {
	front, body, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	if !ok || !strings.HasPrefix(text, "---\n") {
		return nil
	}
	for line := range strings.Lines(front) {
		name, value, _ := strings.Cut(strings.Trim(line, " -\n{"), ": ")
		value, _, _ = strings.Cut(value, ", ")
		value = strings.Trim(value, ` "'|>}]`)
		if slices.Contains(toldBy, name) && len(value) >= 8 && strings.Contains(value, " ") {
			out = append(out, value[:min(len(value), 40)])
		}
	}
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		if mark, rest, ok := strings.Cut(line, ": "); ok && len(mark) <= 3 {
			line = rest
		}
		if strings.Count(line, " ") >= 2 && len(line) >= 16 && !strings.HasPrefix(line, "#") {
			out = append(out, line[:min(len(line), 40)])
		}
	}
	return out
}

// played is the folder of a played script, with the script's own files and names.
type played struct {
	name, dir, script string
	given             map[string]bool // the files that it began with
	pieces            *pieces
}

// begun notes the files in the folder of a script before anything is run.
func begun(env *testscript.Env, scripts string) (*played, error) {
	p := &played{dir: env.WorkDir, given: map[string]bool{},
		name: strings.TrimPrefix(filepath.Base(env.WorkDir), "script-")}
	script, err := os.ReadFile(filepath.Join(scripts, p.name+".txtar"))
	if err != nil {
		return nil, err
	}
	p.script = string(script)
	var texts [][]byte
	err = p.files(func(path string) error {
		p.given[path] = true
		text, err := os.ReadFile(path)
		if strings.HasSuffix(path, ".md") {
			texts = append(texts, text)
		}
		return err
	})
	p.pieces = secretPieces(p.isMember, texts...)
	return p, err
}

// isMember reports whether a piece is the name of somebody of the agency, which the team has in the
// clear.
func (p *played) isMember(piece string) bool {
	if piece == "Judith Pryce" {
		return true
	}
	for _, who := range people {
		if who.name == piece {
			return true
		}
	}
	for line := range strings.Lines(p.script) {
		makes := strings.HasPrefix(line, "member ") || strings.Contains(line, "--name ")
		if makes && strings.Contains(line, piece) {
			return true
		}
	}
	return false
}

// nothingLeft wants nothing of a record to lie readable in a script's folder at its end, where
// nobody asked for it.
func nothingLeft(env *testscript.Env, scripts string) error {
	p, err := begun(env, scripts)
	if err != nil {
		return err
	}
	env.Defer(func() {
		if left := p.leftovers(); len(left) > 0 {
			env.T().Fatal("anybody can read, and nobody asked for it:\n" + strings.Join(left, "\n"))
		}
	})
	return nil
}

// files goes through the plain files of the script's folder.
func (p *played) files(each func(path string) error) error {
	return filepath.WalkDir(p.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		return each(path)
	})
}

// asked are files and folders, by script, in which stock git or an attacker lays a text in the
// clear: what no command of ours has made is told by none.
var asked = map[string][]string{
	"surroundings": {"plain"}, // an ordinary repository of somebody else
	"hook-turns":   {"server.git/casefile/queue"},
	// Files of editors that keep copies, of which the user is told.
	"editor-known": {"home/.local/state/copies/undo", "home/note.md~"},
}

// mostLooked is the number of bytes that are searched of a file, and of the objects in packs.
// Scripts also make files of hundreds of megabytes, whose sealed bytes would take seconds.
const mostLooked = 8 << 20

// leftovers returns the files that give a piece of a record away. A file that the script began
// with, or names, was asked for. Files in the people's own folders, among temporary files or in a
// repository were not.
func (p *played) leftovers() (out []string) {
	say := func(path, piece string) {
		rel, _ := filepath.Rel(p.dir, path)
		if piece != "" && !slices.ContainsFunc(asked[p.name], func(of string) bool {
			return rel == of || strings.HasPrefix(rel, of+"/")
		}) {
			out = append(out, rel+": "+piece)
		}
	}
	err := p.files(func(path string) error {
		if p.given[path] {
			return nil
		}
		if strings.HasSuffix(path, ".pack") {
			say(path, p.pieces.in(allObjects(filepath.Dir(filepath.Dir(filepath.Dir(path))))))
			return nil
		}
		if file, err := os.Open(path); err == nil && !p.named(path) {
			say(path, p.pieces.in(content(file)))
			file.Close()
		}
		return nil // which a program in the background may have removed
	})
	if err != nil && !os.IsNotExist(err) {
		out = append(out, err.Error())
	}
	return out
}

// allObjects returns the objects of a repository, as git tells them. One that git doesn't open has
// none for anybody else.
func allObjects(gitDir string) []byte {
	cmd := exec.Command("git", "--git-dir", gitDir, "cat-file", "--batch-all-objects", "--batch",
		"--unordered")
	out, err := cmd.StdoutPipe()
	if err != nil || cmd.Start() != nil {
		return nil
	}
	objects, _ := io.ReadAll(io.LimitReader(out, mostLooked)) // what a damaged one has
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // which was killed, or has ended
	return objects
}

// content returns the content of a file; of a loose object, the uncompressed one.
func content(file *os.File) []byte {
	from := io.Reader(file)
	if strings.Contains(file.Name(), "/objects/") {
		if object, err := zlib.NewReader(file); err == nil {
			from = object
		} else if _, err := file.Seek(0, io.SeekStart); err != nil {
			return nil
		}
	}
	data, _ := io.ReadAll(io.LimitReader(from, mostLooked)) // what a cut object has
	return data
}

// named reports whether the script names a file, or a folder above it.
func (p *played) named(path string) bool {
	rel, _ := filepath.Rel(p.dir, path)
	for at := rel; at != "."; at = filepath.Dir(at) {
		if at == "home" || at == ".tmp" || isRepository(filepath.Join(p.dir, at)) {
			return false
		}
	}
	return slices.ContainsFunc(strings.Split(rel, "/"), func(name string) bool {
		own, _, _ := strings.Cut(name, "-") // of a folder that casefile names itself
		return strings.Contains(p.script, name) || (own == "export" || own == "proof") &&
			strings.Contains(p.script, " casefile export ")
	})
}

// isRepository reports whether a folder is one of git's, or a work tree.
func isRepository(dir string) bool {
	_, tree := os.Lstat(filepath.Join(dir, ".git"))
	_, objects := os.Stat(filepath.Join(dir, "objects"))
	return tree == nil || objects == nil
}

// A piece is found where it stands, and a text has the pieces that tell something.
func TestPieces(t *testing.T) {
	text := "---\nkind: note\nheadline: Rang the school\npeople:\n" +
		"  - {name: Dana Adeyemi, relation: mother}\n" +
		"on: 2026-03-04\n---\n\n## Facts\n" +
		"F1: The kitchen was clean, and there was food for two days.\nYes.\n"
	want := []string{"Rang the school", "Dana Adeyemi", "The kitchen was clean, and there was foo"}
	if got := piecesOf(text); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := piecesOf("Only words, and no front matter.\n"); got != nil {
		t.Errorf("%q", got)
	}
	s := secretPieces(func(piece string) bool {
		return piece == "The kitchen was clean, and there was foo"
	}, []byte(text))
	for data, want := range map[string]string{
		"": "", "Dan": "", "Dana": "", "of Dana Adeyem": "", "of Dana Adeyemi": "Dana Adeyemi",
		"The kitchen was clean, and there was food": "", "\x00Rang the school": "Rang the school",
		"Dana Dana Adeyemi, Rang the school": "Dana Adeyemi",
	} {
		if got := s.in([]byte(data)); got != want {
			t.Errorf("%q: %q, want %q", data, got, want)
		}
	}
}
