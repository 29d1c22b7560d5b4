package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

type endorseOptions struct {
	textOptions
	verdict, level, covering, evidence string
	oneByOne, reported                 bool
}

func (a *App) newEndorseCommand() *cobra.Command {
	o := &endorseOptions{}
	cmd := &cobra.Command{
		Use: "endorse ENTRY... | endorse -i", Short: "Endorse entries, return them with a comment, or decline", GroupID: "manage",
		Long: `Endorse entries by a signed commit that binds their exact texts. The level, line
or senior, follows from your role and from what policy still asks for. A return
or a refusal needs a comment (-F FILE, or the editor).

With -i it goes through everything that waits for you, in all cases: it shows
each entry and what changed since its last version, and asks. What you decide is
recorded at once, so that you can stop at any time.

With --reported you record what somebody outside the team, a trustee on the
telephone say, has said of an entry: reported, not signed. The text (-F FILE, or
the editor) says who, in what role, when and how, and an entry of the case is the
evidence. It counts only where policy says so: endorsement.accept_reported.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if o.oneByOne {
				return arguments(0, 0, "with -i")(cmd, args)
			}
			return arguments(1, -1, "ENTRY...")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.oneByOne {
				return a.runEndorseOneByOne(cmd.Context(), *o)
			}
			return a.withBook(cmd.Context(), func(b *casebook.Book) error { return a.runEndorse(cmd.Context(), b, *o, args) })
		},
	}
	o.flags(cmd)
	return cmd
}

func (o *endorseOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.verdict, "verdict", "endorsed", "endorsed, returned or declined")
	f.StringVar(&o.level, "level", "", "line or senior (default: what is still asked for and your role allows)")
	f.StringVarP(&o.file, "file", "F", "", "take the comment from a `file`; - is stdin")
	f.StringVar(&o.draft, "draft", "", "take the comment from a kept draft, by its `ID`")
	f.StringVar(&o.covering, "covering", "", "the absent `member` for whom you act")
	f.BoolVarP(&o.oneByOne, "interactive", "i", false, "go through all that waits for you")
	f.BoolVar(&o.reported, "reported", false, "what somebody outside the team has said: reported, not signed")
	f.StringVar(&o.evidence, "evidence", "", "with --reported: the `entry` of the case that shows it")
}

func (o endorseOptions) check(b *casebook.Book) error {
	switch {
	case !slices.Contains([]string{"endorsed", "returned", "declined"}, o.verdict):
		return usage("--verdict is endorsed, returned or declined, not %q", o.verdict)
	case o.level != "" && o.level != "line" && o.level != "senior":
		return usage("--level is line or senior, not %q", o.level)
	case o.evidence != "" && !o.reported:
		return usage("--evidence goes with --reported")
	case o.file != "" && o.draft != "":
		return usage("-F and --draft exclude each other")
	case o.covering != "":
		return knownMembers(b, []string{o.covering})
	}
	return nil
}

func (a *App) runEndorse(ctx context.Context, b *casebook.Book, o endorseOptions, typed []string) error {
	if err := o.check(b); err != nil {
		return err
	}
	if err := a.writing(); err != nil {
		return err
	}
	refs, err := findEntries(ctx, b, typed)
	if err != nil {
		return err
	}
	id := refs[0].Case
	for _, r := range refs {
		if r.Case != id {
			return usage("endorse entries of one case at a time")
		}
		if err := a.ready(ctx, b, "endorse", id); err != nil {
			return err
		}
	}
	if o.reported {
		return a.runReported(ctx, b, o, refs)
	}
	comment, err := a.comment(ctx, b, o)
	if err != nil {
		return err
	}
	entries, err := a.endorsements(ctx, b, o, refs, comment)
	if err != nil {
		return err
	}
	done, err := b.Endorse(ctx, id, entries)
	if err != nil {
		return err
	}
	if o.draft != "" {
		if err := b.DropDraft(o.draft); err != nil {
			a.say("note: the draft was not removed: %v", err)
		}
	}
	a.sayEndorsed(done)
	return a.saved("endorse", done)
}

func findEntries(ctx context.Context, b *casebook.Book, typed []string) ([]record.Ref, error) {
	var refs []record.Ref
	for _, t := range typed {
		r, err := b.FindEntry(ctx, t, "")
		if err != nil {
			return nil, err
		}
		if slices.Contains(refs, r) {
			return nil, usage("%s is named twice", r)
		}
		refs = append(refs, r)
	}
	return refs, nil
}

// comment is what the manager says with the verdict; a return needs one.
func (a *App) comment(ctx context.Context, b *casebook.Book, o endorseOptions) (string, error) {
	var text []byte
	var err error
	switch {
	case o.draft != "":
		var d casebook.Draft
		d, err = b.OpenDraft(o.draft)
		text = d.Text
	case o.file != "":
		text, err = a.readText(o.file)
	case o.verdict != "endorsed":
		text, err = a.edit(ctx, nil, "comment")
	}
	if err == nil && o.verdict != "endorsed" && len(bytes.TrimSpace(text)) == 0 {
		err = usage("a verdict of %q needs a comment", o.verdict)
	}
	return strings.TrimSpace(string(text)), err
}

// endorsements prepares an endorsement for each entry, after looking at the
// case as it stands.
func (a *App) endorsements(ctx context.Context, b *casebook.Book, o endorseOptions, refs []record.Ref, comment string) ([]*casebook.Prepared, error) {
	c, err := b.Case(ctx, refs[0].Case)
	if err != nil {
		return nil, err
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	var out []*casebook.Prepared
	for _, ref := range refs {
		thread, target := version(c, ref.Entry)
		if target == nil {
			return nil, notFound("%s can't be endorsed: its text can't be read or breaks a rule", ref)
		}
		level, err := levelFor(ctx, b, me, thread, target, o)
		if err != nil {
			return nil, err
		}
		p, err := a.endorsement(ctx, b, target, level, o, comment)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(x, y *casebook.Prepared) int { return strings.Compare(string(x.Entry.ID), string(y.Entry.ID)) })
	return out, nil
}

// version finds a text, of those that stand or stood, by its own ID.
func version(c *cases.Case, id record.ID) (*cases.Thread, *cases.Item) {
	t := c.Thread(id)
	if t == nil {
		return nil, nil
	}
	for _, it := range append([]*cases.Item{t.Item}, t.History...) {
		if it.ID == id {
			return t, it
		}
	}
	return nil, nil
}

func (a *App) endorsement(ctx context.Context, b *casebook.Book, target *cases.Item, level string, o endorseOptions, comment string) (*casebook.Prepared, error) {
	var text strings.Builder
	fmt.Fprintf(&text, "---\ntarget: %s\ntarget_sha256: %s\nlevel: %s\nverdict: %s\n", string(target.ID), target.SHA256, level, o.verdict)
	if o.covering != "" {
		fmt.Fprintf(&text, "covering: %s\n", o.covering)
	}
	if comment != "" {
		quoted, err := json.Marshal(comment) // a JSON string is a YAML string
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&text, "comment: %s\n", quoted)
	}
	text.WriteString("---\n")
	p, findings, err := b.Prepare(ctx, casebook.Writing{Case: target.Case, Kind: "endorsement", File: "comment", Text: []byte(text.String())})
	if err == nil && findings.Failed() {
		err = a.failed(findings)
	}
	return p, err
}

// sayEndorsed tells what became of the case.
func (a *App) sayEndorsed(done *casebook.Done, how ...string) {
	d := done.Dockets[0]
	if a.global.json {
		return
	}
	for _, e := range done.Change.Cases[0].Endorses {
		a.print("%s/%s  %s", d.Case, e.Target, strings.Join(append([]string{string(e.Verdict), e.Level}, how...), ", "))
	}
	if d.Status == record.Closed && d.Pending == "" {
		a.print("%s  is %s", d.Case, d.Status)
	}
}
