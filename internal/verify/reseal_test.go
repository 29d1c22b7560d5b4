package verify

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
	"casefile/internal/team"
)

const (
	scan     record.ID = "7K2M0GGG" // asha's attachment, and its file
	scanFile record.ID = "7K2M0HHH"
)

// erasable returns a case with a letter and an attachment besides the profile, and an endorsed
// request to erase the letter.
func erasable(t testing.TB) *story {
	s := opened(t)
	s.land(plain("add")(s, "asha"))
	s.land(s.next("add", "asha").entry(theCase, scan).attach(theCase, scanFile))
	s.land(eraseBy(s, "asha"))
	s.endorsed("7K2M1AAA", erasure, "judith", "senior", nil)
	return s
}

func resealBy(s *story, who string) *draft { return s.next("reseal", who).reseal(letter) }

// reseal seals everything in the case again, except erased entries.
func (d *draft) reseal(erased ...record.ID) *draft {
	d.on(theCase, func(k *record.Docket) { *k = AfterReseal(*k, d.keys(k.Readers()...)) })
	d.epoch(theCase, d.after().Newest())
	t := d.trailers(theCase)
	t.Entries, t.Erased = nil, nil
	for _, path := range d.sealedPaths() {
		_, id, _, _ := record.ParseFileName(path[strings.LastIndexByte(path, '/')+1:])
		if slices.Contains(erased, id) {
			d.remove(path)
			t.Erased = append(t.Erased, id)
			continue
		}
		d.put(path, anew(d.mem.blobs[d.files[path].id]))
		t.Entries = append(t.Entries, EntryTrailer{id, sum(string(id))})
	}
	return d
}

// anew returns another sealed file of the same length.
func anew(sealed string) string { return sealed[:len(sealed)-1] + string(sealed[len(sealed)-1]+1) }

// after returns the draft's docket.
func (d *draft) after() *record.Docket {
	k, err := record.ParseDocket([]byte(d.mem.blobs[d.files[record.DocketPath(theCase)].id]))
	if err != nil {
		d.Fatal(err)
	}
	return k
}

func (d *draft) sealedPaths() []string {
	var out []string
	for path := range d.files {
		if strings.HasPrefix(path, record.CaseFolder(theCase)) && strings.HasSuffix(path, ".age") {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// pathOf returns the path of an entry's sealed file at the tip.
func (d *draft) pathOf(id record.ID) string {
	for path := range d.mem.commits[d.tip].files {
		if strings.Contains(path, "-"+string(id)+".") {
			return path
		}
	}
	d.Fatalf("the tip has no %s", id)
	return ""
}

func TestReseal(t *testing.T) {
	reseals := func(t testing.TB) *draft { return resealBy(erasable(t), "asha") }
	first := func(d *draft) *CaseTrailers { return &d.msg.Cases[0] }
	vary(t, reseals, []variation{
		{"an entry left as it was", func(d *draft) {
			d.files[d.pathOf(profile)] = d.mem.commits[d.tip].files[d.pathOf(profile)]
		}, "reseal trailers"},
		{"a file left as it was", func(d *draft) {
			d.files[d.pathOf(scanFile)] = d.mem.commits[d.tip].files[d.pathOf(scanFile)]
		}, "reseal trailers"},
		{"a longer text in an entry's place", func(d *draft) {
			d.put(d.pathOf(profile), "age entry, and more of it, which nobody wrote")
		}, "reseal"},
		{"the file of another entry in its place", func(d *draft) {
			d.files[d.pathOf(profile)] = d.mem.commits[d.tip].files[d.pathOf(letter)]
		}, "entry-replayed"},
		{"what was never sealed", func(d *draft) {
			was := d.mem.blobs[d.mem.commits[d.tip].files[d.pathOf(profile)].id]
			d.put(d.pathOf(profile), strings.Repeat("x", len(was)))
		}, "envelope"},
		{"one entry more than is named", func(d *draft) {
			d.remove(d.pathOf(profile))
		}, "trailers"},
		{"nothing erased", func(d *draft) {
			d.put(d.pathOf(letter),
				anew(d.mem.blobs[d.mem.commits[d.tip].files[d.pathOf(letter)].id]))
			first(d).Erased = nil
		}, "erase trailers"},
		{"the request itself", func(d *draft) {
			d.remove(d.pathOf(erasure))
			first(d).Erased = append(first(d).Erased, erasure)
			first(d).Entries = unnamed(first(d).Entries, erasure)
		}, "erase"},
		{"another SHA-256", func(d *draft) {
			first(d).Entries[0].SHA256 = sum("another text")
		}, "trailers"},
		{"an entry not named", func(d *draft) {
			first(d).Entries = first(d).Entries[1:]
		}, "trailers"},
		{"an endorsement in passing", func(d *draft) {
			first(d).Endorses = []EndorseTrailer{
				{profile, sum(string(profile)), "line", "endorsed"}}
		}, "trailers"},
		{"a new entry with it", func(d *draft) {
			d.put(d.path(theCase, "7K2M9ZZZ"), "age entry 7K2M9ZZZ")
		}, "paths"},
		{"an entry renamed", func(d *draft) {
			d.files[d.path(theCase, profile)] = d.files[d.pathOf(profile)]
			d.remove(d.pathOf(profile))
		}, "paths trailers"},
		{"still pending", set(func(k *record.Docket) { k.Pending = erasure }), "erase"},
		{"closed with it", set(func(k *record.Docket) { k.Status = record.Closed }), "status"},
		{"a reader left out", set(func(k *record.Docket) { delete(k.Keys[1], "mina") }), "keys"},
		{"somebody let in", func(d *draft) {
			set(func(k *record.Docket) { k.Keys[1]["vera"] = d.key() })(d)
		}, "keys"},
		{"a key of before kept", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys[0] = record.Epoch{"mina": d.dockets(theCase).Keys[0]["mina"]}
			})(d)
		}, "keys"},
		{"an old wrapped key listed again", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys[1]["mina"] = d.dockets(theCase).Keys[0]["mina"]
			})(d)
		}, "keys"},
		{"two new epochs", func(d *draft) {
			set(func(k *record.Docket) {
				k.Keys = append(k.Keys, d.keys(k.Readers()...))
			})(d.epoch(theCase, 3))
		}, "keys"},
		{"no recipient", func(d *draft) { d.remove(record.EpochPath(theCase, 2)) }, "epoch"},
		{"adopted", func(d *draft) {
			d.msg.Op, d.msg.Adopts = team.OpAdopt, "reseal"
		}, "adopt role"},
	})
}

func unnamed(list []EntryTrailer, id record.ID) []EntryTrailer {
	var out []EntryTrailer
	for _, e := range list {
		if e.ID != id {
			out = append(out, e)
		}
	}
	return out
}

// A reseal may erase only what was requested and endorsed.
func TestResealNeedsItsRequest(t *testing.T) {
	letters := func(t testing.TB) *story {
		s := opened(t)
		s.land(plain("add")(s, "asha"))
		return s
	}
	asked := func(t testing.TB) *story {
		s := letters(t)
		s.land(eraseBy(s, "asha"))
		return s
	}
	returned := func(t testing.TB) *story {
		s := asked(t)
		s.land(s.next("endorse", "judith").endorse(theCase, "7K2M1AAA", erasure, "senior",
			"returned").on(theCase, func(k *record.Docket) {
			k.Pending = ""
		}))
		return s
	}
	done := func(t testing.TB) *story {
		s := erasable(t)
		s.land(resealBy(s, "asha"))
		return s
	}
	for _, tt := range []struct {
		name  string
		story func(testing.TB) *story
		goes  record.ID
		want  string
	}{
		{"not asked for", letters, letter, "endorsements erase"},
		{"not endorsed", asked, letter, "endorsements"},
		{"returned", returned, letter, "endorsements erase"},
		{"carried out before", done, profile, "endorsements erase"},
		{"while a closure is pending", closing, profile, "endorsements erase pending"},
	} {
		s := tt.story(t)
		if got := rules(s.faults(s.next("reseal", "asha").reseal(tt.goes))); got != tt.want {
			t.Errorf("%s: got rules %q, want %q", tt.name, got, tt.want)
		}
	}
}

// History says who erased an entry, when, and at whose request.
func TestLearnedFromReseal(t *testing.T) {
	s := erasable(t)
	d := resealBy(s, "asha")
	file := d.files[d.pathOf(profile)].id
	s.land(d)
	facts, err := s.judge.CaseFacts(theCase)
	if err != nil {
		t.Fatal(err)
	}
	x := facts.Entries[letter].Erased
	if x == nil || x.By != "asha" || x.Request != erasure || x.Commit != d.c.ID ||
		!x.When.Equal(s.now) {
		t.Errorf("of the erased entry: %+v", x)
	}
	if f := facts.Entries[profile]; f.Erased != nil || f.Resealed != d.c.ID || f.Blob != file ||
		f.Commit == d.c.ID {
		t.Errorf("of an entry that stays: %+v", f)
	}
}

// The ID of an erased entry stays taken for ever. Nobody can endorse it, and no earlier or later
// sealed file of it comes back as an entry.
func TestAfterReseal(t *testing.T) {
	var before, after string
	erased := func(t testing.TB) *draft {
		s := erasable(t)
		d := resealBy(s, "asha")
		before, after = d.mem.blobs[d.blobOf(d.pathOf(profile))],
			d.mem.blobs[d.files[d.pathOf(profile)].id]
		s.land(d)
		return s.next("add", "asha").entry(theCase, "7K2M9YYY")
	}
	vary(t, erased, []variation{
		{"its ID taken again", func(d *draft) {
			d.entry(theCase, letter)
		}, "entry-id entry-replayed trailers"},
		{"a file of before", func(d *draft) {
			d.put(d.path(theCase, "7K2M9YYY"), before)
		}, "entry-replayed"},
		{"a file of after", func(d *draft) {
			d.put(d.path(theCase, "7K2M9YYY"), after)
		}, "entry-replayed"},
		{"endorsed", func(d *draft) {
			*d = *d.story.next("endorse", "mina").endorse(theCase, "7K2M2AAA", letter, "line",
				"endorsed")
		}, "endorse-target"},
	})
}

// An erased hold may have been for the death of the subject, so that only a senior may release it.
func TestErasedHoldIsReleasedBySenior(t *testing.T) {
	for who, want := range map[string]string{"ruth": "role", "judith": ""} {
		s := opened(t)
		s.land(holdBy(s, "asha"))
		s.land(eraseBy(s, "asha"))
		s.endorsed("7K2M1AAA", erasure, "judith", "senior", nil)
		s.land(resealBy(s, "asha"))
		d := s.next("release", who).entry(theCase, third)
		d.trailers(theCase).Releases = letter
		d.on(theCase, func(k *record.Docket) { *k = AfterRelease(*k, letter) })
		if got := rules(s.faults(d)); got != want {
			t.Errorf("released by %s: got rules %q, want %q", who, got, want)
		}
	}
}
