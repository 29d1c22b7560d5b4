package casebook

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Prepared is an entry ready to be sealed: checked, stamped and padded.
type Prepared struct {
	Entry        *record.Entry
	Text         []byte // exactly what is sealed
	SHA256       string
	SealedBefore *SealedBefore // set if the entry is sealed already
	typed        bool          // typed by the person, not made by the program
}

// EntryText is a text that an author gives for one entry.
type EntryText struct {
	Case record.ID
	Kind string
	File string // the file's name in findings, or "-"
	Text []byte
	ID   record.ID    // drawn when empty
	With []record.Ref // entries that come in the same commit, which links may name
	Made bool         // made by the program, which alone may write origin
	// a text that was sealed before, perhaps elsewhere: strict YAML, kept as it is
	Sealed bool
	// a concern that must get in, whatever its text (record.Kind.Raise)
	Raised bool
}

// TakeTyped turns a typed text into what Prepare checks: strict YAML (record.AsStrict), and without
// the hints of a template. Findings have the lines of the typed text. A raised concern stays as it
// is, as Prepare takes it whole.
func (b *Book) TakeTyped(ctx context.Context, w *EntryText, template bool) (
	record.Findings, error,
) {
	if w.Raised {
		return nil, nil
	}
	k, err := b.kindOf(ctx, w.Kind)
	if err != nil || k == nil {
		return nil, err
	}
	text, found := k.AsStrict(w.Text)
	if template || record.FromTemplate(text) {
		text = k.Unhint(text)
	}
	w.Text = text
	return withFile(found, w.File), nil
}

// kindOf returns a kind by its name, or nil. Prepare reports an unknown kind.
func (b *Book) kindOf(ctx context.Context, name string) (*record.Kind, error) {
	kinds, err := b.KindsToWrite(ctx, name)
	if err != nil {
		return nil, err
	}
	k, _ := kinds.Kind(name)
	return k, nil
}

// Template returns the text that the author of an entry begins with: the template of its kind,
// filled with the given fields. It returns ErrNotFound if there is no such kind.
func (b *Book) Template(ctx context.Context, kind string, given map[string]string) ([]byte, error) {
	kinds, err := b.KindsToWrite(ctx, kind)
	if err != nil {
		return nil, err
	}
	k, ok := kinds.Kind(kind)
	if !ok {
		return nil, ErrNotFound
	}
	return k.Template(given), nil
}

// Prepare checks a text against its kind, expands its links, and inserts the six fields that the
// program writes. It returns no Prepared if a finding is an error. All other bytes of the author
// are kept.
func (b *Book) Prepare(ctx context.Context, w EntryText) (*Prepared, record.Findings, error) {
	kinds, err := b.KindsToWrite(ctx, w.Kind)
	if err != nil {
		return nil, nil, err
	}
	me, err := b.Me()
	if err != nil {
		return nil, nil, err
	}
	if w.Raised {
		return b.prepareRaised(ctx, kinds, me, w)
	}
	return b.prepareChecked(ctx, kinds, me, w)
}

// prepareChecked prepares a text that must pass the checks of its kind.
func (b *Book) prepareChecked(ctx context.Context, kinds *record.Kinds, me team.Member,
	w EntryText,
) (
	*Prepared, record.Findings, error,
) {
	typed := w.Text
	var notes record.Findings
	var err error
	if !w.Sealed {
		if notes, err = b.TakeTyped(ctx, &w, false); err != nil {
			return nil, nil, err
		}
		if kind, ok := kinds.Kind(w.Kind); ok && notes.Failed() {
			return nil, kinds.CheckBesides(kind, notes, typed, b.checkContext(w.Kind)), nil
		}
	}
	_, findings := kinds.Check(w.Text, w.File, b.checkContext(w.Kind))
	findings = append(notes, findings.AsTyped(w.File, typed, w.Text)...)
	if findings.Failed() {
		return nil, findings, nil
	}
	if err := b.trustClock(ctx); err != nil {
		return nil, nil, err
	}
	stamp := b.stampOf(me, &w)
	text, found := record.Splice(w.Text, stamp)
	if found.Failed() {
		return nil, withFile(found, w.File), nil
	}
	resolve := b.linkResolver(ctx, w)
	if text, found = record.ExpandLinks(text, resolve); found.Failed() {
		return nil, withFile(whereTyped(w.Text, resolve, found), w.File), nil
	}
	text, found, err = b.withFollows(ctx, w.Case, text)
	if err != nil || found.Failed() {
		return nil, withFile(found, w.File), err
	}
	p, err := b.pad(ctx, text)
	if err == nil {
		p.typed = !w.Made
		if found := typedOrigin(p.Entry, w); found != nil {
			return nil, found, nil
		}
		if err := b.mayAmend(ctx, p.Entry); err != nil {
			return nil, nil, err
		}
	}
	if errors.Is(err, seal.ErrTooLarge) {
		return nil, withFile(record.Findings{tooLarge()}, w.File), nil
	}
	return p, findings, err
}

// stampOf returns the six fields of a text that I record now.
func (b *Book) stampOf(me team.Member, w *EntryText) record.Stamp {
	if w.ID == "" {
		w.ID = record.NewID()
	}
	return record.Stamp{ID: w.ID, Case: w.Case, Kind: w.Kind, Recorded: b.AuthorTime(), By: me.ID,
		Nonce: record.NewNonce()}
}

func (b *Book) pad(ctx context.Context, text []byte) (*Prepared, error) {
	padded, err := seal.Pad(text)
	if err != nil {
		return nil, err
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	e, err := kinds.Decode(padded)
	if err != nil {
		return nil, fmt.Errorf("the text can't be read back: %w", err)
	}
	return &Prepared{Entry: e, Text: padded, SHA256: seal.Commitment(padded)}, nil
}

// CheckContext returns the context in which a text is checked under the agency's policy.
func (b *Book) CheckContext(kind string) record.Context { return b.checkContext(kind) }

func (b *Book) checkContext(kind string) record.Context {
	about := b.contextUnder(b.Policy())
	about.Kind = kind
	return about
}

// contextUnder returns the context of checks under a policy.
func (b *Book) contextUnder(p *policy.Policy) record.Context {
	return record.Context{Now: b.nowForTexts(), Zone: p.Zone(), Informal: p.Informal(),
		MaxSentence: p.Language.MaxSentenceWords, Jargon: p.Language.Jargon,
		Known: p.Language.Known, Levels: p.Risk.Levels}
}

// nowForTexts returns the instant after which a text may not say that something happened. If the
// clock is a little behind the newest commit, that is the time of the commit: what somebody read
// there has happened. The time of a commit far ahead is ignored.
func (b *Book) nowForTexts() time.Time {
	if reached := b.Reached(); reached.Sub(b.clock.Now) <= verify.ClockSkew {
		return reached
	}
	return b.clock.Now
}

// whereTyped gives findings on links the lines of the author's text. In the spliced text the lines
// have moved.
func whereTyped(author []byte, resolve func(string) (record.Ref, error),
	found record.Findings,
) record.Findings {
	_, typed := record.ExpandLinks(bytes.ReplaceAll(author, []byte("\r\n"), []byte("\n")), resolve)
	if len(typed) == len(found) {
		return typed
	}
	return found
}

func withFile(fs record.Findings, file string) record.Findings {
	out := slices.Clone(fs)
	for i := range out {
		if out[i].File == "" {
			out[i].File = file
		}
	}
	return out
}

// linkResolver returns a function that finds the entry that a link means. Without a case, it
// searches the same case.
func (b *Book) linkResolver(ctx context.Context, w EntryText) func(string) (record.Ref, error) {
	within := w.Case
	return func(typed string) (record.Ref, error) {
		if r, err := record.ParseRef(typed, within); err == nil && slices.Contains(w.With, r) {
			return r, nil
		}
		if strings.Contains(typed, "/") {
			return b.FindEntry(ctx, typed, "")
		}
		return b.FindEntry(ctx, typed, within)
	}
}

// recipient returns the public half of a case's newest key, which is enough to add to the case.
func (b *Book) recipient(ctx context.Context, d *record.Docket) (string, error) {
	data, err := b.Root(ctx, record.EpochPath(d.Case, d.Newest()))
	return strings.TrimSuffix(string(data), "\n"), err
}

// typedOrigin refuses a text whose author typed an origin. With one, its clocks would count from
// another day, and its words would count as another agency's.
func typedOrigin(e *record.Entry, w EntryText) record.Findings {
	if w.Made || len(e.Origin) == 0 {
		return nil
	}
	return record.Findings{{File: w.File, Rule: cases.RuleOriginTyped, Severity: record.Error,
		Found: "the text says where it was recorded first, which only the program writes",
		Do:    "take `origin` out; accept --into, receive and import bring it with them"}}
}

// ErrAmendDenied says that somebody may not amend another's entry.
var ErrAmendDenied = fmt.Errorf("%w", ErrDenied)

// mayAmend refuses an amendment of another's entry in a case that I can't read or add to, as the
// fold would not count it. It uses only public facts, so that a member without the key gets the
// answer too.
func (b *Book) mayAmend(ctx context.Context, e *record.Entry) error {
	ref, amends := e.Link("amends")
	if !amends {
		return nil
	}
	ref.Case = cmp.Or(ref.Case, e.Case)
	facts, err := b.Facts(ref.Case)
	if err != nil || facts == nil {
		return err
	}
	if by := facts.Entries[ref.Entry].Author; by == "" || by == e.By {
		return nil // an entry of the same commit, or the author's own
	}
	if b.MayNow(ctx, team.OpAdd, ref.Case) == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrAmendDenied, &team.Denied{Op: "amend", Member: e.By,
		Needs: "only who recorded an entry, or reads the case and may add to it, amends it; " +
			"record an entry of your own beside it"})
}
