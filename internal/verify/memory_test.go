package verify

import (
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casefile/internal/record"
)

// memory is a History of complete snapshots. Content that begins with "age " counts as a sealed
// file.
type memory struct {
	commits map[string]snapshot
	blobs   map[string]string
	sizes   map[string]int64 // of sealed files, where another one is claimed
	facts   map[record.ID]*CaseFacts
	seen    map[string]bool // sealed files and wrapped keys
	claims  map[string]string
}

type snapshot struct {
	Commit
	files map[string]file
}

type file struct{ mode, id string }

func newMemory() *memory {
	return &memory{map[string]snapshot{}, map[string]string{}, map[string]int64{},
		map[record.ID]*CaseFacts{}, map[string]bool{}, map[string]string{}}
}

func (m *memory) blob(content string) string {
	sum := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(content), content))
	id := hex.EncodeToString(sum[:])
	m.blobs[id] = content
	return id
}

func (m *memory) Commit(id string) (Commit, error) {
	c, ok := m.commits[id]
	if !ok {
		return Commit{}, ErrAbsent
	}
	return c.Commit, nil
}

func (m *memory) Changes(parent, commit string) ([]Change, error) {
	old, now := m.commits[parent].files, m.commits[commit].files
	all := maps.Clone(now)
	maps.Copy(all, old)
	var out []Change
	for path := range all {
		if a, b := old[path], now[path]; a != b {
			out = append(out, Change{path, a.mode, b.mode, a.id, b.id})
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
	return out, nil
}

func (m *memory) File(commit, path string) ([]byte, bool, error) {
	f, ok := m.commits[commit].files[path]
	return []byte(m.blobs[f.id]), ok, nil
}

func (m *memory) Blob(id string) ([]byte, error) {
	content, ok := m.blobs[id]
	if !ok {
		return nil, ErrAbsent
	}
	return []byte(content), nil
}

func (m *memory) Sealed(id string) (Sealed, error) {
	content, ok := m.blobs[id]
	if !ok {
		return Sealed{}, ErrAbsent
	}
	size, claimed := m.sizes[id]
	if !claimed {
		size = int64(len(content))
	}
	s := Sealed{Size: size, OneHybrid: strings.HasPrefix(content, "age "),
		Padded: !strings.HasPrefix(content, "age bare ")}
	if n, err := fmt.Sscanf(strings.TrimPrefix(strings.TrimPrefix(content, "age "), "bare "),
		"to %d", &s.Hybrid); n == 1 && err == nil {
		s.OneHybrid = s.Hybrid == 1
	}
	return s, nil
}

func (m *memory) Case(id record.ID) (*CaseFacts, error) {
	f := m.facts[id]
	if f == nil {
		return nil, nil
	}
	return &CaseFacts{maps.Clone(f.Entries), slices.Clone(f.Endorsements), slices.Clone(f.Keys),
		slices.Clone(f.Releases), f.Until}, nil
}

func (m *memory) Seen(blob string) (bool, error) {
	return m.seen[blob], nil
}

func (m *memory) Claimed(c Claim) (string, error) { return m.claims[c.What], nil }

// whole shows the memory to a judge who begins with the introduction.
type whole struct{ *memory }

func (whole) Case(record.ID) (*CaseFacts, error) { return nil, nil }
func (whole) Seen(string) (bool, error)          { return false, nil }
func (whole) Claimed(Claim) (string, error)      { return "", nil }

// rules returns the rules that faults break, each once, sorted.
func rules(faults []Fault) string {
	var out []string
	for _, f := range faults {
		out = append(out, f.Rule)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

func means(faults []Fault) string {
	var b strings.Builder
	for _, f := range faults {
		fmt.Fprintf(&b, "\n\t%v", f)
	}
	return b.String()
}

// see notes what must not come to history a second time.
func (m *memory) see(l Learned) {
	for _, e := range l.Entries {
		m.seen[e.Blob] = true
	}
	for _, r := range l.Resealed {
		m.seen[r.Blob] = true
	}
	for _, k := range l.Keys {
		m.seen[k.Blob] = true
	}
	for _, e := range l.Epochs {
		m.seen[e.Blob] = true
	}
}
