package casebook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

const (
	honest = "the mother said NO"
	forged = "the mother said YE"
)

func shaOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func attachmentText(file record.ID, length int, sum string) string {
	return fmt.Sprintf("---\nkind: attachment\nheadline: A letter\nfile: %s\nname: letter.txt\n"+
		"type: text/plain\nlength: %d\nsha256: %s\n---\n", string(file), length, sum)
}

// attached lands a file with its entry, each as somebody would have it. what is said is the
// honest content; alter changes what is sealed, what the commit declares, or the entries.
func (o *office) attached(id record.ID, content string,
	alter func(*Attached, *[]string),
) record.ID {
	o.Helper()
	b := o.as("asha")
	a, _, err := b.SealFile(o.ctx, id, strings.NewReader(content), int64(len(content)))
	o.must(err)
	texts := []string{attachmentText(a.ID, len(honest), shaOf(honest))}
	if alter != nil {
		alter(&a, &texts)
	}
	var entries []*Prepared
	for _, text := range texts {
		kind := record.FieldLine([]byte(text), "kind")
		entries = append(entries, b.prepared(o, id, kind, text))
	}
	_, err = b.Add(o.ctx, id, entries, []Attached{a})
	o.must(err)
	return entries[0].Entry.ID
}

// damage changes one byte of a sealed file, counted from its end where it is negative.
func (o *office) damage(a *Attached, at int) {
	o.Helper()
	repo := o.as("asha").repo
	data, err := repo.Blob(o.ctx, a.Blob, verify.MaxSealedFile)
	o.must(err)
	data[(at+len(data))%len(data)] ^= 1
	a.Blob, err = repo.WriteBlob(o.ctx, int64(len(data)), func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	o.must(err)
}

// noFile wants a file that is not handed out, whoever asks and however, and that is found by
// whoever looks with the key.
func (o *office) noFile(t *testing.T, id, entry record.ID, rule, says string) {
	t.Helper()
	ref := record.Ref{Case: id, Entry: entry}
	got, err := o.saved("mina", ref)
	fault, ok := errors.AsType[*EntryFault](err)
	if got != "" || !ok || fault.Ref != ref || !strings.Contains(fault.Fault, says) {
		t.Errorf("saved %q, %v; want %q", got, err, says)
	}
	if errors.Is(err, ErrNoKey) {
		t.Errorf("it is told as a missing key: %v", err)
	}
	b := o.as("mina")
	if _, err := b.copyFile(o.ctx, id, ref); !errors.Is(err, ledger.ErrFault) {
		t.Errorf("copied: %v", err)
	}
	for _, scratch := range []bool{true, false, false} { // and again: it is no word said once
		x := o.examined("mina", ExamineOptions{WithKey: true, FromScratch: scratch})
		if got := slices.Compact(rulesOfFaults(x)); !slices.Equal(got, []string{rule}) {
			t.Errorf("verify --with-key finds %v, want %s: %+v", got, rule, x.Faults)
		}
	}
	if x := o.examined("mina", ExamineOptions{FromScratch: true}); len(x.Faults) > 0 {
		t.Errorf("without a key: %v", x.Faults)
	}
}

// An attached file is as its commit and its entry say, or nobody can read it.
func TestAttachedFileThatDiffers(t *testing.T) {
	base := newOffice(t)
	id := base.newCase()
	other := base.attached(id, honest, nil)
	if got, err := base.saved("mina", record.Ref{Case: id, Entry: other}); err != nil ||
		got != honest {
		t.Fatalf("an honest file: %q, %v", got, err)
	}
	otherFile := func(o *office) string {
		it, err := o.as("mina").OpenEntry(o.ctx, record.Ref{Case: id, Entry: other})
		o.must(err)
		return it.Str("file")
	}
	for name, tt := range map[string]struct {
		content, rule, says string
		alter               func(*office, *Attached, *[]string)
	}{
		"of another text, as its commit declares": {forged, "entry-attached", "its SHA-256 differs",
			nil},
		"of neither's text": {forged, "entry-text", "its commit declared",
			func(_ *office, a *Attached, _ *[]string) { a.SHA256 = shaOf("something else") }},
		"of the entry's text, and not the commit's": {honest, "entry-text", "its commit declared",
			func(_ *office, a *Attached, _ *[]string) { a.SHA256 = shaOf(honest) }},
		"longer than its entry says":  {honest + "!", "entry-attached", "its length differs", nil},
		"shorter than its entry says": {honest[:5], "entry-attached", "its SHA-256 differs", nil},
		"longer, and not the commit's": {honest + "!", "entry-text", "its commit declared",
			func(_ *office, a *Attached, _ *[]string) { a.SHA256 = shaOf("something else") }},
		"damaged at its end": {honest, "entry-text", "damaged",
			func(o *office, a *Attached, _ *[]string) { o.damage(a, -1) }},
		"damaged in its beginning": {honest, "entry-text", "damaged",
			func(o *office, a *Attached, _ *[]string) { o.damage(a, 1700) }},
		"of another commit": {honest, "entry-attached", "which came with the commit",
			func(o *office, a *Attached, texts *[]string) {
				*texts = []string{
					attachmentText(record.ID(otherFile(o)), len(honest), shaOf(honest)),
					attachmentText(a.ID, len(honest), shaOf(honest))}
			}},
		"of no commit": {honest, "entry-attached", "which the case does not have",
			func(_ *office, a *Attached, texts *[]string) {
				*texts = []string{attachmentText("7K2M9QXH", len(honest), shaOf(honest)),
					attachmentText(a.ID, len(honest), shaOf(honest))}
			}},
		"that another entry names too": {honest, "entry-attached", "another entry names the file",
			func(_ *office, a *Attached, texts *[]string) { *texts = append(*texts, (*texts)[0]) }},
	} {
		t.Run(name, func(t *testing.T) {
			o := base.afresh(t)
			entry := o.attached(id, tt.content, func(a *Attached, texts *[]string) {
				if tt.alter != nil {
					tt.alter(o, a, texts)
				}
			})
			o.noFile(t, id, entry, tt.rule, tt.says)
			if got, err := o.saved("mina", record.Ref{Case: id, Entry: other}); err != nil ||
				got != honest {
				t.Errorf("the honest file beside it: %q, %v", got, err)
			}
		})
	}
}

// A file under the cover of another entry is named by nobody.
func TestAttachedFileOfNobody(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	o.attached(id, honest, func(_ *Attached, texts *[]string) {
		*texts = []string{noteText("Cover")}
	})
	x := o.examined("mina", ExamineOptions{WithKey: true, FromScratch: true})
	if got := rulesOfFaults(x); !slices.Equal(got, []string{"entry-attached"}) ||
		!strings.HasSuffix(x.Faults[0].Path, ".att.age") {
		t.Errorf("verify finds %+v", x.Faults)
	}
}

// A file of an epoch that I have no key of is told as that, and a damaged one as damaged,
// however many keys are tried.
func TestDamagedFileOfTwoEpochs(t *testing.T) {
	o := newOffice(t)
	o.join("nia", "Nia Lowe", team.Caseworker)
	id := o.newCase()
	o.grant("asha", id, "nia")
	before := o.attached(id, honest, nil)
	o.revoke("mina", id, "nia")
	after := o.attached(id, honest, func(a *Attached, _ *[]string) { o.damage(a, -1) })
	o.noFile(t, id, after, "entry-text", "damaged")
	if got, err := o.saved("mina", record.Ref{Case: id, Entry: before}); err != nil ||
		got != honest {
		t.Errorf("the file of the first epoch: %q, %v", got, err)
	}
	o.grant("asha", id, "nia")
	if got, err := o.saved("nia", record.Ref{Case: id, Entry: before}); err != nil ||
		got != honest {
		t.Errorf("nia's: %q, %v", got, err)
	}
}

// A reseal that exchanges an attached file is found out, and nothing goes that would open the
// file as it was.
func TestResealExchangesAFile(t *testing.T) {
	for name, put := range map[string]string{"as long": forged, "longer": forged + "S",
		"blank": strings.Repeat(" ", len(honest))} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			id := o.newCase()
			entry := o.attached(id, honest, nil)
			it, err := o.as("mina").OpenEntry(o.ctx, record.Ref{Case: id, Entry: entry})
			o.must(err)
			file := record.ID(it.Str("file"))
			goes := o.note(o.as("asha"), id, "Of another family")
			o.requestErasure(id, goes)
			o.endorsedAs("judith", "senior", id)
			o.reseals("mina", id, func(files []Resealed, recipient string) []Resealed {
				for i, f := range files {
					if f.ID == file {
						var s bytes.Buffer
						_, _, err := seal.SealAttachment(recipient, &s, strings.NewReader(put),
							int64(len(put)))
						o.must(err)
						files[i].Blob = o.blob(s.Bytes())
					}
				}
				return files
			})
			before := o.wrappedHere()
			_, err = o.as("asha").PurgeDue(o.ctx)
			if found, ok := errors.AsType[*ledger.FaultError](err); !ok ||
				found.Faults[0].Rule != verify.RuleEntryText {
				t.Errorf("purging: %v", err)
			}
			if n := o.wrappedHere(); n != before {
				t.Errorf("%d wrapped keys of %d are left", n, before)
			}
			o.noFile(t, id, entry, "entry-text", "its commit declared")
		})
	}
}

// A reseal leaves a file that differed before as it was, and the others good.
func TestResealKeepsWhatDiffered(t *testing.T) {
	o := newOffice(t)
	id := o.newCase()
	good, bad := o.attached(id, honest, nil), o.attached(id, forged, nil)
	goes := o.note(o.as("asha"), id, "Of another family")
	o.requestErasure(id, goes)
	o.endorsedAs("judith", "senior", id)
	o.reseals("mina", id, func(files []Resealed, _ string) []Resealed { return files })
	if _, err := o.as("asha").PurgeDue(o.ctx); err != nil {
		t.Errorf("purging: %v", err)
	}
	if got, err := o.saved("asha", record.Ref{Case: id, Entry: good}); err != nil || got != honest {
		t.Errorf("the good file: %q, %v", got, err)
	}
	o.noFile(t, id, bad, "entry-attached", "its SHA-256 differs")
}

// requestErasure has asha ask for it.
func (o *office) requestErasure(id record.ID, targets ...record.ID) record.ID {
	o.Helper()
	b := o.as("asha")
	var list []string
	for _, e := range targets {
		list = append(list, string(e))
	}
	text := "---\nkind: erasure\ntarget: [" + strings.Join(list, ", ") +
		"]\nbasis: wrong_case\nauthority: M. Hall\n" +
		"reason: recorded in the wrong case\nbreach: no\n---\n"
	p := b.prepared(o, id, "erasure", text)
	_, err := b.RequestErasure(o.ctx, id, p)
	o.must(err)
	return p.Entry.ID
}

// crafted returns a text that no checker saw.
func (b *Book) crafted(o *office, id record.ID, kind, text string) *Prepared {
	o.Helper()
	me, err := b.Me()
	o.must(err)
	stamp := record.Stamp{ID: record.NewID(), Case: id, Kind: kind, Recorded: b.AuthorTime(),
		By:    me.ID,
		Nonce: record.NewNonce()}
	spliced, found := record.Splice([]byte(text), stamp)
	if found.Failed() {
		o.Fatal(found)
	}
	p, err := b.pad(o.ctx, spliced)
	o.must(err)
	return p
}

// An entry of an unknown kind passes by no rule. Under any operation except add the text is
// refused, and nothing that rests on it happens.
func TestRequestOfAnUnknownKind(t *testing.T) {
	for _, kind := range []string{"foo", "note", "erasures", "school-visit"} {
		t.Run(kind, func(t *testing.T) {
			o := newOffice(t)
			id := o.newCase()
			b := o.as("asha")
			stays, goes := o.note(b, id, "Seen at home"), o.note(b, id, "Of another family")
			b = o.as("mina")
			r := b.crafted(o, id, kind, "---\ntarget: "+string(goes)+"\nheadline: A request\n---\n")
			_, err := b.RequestErasure(o.ctx, id, r)
			o.must(err)
			o.wantFault(t, id, r.Entry.ID, kind, "does not come with the operation erase-request")
			o.endorsedAs("judith", "senior", id)
			d := o.docket(id)
			if targets, err := o.as("mina").ErasureTargets(o.ctx, d); !errors.Is(err,
				ledger.ErrFault) || targets != nil {
				t.Errorf("it names %v, %v", targets, err)
			}
			ref := record.Ref{Case: id, Entry: r.Entry.ID}
			if _, err := o.as("mina").CarryOutErasure(o.ctx, ref, nil); !errors.Is(err,
				ledger.ErrFault) {
				t.Errorf("carried out: %v", err)
			}
			o.resealsWithout("mina", id, stays)
			before := o.wrappedHere()
			_, err = o.as("asha").PurgeDue(o.ctx)
			if found, ok := errors.AsType[*ledger.FaultError](err); !ok ||
				found.Faults[0].Rule != verify.RuleEntryKind {
				t.Errorf("purging: %v", err)
			}
			if n := o.wrappedHere(); n != before {
				t.Errorf("%d wrapped keys of %d are left", n, before)
			}
			x := o.examined("asha", ExamineOptions{WithKey: true, FromScratch: true})
			if got := rulesOfFaults(x); !slices.Equal(got, []string{"entry-kind"}) {
				t.Errorf("verify --with-key finds %v", got)
			}
		})
	}
}

// resealsWithout lands a reseal that erases one entry, whatever was asked for.
func (o *office) resealsWithout(who string, id, goes record.ID) {
	o.Helper()
	b := o.as(who)
	_, err := b.onCase(o.ctx, "reseal", id, func(p *parent, d record.Docket) (*CaseChange, error) {
		key, err := seal.NewIdentity()
		o.must(err)
		epoch, err := p.wrap(key, d.Readers())
		o.must(err)
		files, err := p.reseal(&d, key.Recipient(), []record.ID{goes})
		o.must(err)
		return &CaseChange{Docket: verify.AfterReseal(d, epoch), NewEpoch: key.Recipient(),
			Resealed: files}, nil
	})
	o.must(err)
}

// Each operation that rests on a text wants one of its own kind.
func TestKindsOfOperations(t *testing.T) {
	for _, tt := range []struct{ op, who, kind string }{
		{"hold", "mina", "foo"},
		{"hold", "mina", "note"},
		{"close", "mina", "foo"},
		{"close", "mina", "hold"},
		{"add", "asha", "erasure"},
		{"add", "asha", "disposal"},
		{"add", "asha", "closure"},
		{"add", "asha", "handover"},
		{"concern", "asha", "foo"},
	} {
		t.Run(tt.op+" "+tt.kind, func(t *testing.T) {
			o := newOffice(t)
			id := o.newCase()
			b := o.as(tt.who)
			p := b.crafted(o, id, tt.kind, "---\nheadline: Forged\n---\n")
			_, err := b.onCase(o.ctx, tt.op, id,
				func(pt *parent, d record.Docket) (*CaseChange, error) {
					switch tt.op {
					case "hold":
						d = d.WithHold(p.Entry.ID)
					case "close":
						today := b.Today()
						d.Status, d.Pending, d.ServiceEnded = record.Closing, p.Entry.ID, today
						d.RetainUntil, d.Policy = today.AddYears(8).YearEnd(), b.Policy().Version
					}
					return &CaseChange{Docket: d, Entries: []*Prepared{p}}, nil
				})
			o.must(err)
			o.wantFault(t, id, p.Entry.ID, tt.kind, "does not come with the operation "+tt.op)
			it, err := o.as("judith").OpenEntry(o.ctx, record.Ref{Case: id, Entry: p.Entry.ID})
			if err != nil || it.Rule != "entry-kind" || it.Text != nil || it.Kind != "" ||
				it.Headline != "" {
				t.Errorf("opened %+v, %v", it.Entry, err)
			}
		})
	}
}

// What is adopted was read by who adopts it: a text that does not open, or is not what its
// commit says, stays where it is, and nothing of it is a draft.
func TestAdoptUnread(t *testing.T) {
	for name, tt := range map[string]struct {
		forge func(t *testing.T, o *office, b *Book, id record.ID)
		says  string
	}{
		"by another": {func(t *testing.T, o *office, b *Book, id record.ID) {
			p := rewritten(b.prepared(t, id, "note", noteText("Forged")), "by: carl", "by: mina")
			_, err := b.Add(o.ctx, id, []*Prepared{p}, nil)
			o.must(err)
		}, "it is by mina, but carl recorded it"},
		"no entry, and not what is declared": {
			func(t *testing.T, o *office, b *Book, id record.ID) {
				p := b.prepared(t, id, "note", noteText("Forged"))
				p.Text = must(seal.Pad([]byte("no entry at all\n")))
				_, err := b.Add(o.ctx, id, []*Prepared{p}, nil)
				o.must(err)
			}, "its SHA-256 differs"},
		"no entry": {func(t *testing.T, o *office, b *Book, id record.ID) {
			p := b.prepared(t, id, "note", noteText("Forged"))
			p.Text = must(seal.Pad([]byte("no entry at all\n")))
			p.SHA256 = seal.Commitment(p.Text)
			_, err := b.Add(o.ctx, id, []*Prepared{p}, nil)
			o.must(err)
		}, "front matter"},
		"of another case": {func(t *testing.T, o *office, b *Book, id record.ID) {
			p := rewritten(b.prepared(t, id, "note", noteText("Forged")), "case: "+string(id),
				"case: 9ZZZ9ZZZ")
			_, err := b.Add(o.ctx, id, []*Prepared{p}, nil)
			o.must(err)
		}, "belongs to the case 9ZZZ-9ZZZ"},
		"of a kind for another operation": {func(t *testing.T, o *office, b *Book, id record.ID) {
			p := b.crafted(o, id, "closure", "---\nheadline: Forged\n---\n")
			_, err := b.Add(o.ctx, id, []*Prepared{p}, nil)
			o.must(err)
		}, "a closure does not come with the operation add"},
		"sealed to nobody here": {func(t *testing.T, o *office, b *Book, id record.ID) {
			p := b.prepared(t, id, "note", noteText("Forged"))
			o.sealedElsewhere(b, id, p)
		}, "do not have"},
		"a file that is another": {func(t *testing.T, o *office, b *Book, id record.ID) {
			a, _, err := b.SealFile(o.ctx, id, strings.NewReader(forged), int64(len(forged)))
			o.must(err)
			p := b.prepared(t, id, "attachment", attachmentText(a.ID, len(honest), shaOf(honest)))
			_, err = b.Add(o.ctx, id, []*Prepared{p}, []Attached{a})
			o.must(err)
		}, "not the one that its entry describes"},
		"a file that nobody names": {func(t *testing.T, o *office, b *Book, id record.ID) {
			a, _, err := b.SealFile(o.ctx, id, strings.NewReader(forged), int64(len(forged)))
			o.must(err)
			_, err = b.Add(o.ctx, id, []*Prepared{b.prepared(t, id, "note", noteText("Cover"))},
				[]Attached{a})
			o.must(err)
		}, "no entry of its commit names"},
	} {
		t.Run(name, func(t *testing.T) {
			o, carls, id := orphaned(t)
			carls.note(carls.as("carl"), id, "Honest")
			tt.forge(t, carls, carls.as("carl"), id)
			commit := carls.git("rev-parse", ledger.MainRef)
			carls.note(carls.as("carl"), id, "Honest too")
			o.leaving()
			j, err := o.adopts("mina", carls)
			o.must(err)
			o.sound()
			o.wants(j, 0, 2, 1, 0)
			c := j.Conflicts[0]
			if c.Commit != commit || !strings.Contains(c.Why.Error(), tt.says) {
				t.Errorf("told %v of %s, want %q of %s", c.Why, c.Commit, tt.says, commit)
			}
			if got := o.refs(ledger.ConflictsPrefix)[c.Ref]; got != commit {
				t.Errorf("it is kept at %q", got)
			}
			if drafts, err := o.as("mina").Drafts(); err != nil || len(drafts) > 0 {
				t.Errorf("drafts: %v, %v", drafts, err)
			}
			o.reads(id, "Honest", "Honest too")
			if x := o.examined("mina", ExamineOptions{WithKey: true}); len(x.Faults) > 0 {
				t.Errorf("verify finds %v", x.Faults)
			}
		})
	}
}

// sealedElsewhere lands a note that is sealed to a key of nobody's.
func (o *office) sealedElsewhere(b *Book, id record.ID, p *Prepared) {
	o.Helper()
	other, err := seal.NewIdentity()
	o.must(err)
	sealed, err := seal.Seal(other.Recipient(), p.Text)
	o.must(err)
	d, err := b.Docket(o.ctx, id)
	o.must(err)
	recipient, err := b.recipient(o.ctx, d)
	o.must(err)
	p.SealedBefore = &SealedBefore{Blob: o.blob(sealed), Recipient: recipient,
		Text: func() ([]byte, error) {
			return p.Text, nil
		}}
	_, err = b.Add(o.ctx, id, []*Prepared{p}, nil)
	o.must(err)
}
