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

// examinationFile lies beside the files of the index. It says what the last examination read and
// found right: the commit, and the files that held the objects. Within examinationHolds, files that
// nobody has written to are not read again. An examination from scratch reads them at once; others
// find a spoiled disk only after that time.
const examinationFile = "look"

// examinationForm names the form of the file.
const examinationForm = "casefile look 1"

// examinationHolds is the time for which the note counts.
const examinationHolds = 24 * time.Hour

// ExaminationNote holds the facts on which an examination relied, and on which the next one may
// rely.
type ExaminationNote struct {
	tip   string // "" where nothing was examined
	at    time.Time
	files store.ObjectFiles
	Dockets
	trees map[string]string // of the shards at tip
}

// Dockets holds the findings about all dockets.
type Dockets struct {
	Team, Policy string      // the blobs on which the findings depend
	Recheck      []string    // shards with a docket that has a problem
	Latest       record.Date // the latest date until which a destroyed case was to be kept
}

// Same reports whether a shard's folder is unchanged since that examination.
func (k *ExaminationNote) Same(shard, tree string) bool {
	return k.tip != "" && k.trees[shard] == tree
}

func (l *Ledger) examinationPath() string {
	return filepath.Join(l.index.files.dir, examinationFile)
}

// lastExamination returns the note of the last examination, if it still counts for this tip;
// otherwise an empty note.
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
	if _, err := l.repo.Since(ctx, k.tip, tip); err != nil { // that line was replaced
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

// stillWhole reports whether the objects of some files are present and sound. A pack must be the
// same file. An object that had a file of its own is read again where that file is changed or gone:
// the object may be in a pack now.
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
	for path := range is { // git would read it first
		if _, known := was[path]; !known && strings.HasPrefix(path, "pack/multi-pack-index") {
			return false
		}
	}
	return l.sound(ctx, again)
}

// sound reports whether objects of any kind can be read.
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

// NoteExamination notes for the next examination what this one found right. It writes nothing where
// an earlier note of the same commit still counts.
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
		k.at = x.Last.at // what was read then was not read again now
	}
	for path, stamp := range k.files {
		if stamp == "" && store.Loose(path) == "" { // a pack that git is writing
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

// parseExaminationNote reads a note; false where this account has not written it.
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
