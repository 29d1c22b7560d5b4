package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

type endorseOptions struct {
	textOptions
	verdict, level, covering, evidence string
	oneByOne, reported                 bool
}

func newEndorseCommand(app *App) *cobra.Command {
	o := &endorseOptions{}
	cmd := &cobra.Command{
		Use: "endorse ENTRY... | endorse -i", Short: "Endorse entries, return them with a " +
			"comment, or decline", GroupID: "manage",
		Long: `Endorse entries with a signed commit that binds their exact texts. The level, line or
senior, follows from your role and from what policy still asks for. To return or
decline an entry, you must say why (-F FILE, or the editor).

With -i the command goes through everything that waits for you, in all cases. It shows
each entry and what changed since its last version, and asks. Each decision is recorded
at once, so you can stop at any time.

With --reported you record what somebody outside the team has said of an entry: a
trustee on the telephone, for example. It is reported, not signed. The text (-F FILE,
or the editor) says who, in what role, when and how. An entry of the case is the
evidence (--evidence). It counts only if policy says so: endorsement.accept_reported.`,
		Example: `  # endorse a decision
  casefile endorse K3F9-27QM/6DCS-82NY
  # return it, with the comment from a file
  casefile endorse K3F9-27QM/6DCS-82NY --verdict returned -F comment.md
  # go through everything that waits for you
  casefile endorse -i`,
		Args: func(cmd *cobra.Command, args []string) error {
			if o.oneByOne {
				return arguments(0, 0, "with -i")(cmd, args)
			}
			return arguments(1, -1, "ENTRY...")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.oneByOne {
				return runEndorseOneByOne(cmd.Context(), app, *o)
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error {
				return runEndorse(cmd.Context(), app, b, *o, args)
			})
		},
	}
	o.flags(cmd)
	forText(cmd, textOnlyWith, "--verdict", "--reported")
	return cmd
}

func (o *endorseOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.verdict, "verdict", record.VerdictEndorsed, "endorsed, returned or declined")
	f.StringVar(&o.level, "level", "", "line or senior (default: what is still asked for and your "+
		"role allows)")
	f.StringVarP(&o.file, "file", "F", "", "take the comment from a `file`; - is stdin, as is a "+
		"pipe where a comment is needed")
	f.StringVar(&o.draft, "draft", "", "take the comment from a kept draft, by its `ID`")
	f.StringVar(&o.covering, "covering", "", "the absent `member` for whom you act")
	f.BoolVarP(&o.oneByOne, "interactive", "i", false, "go through everything that waits for you")
	f.BoolVar(&o.reported, "reported", false, "what somebody outside the team has said: reported, "+
		"not signed")
	f.StringVar(&o.evidence, "evidence", "", "with --reported: the `entry` of the case that "+
		"shows it")
}

func (o endorseOptions) check(b *casebook.Book) error {
	switch {
	case !slices.Contains(record.Verdicts(), o.verdict):
		return usage("--verdict is endorsed, returned or declined, not %q", o.verdict)
	case o.level != "" && o.level != record.LevelLine && o.level != record.LevelSenior:
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

func runEndorse(ctx context.Context, app *App, b *casebook.Book, o endorseOptions,
	typed []string,
) error {
	if err := o.check(b); err != nil {
		return err
	}
	if err := writing(app); err != nil {
		return err
	}
	refs, err := entriesOfOne(ctx, b, typed, "endorse")
	if err != nil {
		return err
	}
	id := refs[0].Case
	if err := ready(ctx, app, b, team.OpEndorse, id); err != nil {
		return err
	}
	if o.reported {
		return runReported(ctx, app, b, o, refs)
	}
	r := request{textOptions: o.textOptions}
	if err := r.take(b); err != nil {
		return err
	}
	comment, err := comment(ctx, app, b, o, refs)
	if err != nil {
		return err
	}
	entries, err := endorsements(ctx, app, b, o, refs, comment)
	if err != nil {
		return err
	}
	var done *casebook.Done
	err = r.finish(ctx, b, func() (err error) {
		done, err = b.Endorse(ctx, id, entries)
		return err
	})
	if err != nil {
		return earlyHint(err)
	}
	app.given.safe = true
	sayEndorsed(app, done)
	return saved(app, "endorse", done)
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

// entriesOfOne finds entries of one case. One commit takes them all, so they must not be of
// several.
func entriesOfOne(ctx context.Context, b *casebook.Book, typed []string, verb string) (
	[]record.Ref, error,
) {
	refs, err := findEntries(ctx, b, typed)
	if err != nil {
		return nil, err
	}
	for _, r := range refs {
		if r.Case != refs[0].Case {
			return nil, usage("%s entries of one case at a time", verb)
		}
	}
	return refs, nil
}

// sayEndorsed says how the case stands now.
func sayEndorsed(app *App, done *casebook.Done, how ...string) {
	d := done.Dockets[0]
	if app.global.json {
		return
	}
	for _, e := range done.Change.Cases[0].Endorses {
		app.print("%s/%s  %s", d.Case, e.Target,
			strings.Join(append([]string{string(e.Verdict), e.Level}, how...), ", "))
	}
	if was := done.Change.Cases[0].Was; d.Status == record.Closed && was != record.Closed {
		app.print("%s  is %s", d.Case, d.Status)
	}
}
