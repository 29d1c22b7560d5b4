package ledger

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// examinationFile, beside the files of the index, has what the last examination read and found
// right: the commit that it was about, and the files that the objects lay in. What those files hold
// is not read again within lookHolds while nobody has written to them. A disk that spoils what
// nobody writes to is found out after that, and from scratch at once.
const examinationFile = "look"

// examinationForm names the form of the file.
const examinationForm = "casefile look 1"

// examinationHolds is for how long.
const examinationHolds = 24 * time.Hour

// ExaminationNote is what an examination went by, and what the next one may go by.
type ExaminationNote struct {
	tip   string // "" where nothing was looked at
	at    time.Time
	files store.ObjectFiles
	Dockets
	trees map[string]string // of the shards at tip
}

// Dockets is what was found in all dockets of a look.
type Dockets struct {
	Team, Policy string      // the blobs by which it was found
	Recheck      []string    // shards with a docket in which something is amiss
	Latest       record.Date // until when a destroyed case was to be kept
}

// Same reports whether a shard's folder is as it was at that look.
func (k *ExaminationNote) Same(shard, tree string) bool {
	return k.tip != "" && k.trees[shard] == tree
}

func (l *Ledger) examinationPath() string {
	return filepath.Join(l.index.files.dir, examinationFile)
}

// lastExamination is the last look, as far as it counts for a tip now; one of nothing where it
// doesn't.
func (l *Ledger) lastExamination(ctx context.Context, tip string, now time.Time) *ExaminationNote {
	none := &ExaminationNote{}
	if l.index.files.dir == "" || !l.pinned {
		return none
	}
	data, err := readNote(l.examinationPath(), mostNotes)
	k, ok := parseExaminationNote(string(data), l.mark)
	if err != nil || !ok || now.Before(k.at) || now.Sub(k.at) > examinationHolds {
		return none
	}
	if _, err := l.repo.Since(ctx, k.tip, tip); err != nil { // a line that was replaced
		return none
	}
	is, ok, err := l.repo.ObjectFiles(now)
	if err != nil || !ok || !l.stillWhole(ctx, k.files, is) {
		return none
	}
	list, err := l.ListIn(ctx, k.tip, "cases")
	if err != nil {
		return none
	}
	k.trees = map[string]string{}
	for _, e := range list {
		k.trees[e.Name] = e.ID
	}
	return k
}

// stillWhole reports whether what lay in some files is here and sound. Of a pack the file must be
// the same; an object that had a file of its own is read again where that is another, or gone: it
// may lie in a pack by now.
func (l *Ledger) stillWhole(ctx context.Context, was, is store.ObjectFiles) bool {
	var again []string
	for path, stamp := range was {
		switch id := store.Loose(path); {
		case stamp != "" && is[path] == stamp:
		case id == "":
			return false
		default:
			again = append(again, id)
		}
	}
	for path := range is { // git would go by it first
		if _, known := was[path]; !known && strings.HasPrefix(path, "pack/multi-pack-index") {
			return false
		}
	}
	return l.sound(ctx, again)
}

// sound reads objects of any kind.
func (l *Ledger) sound(ctx context.Context, ids []string) bool {
	kinds, err := l.repo.Kinds(ctx, ids)
	if err != nil || len(ids) == 0 {
		return err == nil
	}
	sorts := map[string][]string{}
	for i, kind := range kinds {
		sorts[kind] = append(sorts[kind], ids[i])
	}
	d := &damageSearch{l: l, seen: map[string]bool{}}
	_, faults, err := l.repo.Commits(ctx, sorts["commit"])
	for _, fault := range faults {
		err = cmp.Or(err, fault)
	}
	if err == nil {
		_, err = l.repo.Trees(ctx, sorts["tree"])
	}
	if err == nil {
		var files []partOf
		for _, id := range sorts["blob"] {
			files = append(files, partOf{TreeEntry: store.TreeEntry{ID: id}})
		}
		err = d.read(ctx, files)
	}
	known := len(sorts["commit"]) + len(sorts["tree"]) + len(sorts["blob"])
	return err == nil && len(d.faults) == 0 && known == len(ids)
}

// NoteExamination notes what an examination found right, for the next one. Where one before it
// counts still and is about the same commit, nothing is written.
func (l *Ledger) NoteExamination(x *Examination, d Dockets, now time.Time) {
	if l.index.files.dir == "" || !l.pinned || !l.index.files.onDisk() || len(x.Faults) > 0 {
		return
	}
	same := x.Last.tip == x.Tip && d.equal(x.Last.Dockets)
	if same && maps.Equal(x.Last.files, x.files) {
		return
	}
	k := ExaminationNote{tip: x.Tip, at: now, files: x.files, Dockets: d}
	if x.Last.tip != "" {
		k.at = x.Last.at // what was read then was not read again
	}
	for path, stamp := range k.files {
		if stamp == "" && store.Loose(path) == "" { // a pack that is being written
			return
		}
	}
	text := store.Content(k.text(l.mark))
	_ = store.WriteCache(l.examinationPath(), 0o600, text)
}

func (d Dockets) equal(other Dockets) bool {
	return d.Team == other.Team && d.Policy == other.Policy && d.Latest == other.Latest &&
		slices.Equal(d.Recheck, other.Recheck)
}

func (k *ExaminationNote) text(mark Mark) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n%s %d %s %s %s %s\n", examinationForm, k.tip, k.at.Unix(), k.Team,
		k.Policy,
		cmp.Or(k.Latest.String(), "-"), cmp.Or(strings.Join(k.Recheck, ","), "-"))
	for _, path := range slices.Sorted(maps.Keys(k.files)) {
		fmt.Fprintf(&b, "%s %s\n", path, cmp.Or(k.files[path], "-"))
	}
	return append(b.Bytes(), "mark "+mark.of(examinationFile, b.String())+"\n"...)
}

// parseExaminationNote reads it; false for what this account has not written.
func parseExaminationNote(text string, mark Mark) (k *ExaminationNote, ok bool) {
	at := strings.LastIndex(text, "mark ")
	if at < 0 || !strings.HasSuffix(text, "\n") ||
		!mark.is(examinationFile, text[:at], text[at+len("mark "):len(text)-1]) {
		return nil, false
	}
	form, rest, _ := strings.Cut(text[:at], "\n")
	head, rest, _ := strings.Cut(rest, "\n")
	w := strings.Fields(head)
	if form != examinationForm || len(w) != 6 || !verify.IsCommitID(w[0]) {
		return nil, false
	}
	seconds, err := strconv.ParseInt(w[1], 10, 64)
	k = &ExaminationNote{tip: w[0], at: time.Unix(seconds, 0), files: store.ObjectFiles{},
		Dockets: Dockets{Team: w[2], Policy: w[3]}}
	if w[4] != "-" && err == nil {
		k.Latest, err = record.ParseDate(w[4])
	}
	if w[5] != "-" {
		k.Recheck = strings.Split(w[5], ",")
	}
	for line := range strings.Lines(rest) {
		path, stamp, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		k.files[path] = strings.TrimPrefix(stamp, "-")
	}
	return k, err == nil
}
