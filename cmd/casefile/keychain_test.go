package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"casefile/internal/pattern"
	"casefile/internal/seal"
)

// keychain knows which case keys a repository gives to which member, and what they open. It reads
// all objects with stock git, reachable or not, and asks nothing of casefile.
type keychain struct {
	v     *vault
	known map[string]string // by member and blob: what it holds, "" for nothing
	opens map[string]bool   // by secret and blob
}

func newKeychain(v *vault) *keychain {
	return &keychain{v, map[string]string{}, map[string]bool{}}
}

// secrets are case keys.
type secrets map[string]bool

// without returns the secrets that others lacks.
func (s secrets) without(others secrets) secrets {
	out := secrets{}
	for key := range s {
		if !others[key] {
			out[key] = true
		}
	}
	return out
}

// readers returns the members whose identities the test has.
func readers() []string { return []string{"asha", "mina", "judith"} }

// identities returns the identities of a member.
func (c *keychain) identities(member string) []*seal.Identity {
	c.v.t.Helper()
	var out []*seal.Identity
	for _, name := range []string{"casefile/identity.txt", "old.txt"} {
		file, err := os.ReadFile(filepath.Join(c.v.dir, "home", member, name))
		if os.IsNotExist(err) {
			continue
		}
		id, err := seal.LoadIdentity(file, seal.Keys{})
		if err != nil {
			c.v.t.Fatal(err)
		}
		out = append(out, id)
	}
	return out
}

// envelope begins a sealed file, and a wrapped key.
const envelope = "age-encryption.org/v1\n"

// sealed returns all sealed files among the objects of a repository, by their ids.
func (c *keychain) sealed(where string) map[string][]byte {
	c.v.t.Helper()
	return c.sealedAmong(c.objects(where))
}

// objects returns all of them, as git cat-file --batch gives them.
func (c *keychain) objects(where string) []byte {
	c.v.t.Helper()
	dir := c.v.server
	if where != "" {
		dir = c.v.copy(where)
	}
	return git(c.v.t, dir, "cat-file", "--batch-all-objects", "--batch", "--unordered")
}

func (c *keychain) sealedAmong(all []byte) map[string][]byte {
	c.v.t.Helper()
	out := map[string][]byte{}
	for len(all) > 0 {
		line, rest, _ := bytes.Cut(all, []byte("\n"))
		head := strings.Fields(string(line)) // ID TYPE SIZE
		size, err := strconv.Atoi(head[len(head)-1])
		if err != nil {
			c.v.t.Fatalf("git cat-file said %q", line)
		}
		if data := rest[:size]; head[1] == "blob" && bytes.HasPrefix(data, []byte(envelope)) {
			out[head[0]] = data
		}
		all = rest[size+1:]
	}
	return out
}

// undo returns the wrapped keys that a server keeps for a repair.
func (c *keychain) undo() map[string][]byte {
	c.v.t.Helper()
	files, err := filepath.Glob(filepath.Join(c.v.server, "casefile", "undo", "*", "*", "*.age"))
	out := map[string][]byte{}
	for _, f := range files {
		data, readErr := os.ReadFile(f)
		if err == nil {
			err = readErr
		}
		out[strings.TrimSuffix(filepath.Base(f), ".age")] = data
	}
	if err != nil {
		c.v.t.Fatal(err)
	}
	return out
}

// secret returns the content of a wrapped key for a member; "" for none.
func (c *keychain) secret(member, blob string, wrapped []byte) string {
	of := member + " " + blob
	if len(wrapped) == 0 { // it does not lie there
		return c.known[of]
	}
	if _, known := c.known[of]; !known {
		c.known[of] = ""
		for _, id := range c.identities(member) {
			if key, err := seal.Unwrap(id, wrapped); err == nil {
				c.known[of] = key.Secret()
			}
		}
	}
	return c.known[of]
}

// has returns the case keys that a member can open among some sealed files.
func (c *keychain) has(member string, files map[string][]byte) secrets {
	out := secrets{}
	for blob, data := range files {
		if len(data) > 8<<10 {
			continue
		}
		if s := c.secret(member, blob, data); s != "" {
			out[s] = true
		}
	}
	return out
}

// anybody returns the secrets that any of them can open.
func (c *keychain) anybody(files map[string][]byte) secrets {
	out := secrets{}
	for _, member := range readers() {
		maps.Copy(out, c.has(member, files))
	}
	return out
}

// listed returns the secrets of a case that a ref of a copy lists, whether they still lie there or
// not.
func (c *keychain) listed(where, ref, id string) secrets {
	c.v.t.Helper()
	return c.listedIn(c.sealed(where), where, ref, id)
}

func (c *keychain) listedIn(files map[string][]byte, where, ref, id string) secrets {
	c.v.t.Helper()
	out, d := secrets{}, c.docketAt(where, ref, id)
	for n := range d.epochs() {
		for member, blob := range d.epoch(n + 1) {
			if s := c.secret(member, blob, files[blob]); s != "" {
				out[s] = true
			}
		}
	}
	return out
}

// allListed returns the secrets of all cases on main, allListedAt those on another ref.
func (c *keychain) allListed(where string) secrets { return c.allListedAt(where, "main") }

func (c *keychain) allListedAt(where, ref string) secrets {
	c.v.t.Helper()
	files, out := c.sealed(where), secrets{}
	for _, id := range c.v.cases() {
		maps.Copy(out, c.listedIn(files, where, ref, id))
	}
	return out
}

// docket is the text of a case's docket.
type docket string

func bare(id string) string { return strings.ReplaceAll(id, "-", "") }

func (c *keychain) docket(where, id string) docket { return c.docketAt(where, "main", id) }

func (c *keychain) docketAt(where, ref, id string) docket {
	c.v.t.Helper()
	id = bare(id)
	return docket(c.v.git(where, "cat-file", "blob", ref+":cases/"+id[:2]+"/"+id+".yaml"))
}

func (d docket) status() string {
	return regexp.MustCompile(`(?m)^status: (\w+)`).FindStringSubmatch(string(d))[1]
}

// keysLine matches an epoch with its members: MEMBER=BLOB, or ~.
var keysLine = pattern.Of(`(?m)^keys\.(\d+): (.*)$`)

func (d docket) epochs() int { return len(keysLine().FindAllString(string(d), -1)) }

// epoch lists the wrapped keys of an epoch, by member.
func (d docket) epoch(n int) map[string]string {
	out := map[string]string{}
	for _, m := range keysLine().FindAllStringSubmatch(string(d), -1) {
		if m[1] != fmt.Sprint(n) {
			continue
		}
		for _, item := range strings.Fields(m[2]) {
			if member, blob, ok := strings.Cut(item, "="); ok {
				out[member] = blob
			}
		}
	}
	return out
}

// readable wants every reader of every case of a copy's main to open all of it with the keys
// that lie in that copy; of a case that is destroyed there is nothing to open.
func (c *keychain) readable(what, where string) {
	c.v.t.Helper()
	files := c.sealed(where)
	for _, id := range c.v.cases() {
		d := c.docket(where, id)
		if d.status() == "destroyed" {
			continue
		}
		list := c.v.git(where, "ls-tree", "-r", "main", "cases/"+id[:2]+"/"+bare(id)+"/")
		for _, m := range sealedLine().FindAllStringSubmatch(list, -1) {
			for member := range d.epoch(d.epochs()) {
				keys := c.has(member, files)
				if slices.Contains(readers(), member) && !c.opened(keys, m[1], files[m[1]]) {
					c.v.t.Fatalf("%s: %s can't open %s any more in the copy %q", what, member, m[2],
						where)
				}
			}
		}
	}
}

// sealedLine is an entry or an attached file, as git ls-tree lists it.
var sealedLine = pattern.Of(`(?m)^100644 blob ([0-9a-f]{40})\t(\S+\.(?:md|att)\.age)$`)

// opened reports whether one of the keys opens a sealed file.
func (c *keychain) opened(keys secrets, blob string, data []byte) bool {
	for s := range keys {
		of := s + blob
		if _, known := c.opens[of]; !known {
			id, err := seal.ParseIdentity(s)
			if err != nil {
				c.v.t.Fatal(err)
			}
			_, err = seal.OpenFile(id, data)
			c.opens[of] = err == nil
		}
		if c.opens[of] {
			return true
		}
	}
	return false
}
