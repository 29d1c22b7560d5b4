package casebook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
)

// What a person recorded within the last day is noted in this copy. If they give the same text
// again, they are asked about it: after a crash, a lost connection, or an answer that nobody saw.
//
// The texts themselves can't be compared, as a contributor reads nothing and recording asks for no
// passphrase. So the note has a keyed hash of each text. The key is in the same file: with this
// machine at hand, anybody can test a text that they guess, while the line is there. The note is
// never pushed.
//
// The file casefile/recent/MEMBER has the key in its first line, and then a line for each text:
// SECONDS CASE/ENTRY HASH. It is written before main moves, and counts only for entries that main
// has.

// SameTextAsked is the time within which the same text is asked about.
const SameTextAsked = 24 * time.Hour

// Recent is a text that was recorded within the last day.
type Recent struct {
	record.Ref
	At time.Time // its time of recording
}

type recentLine struct {
	Recent
	hash string
}

// recentTexts are the noted texts of one member.
type recentTexts struct {
	key   []byte
	lines []recentLine
}

func (b *Book) recentFile(member string) string {
	return filepath.Join(b.repo.CommonDir(), "casefile", "recent", member)
}

// recent reads the note. A lost or unreadable note is empty.
func (b *Book) recent(member string) recentTexts {
	var out recentTexts
	data, err := readOwn(b.recentFile(member), mostNote)
	if err != nil {
		return out
	}
	key, rest, _ := strings.Cut(string(data), "\n")
	if out.key, err = hex.DecodeString(key); err != nil || len(out.key) != sha256.Size {
		return recentTexts{}
	}
	for line := range strings.Lines(rest) {
		var at int64
		var ref, hash string
		if n, _ := fmt.Sscan(line, &at, &ref, &hash); n != 3 {
			continue
		}
		if r, err := record.ParseRef(ref, ""); err == nil {
			out.lines = append(out.lines, recentLine{Recent{r, time.Unix(at, 0).UTC()}, hash})
		}
	}
	return out
}

// hash returns a hash that is the same if the same person gives the same words. Concerns and
// profiles create cases of their own, so their case is left out.
func (t recentTexts) hash(e *record.Entry) string {
	mac := hmac.New(sha256.New, t.key)
	in := e.Case
	if e.Kind == record.KindConcern || e.Kind == record.KindProfile {
		in = ""
	}
	fmt.Fprintf(mac, "%s\n%s\n%s", e.Kind, in, ownWords(e))
	return hex.EncodeToString(mac.Sum(nil))
}

// ownWords returns the author's own part of an entry: its words, or the SHA-256 of an attached
// file.
func ownWords(e *record.Entry) []byte {
	if _, amends := e.Link("amends"); e.Kind == record.KindAttachment && !amends {
		return []byte(e.Str("sha256"))
	}
	return bytes.TrimRight(record.AuthorText(e.Text), " \t\n")
}

// RecordedAlready finds an entry with the same words, kind and case that the same person recorded
// in this copy within the last day.
func (b *Book) RecordedAlready(p *Prepared) (Recent, bool) {
	list := b.recent(p.Entry.By)
	hash := list.hash(p.Entry)
	for _, line := range slices.Backward(list.lines) {
		if line.hash != hash || line.Entry == p.Entry.ID || !sameDay(line.At, b.AuthorTime()) {
			continue
		}
		facts, err := b.Facts(line.Case)
		if err != nil || facts == nil {
			continue
		}
		if fact := facts.Entries[line.Entry]; fact.File != "" && fact.Erased == nil {
			return line.Recent, true
		}
	}
	return Recent{}, false
}

func sameDay(a, b time.Time) bool { return a.Sub(b).Abs() < SameTextAsked }

// noteRecent notes the typed texts of a change, before main moves. If the note can't be written,
// recording goes on, and the same text is not asked about.
func (p *parent) noteRecent(ctx context.Context, change *Change) {
	var typed []*record.Entry
	for _, c := range change.Cases {
		for _, e := range c.Entries {
			if e.typed {
				typed = append(typed, e.Entry)
			}
		}
	}
	if len(typed) == 0 {
		return
	}
	err := p.book.changeRecent(ctx, p.me, func(list *recentTexts) {
		for _, e := range typed {
			ref := record.Ref{Case: e.Case, Entry: e.ID}
			list.lines = append(list.lines, recentLine{Recent{ref, e.Recorded}, list.hash(e)})
		}
	})
	if err != nil {
		p.book.Notes = append(p.book.Notes,
			"were the same text given again, it would not be asked about: "+err.Error())
	}
}

// recentPatience bounds the time that a change of the note waits for another process.
const recentPatience = 5 * time.Second

// changeRecent changes a member's note under its lock. It drops lines older than a day, and draws a
// new key if no line is left.
func (b *Book) changeRecent(ctx context.Context, me team.Member, change func(*recentTexts)) error {
	soon, stop := context.WithTimeout(ctx, recentPatience)
	defer stop()
	unlock, err := b.repo.Lock(soon, "recent")
	if err != nil {
		return err
	}
	defer unlock()
	list := b.recent(me.ID)
	old := func(l recentLine) bool { return !sameDay(l.At, b.AuthorTime()) }
	if list.lines = slices.DeleteFunc(list.lines, old); len(list.lines) == 0 {
		list.key = make([]byte, sha256.Size)
		_, _ = rand.Read(list.key) // crypto/rand never fails
	}
	change(&list)
	if len(list.lines) == 0 {
		return missingIsFine(os.Remove(b.recentFile(me.ID)))
	}
	if err := os.MkdirAll(b.recentFile(""), 0o700); err != nil {
		return err
	}
	return store.WriteCache(b.recentFile(me.ID), 0o600, store.Content(list.encode()))
}

func (t recentTexts) encode() []byte {
	var out strings.Builder
	out.WriteString(hex.EncodeToString(t.key) + "\n")
	for _, l := range t.lines {
		fmt.Fprintf(&out, "%d %s/%s %s\n", l.At.Unix(), string(l.Case), string(l.Entry), l.hash)
	}
	return []byte(out.String())
}

// dropRecent removes the lines of a destroyed case and of erased entries from the notes of all
// members of this copy. So no line can confirm a guess of their words.
func (b *Book) dropRecent(ctx context.Context, id record.ID) error {
	members, err := os.ReadDir(b.recentFile(""))
	if err != nil || len(members) == 0 {
		return missingIsFine(err)
	}
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	facts, err := b.Facts(id)
	gone := func(l recentLine) bool {
		return l.Case == id && (d.Status == record.Destroyed ||
			facts != nil && facts.Entries[l.Entry].Erased != nil)
	}
	for _, m := range members {
		err = errors.Join(err,
			b.changeRecent(ctx, team.Member{ID: m.Name()}, func(list *recentTexts) {
				list.lines = slices.DeleteFunc(list.lines, gone)
			}))
	}
	return err
}
