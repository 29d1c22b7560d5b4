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

// headsFile lies beside the files of the index. It has the heads of all dockets as they were last
// read, by shard and the shard's tree. Dockets of a shard with the same tree are not read again:
// git needs half a second for 10,000. The file says nothing that the history of the dockets does
// not say.
const headsFile = "dockets"

// headsForm names the form of the file.
const headsForm = "casefile dockets 1"

// shardHeads holds the heads of a shard's dockets, concatenated, for one tree of the shard.
type shardHeads struct{ tree, text string }

// EachHead visits the dockets that this copy has, without their keys, in order of ID, and returns
// the lost ones. It uses the noted heads. It is for pages: code that acts on a case reads its
// docket.
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
		d.Keys = nil // the keys are most of a docket
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

// dockets returns the shard's dockets; nil where the text is damaged or of another shard.
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

// notedHeads returns the noted heads by shard; nil where this account has not written the file.
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

// headsFrom parses the file.
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

// noteHeads writes the file again, with the heads that were read now. It omits a shard with lost
// dockets, so that each run reports the loss.
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
	if len(text) <= mostNotes { // a larger file would not be read
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
