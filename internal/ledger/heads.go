package ledger

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
)

// headsFile, beside the files of the index, has the heads of all dockets as they were read last,
// by shard. The tree of a shard says what its dockets have: those of a shard with the same tree
// are not read again, for which git takes half a second where there are 10,000. What the file
// says of a case, the history of its docket says too.
const headsFile = "dockets"

// headsForm names the form of the file.
const headsForm = "casefile dockets 1"

// shardHeads are the heads of a shard's dockets, one behind the other, as its tree has them.
type shardHeads struct{ tree, text string }

// EachHead gives the dockets that this copy has, in order of ID and without their keys, and
// those that are lost. It goes by what was noted of them. It is for pages: what acts on a case
// reads its docket.
func (l *Ledger) EachHead(ctx context.Context, do func(*record.Docket) error) ([]Lost, error) {
	shards, err := l.List(ctx, "cases")
	if err != nil {
		return nil, err
	}
	noted := l.notedHeads()
	known := map[string][]*record.Docket{}
	for _, s := range shards {
		if list := noted[s.Name].dockets(s.Name); list != nil && noted[s.Name].tree == s.ID {
			known[s.Name] = list
		}
	}
	read := map[string][]*record.Docket{}
	others := func(shard, _ string) bool { return known[shard] == nil }
	lost, err := l.EachDocketOf(ctx, others, func(d *record.Docket) error {
		d.Keys = nil // most of a docket
		read[d.Case.Shard()] = append(read[d.Case.Shard()], d)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(read) > 0 {
		l.noteHeads(shards, noted, read, lost)
	}
	for _, s := range shards {
		for _, d := range slices.Concat(known[s.Name], read[s.Name]) {
			if err := do(d); err != nil {
				return nil, err
			}
		}
	}
	return lost, nil
}

// dockets are those of a shard; nil where that is not what they are.
func (h shardHeads) dockets(shard string) (out []*record.Docket) {
	err := record.EachHead(h.text, func(d *record.Docket) error {
		if d.Case.Shard() != shard {
			return record.ErrDocket
		}
		out = append(out, d)
		return nil
	})
	if err != nil {
		return nil
	}
	return out
}

func (l *Ledger) headsPath() string { return filepath.Join(l.index.files.dir, headsFile) }

// notedHeads are what was noted of each shard; nothing where this account has not written it.
func (l *Ledger) notedHeads() map[string]shardHeads {
	if l.index.files.dir == "" || !l.pinned {
		return nil
	}
	data, err := readNote(l.headsPath(), mostNotes)
	if err != nil {
		return nil
	}
	return headsFrom(string(data), l.mark)
}

// headsFrom reads the text of the file.
func headsFrom(text string, mark Mark) map[string]shardHeads {
	at := strings.LastIndex(text, "mark ")
	if at < 0 || !strings.HasSuffix(text, "\n") ||
		!mark.is(headsFile, text[:at], text[at+len("mark "):len(text)-1]) {
		return nil
	}
	form, rest, _ := strings.Cut(text[:at], "\n")
	if form != headsForm {
		return nil
	}
	out := map[string]shardHeads{}
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		w := strings.Fields(line)
		if len(w) != 3 {
			return nil
		}
		length, err := strconv.Atoi(w[2])
		if err != nil || length < 0 || length > len(after) {
			return nil
		}
		out[w[0]] = shardHeads{w[1], after[:length]}
		rest = after[length:]
	}
	return out
}

// noteHeads writes the file anew, with what was read now in the place of what was noted. A shard
// of which something is lost is left out, so that each run says so.
func (l *Ledger) noteHeads(shards []store.TreeEntry, noted map[string]shardHeads,
	read map[string][]*record.Docket, lost []Lost) {
	if l.index.files.dir == "" || !l.pinned || l.LooksBack() || !l.index.files.onDisk() {
		return
	}
	text := headsText(shards, noted, read, func(shard string) bool {
		return slices.ContainsFunc(lost, func(x Lost) bool {
			return x.Path == "cases/"+shard || strings.HasPrefix(x.Path, "cases/"+shard+"/")
		})
	})
	text = append(text, "mark "+l.mark.of(headsFile, string(text))+"\n"...)
	if len(text) <= mostNotes { // more is not read
		_ = store.WriteCache(l.headsPath(), 0o600, store.Content(text))
	}
}

func headsText(shards []store.TreeEntry, noted map[string]shardHeads,
	read map[string][]*record.Docket, lacks func(shard string) bool) []byte {
	b := bytes.NewBufferString(headsForm + "\n")
	for _, s := range shards {
		var heads string
		switch list := read[s.Name]; {
		case lacks(s.Name):
			continue
		case list != nil:
			heads = joinedHeads(list)
		case noted[s.Name].tree == s.ID:
			heads = noted[s.Name].text
		}
		fmt.Fprintf(b, "%s %s %d\n%s", s.Name, s.ID, len(heads), heads)
	}
	return b.Bytes()
}

func joinedHeads(list []*record.Docket) string {
	var b strings.Builder
	for _, d := range list {
		b.Write(d.Head())
	}
	return b.String()
}
