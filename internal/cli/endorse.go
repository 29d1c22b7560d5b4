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
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

type endorseOptions struct {
	file, verdict, level string
}

func (a *App) newEndorseCommand() *cobra.Command {
	o := &endorseOptions{}
	cmd := &cobra.Command{
		Use: "endorse ENTRY...", Short: "Endorse entries, return them with a comment, or decline", GroupID: "manage",
		Long: `Endorse entries by a signed commit that binds their exact texts. The level, line
or senior, follows from your role and from what policy still asks for. A return
or a refusal needs a comment (-F FILE, or the editor).`,
		Args: arguments(1, -1, "ENTRY..."),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withBook(cmd.Context(), func(b *casebook.Book) error { return a.runEndorse(cmd.Context(), b, *o, args) })
		},
	}
	cmd.Flags().StringVar(&o.verdict, "verdict", "endorsed", "endorsed, returned or declined")
	cmd.Flags().StringVar(&o.level, "level", "", "line or senior (default: what is still asked for and your role allows)")
	cmd.Flags().StringVarP(&o.file, "file", "F", "", "take the comment from a `file`; - is stdin")
	return cmd
}

func (a *App) runEndorse(ctx context.Context, b *casebook.Book, o endorseOptions, typed []string) error {
	if !slices.Contains([]string{"endorsed", "returned", "declined"}, o.verdict) {
		return usage("--verdict is endorsed, returned or declined, not %q", o.verdict)
	}
	if o.level != "" && o.level != "line" && o.level != "senior" {
		return usage("--level is line or senior, not %q", o.level)
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
	comment, err := a.comment(ctx, o)
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
	a.sayEndorsed(ctx, b, done)
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
func (a *App) comment(ctx context.Context, o endorseOptions) (string, error) {
	if o.file == "" && o.verdict == "endorsed" {
		return "", nil
	}
	var text []byte
	var err error
	if o.file != "" {
		text, err = a.readText(o.file)
	} else {
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
		p, err := a.endorsement(ctx, b, target, level, o.verdict, comment)
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

func (a *App) endorsement(ctx context.Context, b *casebook.Book, target *cases.Item, level, verdict, comment string) (*casebook.Prepared, error) {
	var text strings.Builder
	fmt.Fprintf(&text, "---\ntarget: %s\ntarget_sha256: %s\nlevel: %s\nverdict: %s\n", string(target.ID), target.SHA256, level, verdict)
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

// levelFor settles the level of an endorsement, and refuses what the rules
// forbid with a plainer word than the judge's.
func levelFor(ctx context.Context, b *casebook.Book, me team.Member, thread *cases.Thread, target *cases.Item, o endorseOptions) (string, error) {
	ref := target.Ref()
	given, err := b.Endorsed(ref.Case, ref.Entry)
	if err != nil {
		return "", err
	}
	level := o.level
	d, err := b.Docket(ctx, ref.Case)
	if err != nil {
		return "", err
	}
	missing := verify.Missing(b.Policy(), target.Kind, sameText(given, target.SHA256))
	switch {
	case target.Kind == "endorsement":
		return "", usage("%s is itself an endorsement", ref)
	case target.Author == me.ID:
		return "", denied("%s is your own entry; somebody else must endorse it", ref)
	case pendingOnly(target.Kind) && d.Pending != target.ID:
		return "", withHint(inState("the %s %s no longer waits for endorsement", target.Kind, ref), "casefile %s shows the case", ref.Case)
	case thread.Item != target:
		return "", withHint(inState("%s has been amended since", ref), "casefile endorse %s", thread.Ref())
	}
	if level == "" {
		level = inferLevel(me, missing)
	}
	if o.verdict != "endorsed" {
		return level, nil
	}
	if level == "line" && me.Has(team.Senior) {
		if err := leavesNobody(b, d, me, target, given); err != nil {
			return "", err
		}
	}
	for _, g := range given {
		if g.Member == me.ID && g.Verdict == "endorsed" && g.SHA256 == target.SHA256 {
			return "", denied("you have endorsed %s already; the next level is another person's", ref)
		}
	}
	if level == "senior" && b.Policy().Order() != policy.HighestSuffices && slices.Contains(missing, "line") {
		return "", withHint(denied("policy wants the line manager's endorsement of %s before the senior's", ref),
			"ask the line manager, or endorse it at that level: --level line")
	}
	return level, nil
}

// sameText leaves out endorsements of other texts under the same ID.
func sameText(given []verify.EndorseFact, sum string) []verify.EndorseFact {
	return slices.DeleteFunc(slices.Clone(given), func(g verify.EndorseFact) bool { return g.SHA256 != sum })
}

// inferLevel takes the first level still asked for that is the role's own. A
// senior who is no line manager endorses as a senior; to stand in for the line
// manager is for them to say.
func inferLevel(me team.Member, missing []string) string {
	own := levelsOf(me)
	for _, l := range missing {
		if slices.Contains(own, l) {
			return l
		}
	}
	if slices.Equal(missing, []string{"line"}) || len(own) == 0 {
		return "line"
	}
	return own[len(own)-1]
}

// pendingOnly reports whether a kind is endorsed only while it is pending.
func pendingOnly(kind string) bool {
	return kind == "closure" || kind == "disposal" || kind == "erasure"
}

// leavesNobody refuses a senior who stands in for the line manager where the
// level of a senior would then be left for nobody: each person counts once.
func leavesNobody(b *casebook.Book, d *record.Docket, me team.Member, target *cases.Item, given []verify.EndorseFact) error {
	mine := verify.EndorseFact{Level: "line", Verdict: "endorsed", Member: me.ID}
	if !slices.Contains(verify.Missing(b.Policy(), target.Kind, append(slices.Clone(given), mine)), "senior") {
		return nil
	}
	left := slices.ContainsFunc(b.Team().Members, func(m team.Member) bool {
		taken := m.ID == me.ID || m.ID == target.Author || slices.ContainsFunc(given, func(g verify.EndorseFact) bool { return g.Member == m.ID })
		return m.Active() && m.Has(team.Senior) && d.Reads(m.ID) && !taken
	})
	if left {
		return nil
	}
	return withHint(denied("after your endorsement as line manager nobody would be left to endorse %s as senior", target.Ref()),
		"ask the line manager, and endorse it as senior afterwards")
}

// sayEndorsed tells what became of the case.
func (a *App) sayEndorsed(ctx context.Context, b *casebook.Book, done *casebook.Done) {
	d := done.Dockets[0]
	if a.global.json {
		return
	}
	for _, e := range done.Change.Cases[0].Endorses {
		a.print("%s/%s  %s, %s", d.Case, e.Target, e.Verdict, e.Level)
	}
	if d.Status == record.Closed && d.Pending == "" {
		a.print("%s  is %s", d.Case, d.Status)
	}
}
