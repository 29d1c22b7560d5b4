package casebook

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/index"
	"casefile/internal/record"
	"casefile/internal/search"
	"casefile/internal/team"
)

// listedBy returns all that pages over many cases take of them, as somebody has it.
func (o *office) listedBy(who string, noIndex bool) string {
	o.Helper()
	b, err := o.open(who, "")
	o.must(err)
	b.noIndex = noIndex
	defer b.CloseLists()
	var out strings.Builder
	say := func(what string, v any, err error) {
		data, jsonErr := json.Marshal(v)
		o.must(jsonErr)
		fmt.Fprintln(&out, what, string(data), err)
	}
	dockets, lost, err := b.DocketsListed(o.ctx)
	say("dockets", dockets, err)
	say("lost", lost, nil)
	unread, err := b.EachRowOf(o.ctx, dockets, nil, func(r *duty.Row) error {
		row := *r // what is found in texts may be known already, and is compared below
		row.Outline.Texts, row.Outline.Checked = nil, false
		say("row", row, nil)
		return nil
	})
	say("unread", unread, err)
	say("not read", b.NotRead(), nil)
	err = b.EachChecked(o.ctx, dockets, who, func(r *duty.Row) error {
		say("findings", append(r.Outline.Findings, r.Outline.Texts...), nil)
		return nil
	})
	say("checked", nil, err)
	return out.String()
}

// searchedBy returns a member's hits in all texts, with the words that a page shows of each.
func (o *office) searchedBy(who string, noIndex bool, f search.Filter) string {
	o.Helper()
	b, err := o.open(who, "")
	o.must(err)
	b.noIndex = noIndex
	defer b.CloseLists()
	var out strings.Builder
	refused, err := b.Search(o.ctx, &search.Query{}, f, func(found search.Found) error {
		data, err := json.Marshal(found)
		fmt.Fprintf(&out, "found %s\n", data)
		return err
	})
	fmt.Fprintln(&out, "refused", refused, err)
	return out.String()
}

// shownBy returns all that a page about each case takes of it, as somebody has it; and how many
// texts of them the index had.
func (o *office) shownBy(who string, ids []record.ID, noIndex bool) (pages string, had int) {
	o.Helper()
	b, err := o.open(who, "")
	o.must(err)
	b.noIndex = noIndex
	defer b.CloseLists()
	var out strings.Builder
	for _, id := range ids {
		cached := b.cachedTexts(o.ctx, id)
		d, err := b.Docket(o.ctx, id)
		if err == nil {
			var door opener
			if door, err = b.opener(o.ctx, d); err == nil {
				for _, f := range must(b.sealedFiles(o.ctx, id, false)) {
					if cached.withKeys(door.Keys).text(door.Case, f) != nil {
						had++
					}
				}
			}
		}
		c, err := b.CaseShown(o.ctx, id, false)
		fmt.Fprintln(&out, "case", id, err)
		if err != nil {
			continue
		}
		for _, it := range append(c.Readable(), pointers(c.Faults)...) {
			fmt.Fprintf(&out, "%#v %#v %s\n", *it.Entry, withoutEntry(it), it.Entry.Text)
		}
		data, err := json.Marshal(duty.RowOf(c))
		o.must(err)
		fmt.Fprintln(&out, string(data))
	}
	return out.String(), had
}

// withoutEntry returns history's part of an item.
func withoutEntry(it *cases.Item) cases.Item {
	bare := *it
	bare.Entry, bare.Request = nil, nil // a pointer prints as where it points
	return bare
}

func pointers(items []cases.Item) (out []*cases.Item) {
	for i := range items {
		out = append(out, &items[i])
	}
	return out
}

// agreeOnPages compares what somebody is shown with the index and without.
func (l *lives) agreeOnPages(who string) (had int) {
	l.Helper()
	want, none := l.shownBy(who, l.all, true)
	got, had := l.shownBy(who, l.all, false)
	if none > 0 {
		l.Fatalf("without the index it had %d texts", none)
	}
	l.same(who, want, got)
	return had
}

// agreeOnSearch compares what somebody finds with the index and without.
func (l *lives) agreeOnSearch(who string) {
	l.Helper()
	var f search.Filter
	switch l.rand.IntN(6) {
	case 0:
		f.Open = true
	case 1:
		f.Closed = true
	case 2:
		f.Cases = []string{string(l.any())}
	}
	l.same(who, l.searchedBy(who, true, f), l.searchedBy(who, false, f))
}

// agreeOnLists compares what somebody has with the index and without.
func (l *lives) agreeOnLists(who string) {
	l.Helper()
	l.same(who, l.listedBy(who, true), l.listedBy(who, false))
}

func (l *lives) same(who, want, got string) {
	l.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			l.Fatalf("%s has with the index\n%s\nand without it\n%s\n%s", who, g[i], w[i],
				strings.Join(l.log, "\n"))
		}
	}
	l.Fatalf("%s has other rows with the index", who)
}

// touch does to an index what happens to one: nothing mostly, or it is lost, damaged, another's.
func (l *lives) touch(who string) {
	folder := filepath.Join(index.Lists(l.dir), who)
	files, _ := filepath.Glob(filepath.Join(folder, "*"))
	if len(files) == 0 {
		return
	}
	file := files[l.rand.IntN(len(files))]
	what := l.rand.IntN(12)
	l.log = append(l.log, fmt.Sprintf("touch %d %s", what, filepath.Base(file)))
	switch what {
	case 0:
		l.must(os.RemoveAll(folder))
	case 1:
		l.must(os.Remove(file))
	case 2:
		data, err := os.ReadFile(file)
		l.must(err)
		for range 20 {
			data[l.rand.IntN(len(data))] ^= byte(1 + l.rand.IntN(255))
		}
		l.must(os.WriteFile(file, data, 0o600))
	case 3:
		l.must(os.Truncate(file, l.rand.Int64N(9000)))
	case 4: // somebody else's
		l.must(os.RemoveAll(folder))
		other := filepath.Join(index.Lists(l.dir), "mina")
		if _, err := os.Stat(other); err == nil && who != "mina" {
			l.must(os.CopyFS(folder, os.DirFS(other)))
		}
	}
}

// somebody is let in, or leaves a case, or the roster changes.
func (l *lives) moves() {
	id := l.any()
	var err error
	what := l.one("grant", "revoke", "team")
	switch what {
	case "grant":
		_, err = l.as("asha").Grant(l.ctx, id, []string{"nia"})
	case "revoke":
		_, err = l.as("mina").Revoke(l.ctx, id, "nia")
	case "team":
		name := l.one("Mina Hall", "Mina Hall-Okoro")
		_, err = l.as("judith").ChangeTeam(l.ctx,
			team.OfMember("mina", func(m *team.Member, _ time.Time) error {
				m.Name = name
				return nil
			}))
	}
	l.log = append(l.log, fmt.Sprintf("%s %s: %v", what, id, err))
}

// happens is something that makes rows stale, each in another way; mostly in cases that go on.
func (l *lives) happens() {
	id := l.any()
	var err error
	what := l.rand.IntN(10)
	switch what {
	case 0:
		l.moves()
	case 1, 2:
		l.now = l.now.AddDate(0, 0, l.rand.IntN(40))
	case 3, 9:
		err = l.policies(id)
	case 4:
		err = l.links(id)
	case 5:
		err = l.covered(id)
	case 6:
		err = l.adds(id)
	case 7:
		err = l.tells(id)
	default:
		l.act()
	}
	l.log = append(l.log,
		fmt.Sprintf("%s happens %d %s: %v", l.now.Format("2006-01-02"), what, id, err))
}

// covered hands a case over for some days, which begin and end with no further word.
func (l *lives) covered(id record.ID) error {
	b := l.as("asha")
	text := fmt.Sprintf("---\nkind: handover\nheadline: Cover\noccurred: %s\nfrom: asha\n"+
		"to: mina\ncover: yes\n"+
		"until: %s\nreason: leave\nopen_risks: none\nnext_steps: [none]\n---\n",
		l.now.Format(time.DateOnly), l.now.AddDate(0, 0, 3+l.rand.IntN(30)).Format(time.DateOnly))
	p, found, err := b.Prepare(l.ctx,
		EntryText{Case: id, Kind: "handover", File: "-", Text: []byte(text)})
	if err != nil || p == nil {
		return fmt.Errorf("%w %v", err, found)
	}
	_, err = b.handOver(l.ctx, id, p)
	return err
}

// Whatever happened to the cases and to the index: with it everybody has the same as without.
func TestListsAreAsWithoutAnIndex(t *testing.T) {
	rounds, acts := uint64(1), 40 // make soak plays more
	if n, err := strconv.ParseUint(os.Getenv("CASEFILE_LIVES"), 10, 64); err == nil {
		rounds = n
	}
	base := newOffice(t)
	base.join("vera", "Vera Lund", team.Records)
	base.join("nia", "Nia Bell", team.Caseworker)
	ids := []record.ID{base.newCase(), base.newCase(), base.newCase()}
	for _, id := range ids[:2] {
		base.grant("asha", id, "vera")
	}
	for seed := range rounds {
		t.Run(fmt.Sprint("round ", seed), func(t *testing.T) {
			l := &lives{office: base.afresh(t), rand: rand.New(rand.NewPCG(seed, 18)), all: ids,
				was: map[record.ID]record.Date{}}
			had := 0
			defer func() { t.Logf("%s", strings.Join(l.log, "\n")) }()
			for range acts {
				l.happens()
				who := l.one("asha", "asha", "asha", "asha", "mina", "nia", "judith", "vera")
				l.touch(who)
				if l.rand.IntN(2) == 0 { // it meets an index that is not at the tip
					l.agreeOnSearch(who)
				}
				had += l.agreeOnPages(who)
				l.agreeOnLists(who)
				had += l.agreeOnPages(who)
				l.agreeOnSearch(who)
			}
			if had < acts {
				t.Errorf("the index had %d texts", had)
			}
		})
	}
}

// Rows of an older program are made anew, which is said; those of a newer one are left alone. Two
// programs in turn would else each open every case, without a word.
func TestListsOfAnotherProgram(t *testing.T) {
	for _, c := range []struct {
		name, row, texts string
		stands           bool // the index is as that program left it
		note             string
	}{
		{"this", duty.RowVersion, search.RowVersion, true, ""},
		{"older rows", "0", search.RowVersion, false,
			"the index of your cases is built again: an older casefile made it"},
		{"older texts", duty.RowVersion, "2", false,
			"the index of your cases is built again: an older casefile made it"},
		{"newer rows", "10", search.RowVersion, true,
			"this went without the index of your cases: a newer casefile made it"},
		{"newer texts and older rows", "0", "10", true,
			"this went without the index of your cases: a newer casefile made it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			o.newCase()
			want := o.listedBy("asha", true)
			o.listedBy("asha", false)
			b := o.as("asha")
			l := b.listsHere(o.ctx, false)
			state := must(l.db.State(o.ctx))
			state.Versions = maps.Clone(state.Versions)
			state.Versions["row"], state.Versions["texts"] = c.row, c.texts
			o.must(l.db.Write(o.ctx, state, nil))
			b.CloseLists()

			b = o.as("asha")
			_, err := b.EachRow(o.ctx, nil, func(*duty.Row) error { return nil })
			b.CloseLists()
			if got := strings.Join(b.Notes, "\n"); got != c.note || err != nil {
				t.Errorf("notes %q, %v; want %q", got, err, c.note)
			}
			b = o.as("asha")
			options, _ := b.myIndex(false)
			db := must(index.Open(o.ctx, options))
			defer db.Close()
			if is := must(db.State(o.ctx)); is.Equal(state) != c.stands {
				t.Errorf("it stands at %v", is)
			}
			if got := o.listedBy("asha", false); got != want {
				t.Errorf("with the index\n%s\nand without\n%s", got, want)
			}
		})
	}
}
