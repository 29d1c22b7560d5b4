package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/verify"
)

type verifyOptions struct {
	fromScratch, noKey bool
	proof              string
}

func newVerifyCommand(app *App) *cobra.Command {
	o := &verifyOptions{}
	cmd := &cobra.Command{
		Use: "verify", Short: "Judge the whole history; with a key, the texts too",
		Example: `  # whether the records are sound
  casefile verify
  # believe nothing that was judged before
  casefile verify --from-scratch
  # check the proof of one entry
  casefile verify --proof proof`,
		GroupID: "look",
		Long: `Judge every commit since the introduction by the rules of the format: who signed it,
whether their role allowed it, and whether it did what it says and nothing else. No key
is needed. If your identity can be opened, every text that you can read is opened too,
and compared with what history says of it.

What was judged before is not judged again. What was read within a day is not read
again, if nobody has written to its files since. --from-scratch judges and reads
everything. All faults are listed, with exit code 21.

A change of the team may leave a case that too few people or no recovery key can read.
That is no fault. It is listed with the command that mends it, and the exit code is 20.

An act that one person alone may stand behind is listed too. Somebody endorsed what
another had asked for, or confirmed the other's recovery key, and had got their role or
signing key from that other less than 28 days before.

With --proof, a folder that casefile export --proof wrote is checked instead. No records
are needed for that.`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("proof") {
				return runVerifyProof(cmd.Context(), app, o.proof)
			}
			return runVerify(cmd.Context(), app, *o)
		},
	}
	cmd.Flags().BoolVar(&o.fromScratch, "from-scratch", false,
		"believe nothing that was judged before")
	cmd.Flags().BoolVar(&o.noKey, "no-key", false, "open no text, even if your identity could be "+
		"opened")
	cmd.Flags().StringVar(&o.proof, "proof", "", "check the proof of one entry, in a `folder`")
	return cmd
}

func runVerify(ctx context.Context, app *App, o verifyOptions) error {
	repo, err := repo(ctx, app)
	if err != nil {
		return err
	}
	defer repo.Close()
	sayOwnSettings(app, repo)
	open, err := bookOptions(app)
	if err != nil {
		return err
	}
	withKey, note, err := identityAtHand(app, o.noKey)
	if err != nil {
		return err
	}
	x, err := casebook.Examine(ctx, repo, open,
		casebook.ExamineOptions{FromScratch: o.fromScratch, WithKey: withKey})
	if err != nil {
		return err
	}
	if note != "" {
		x.Notes = append(x.Notes, note)
	}
	if err := showExamination(app, x); err != nil {
		return err
	}
	if x.Accident != nil {
		app.say("note: %s", record.OneLine(x.Accident.Error()))
	}
	for _, n := range x.Notes {
		app.say("note: %s", record.OneLine(n))
	}
	if n := len(x.Faults); n > 0 {
		err := fmt.Errorf("%w: %s", ledger.ErrFault, record.Counted(n, "fault"))
		switch {
		case x.Accident != nil:
			return withHint(err, "%s", accidentHelp)
		case x.Mistrusted:
			return withHint(err, "%s", trustFileHelp)
		case casebook.SetBackServer(repo, x.Faults):
			return withHint(err, setBackServerHelp)
		}
		return withDamage(x.Faults, err)
	}
	if n := len(x.AccessProblems); n > 0 {
		return withHint(
			fmt.Errorf("%wthe history is in order, and with who can read the cases there is "+
				"something to mend: %s",
				errSilent{errFindings}, record.Counted(n, "finding")), "%s",
			x.AccessProblems[0].Mend)
	}
	return nil
}

// withDamage marks faults that come from damage in this copy: no member broke a rule. If the judge
// had to stop, the commits after it were not judged.
func withDamage(faults []verify.Fault, err error) error {
	damaged, stopped, help := 0, 0, lostObjectsHelp
	if len(faults) == 1 && faults[0].Path == ledger.IntentPath {
		help = ledger.MendIntent
	}
	for _, f := range faults {
		switch f.Rule {
		case verify.RuleDamaged:
			damaged++
		case verify.RuleUnreadable:
			stopped++
		}
	}
	switch {
	case damaged == len(faults):
		return withHint(
			fmt.Errorf("%wthe history is in order, and this copy has damaged or lacks %s",
				errSilent{ledger.ErrFault}, record.Counted(damaged, "part")), "%s", help)
	case damaged+stopped == len(faults):
		return withHint(err, "%s; where a new copy says the same, ask the agency's senior "+
			"manager",
			lostObjectsHelp)
	}
	return err
}

// identityAtHand reports whether texts can be opened. Without an identity only the history is
// judged, with a note.
func identityAtHand(app *App, unwanted bool) (ok bool, note string, err error) {
	if unwanted {
		return false, "", nil
	}
	_, err = app.keys.Identity()
	if err != nil && noIdentityNow(err) {
		return false, "no text was opened: " + err.Error(), nil
	}
	return err == nil, "", err
}

func showExamination(app *App, x *ledger.Examination) error {
	if app.global.json {
		faults := make([]map[string]any, len(x.Faults))
		for i, f := range x.Faults {
			faults[i] = faultFields(f)
		}
		return app.document("verify",
			map[string]any{"introduction": orNil(x.Introduction), "tip": x.Tip,
				"from":    orNil(x.From),
				"commits": x.Commits, "entries_opened": x.Opened, "cases_sealed": x.Sealed,
				"faults": faults,
				"amiss":  amissFields(x.AccessProblems), "clocks": clockFields(x.Clocks),
				"seconds": secondFields(x.AppointedSeconds),
				"notes":   append([]string{}, x.Notes...)})
	}
	for _, f := range x.Faults {
		printFault(app, f)
	}
	for _, a := range x.AccessProblems {
		app.print("amiss  %s%s [%s]: %s", caseBefore(a.Case), a.Means, a.Rule, a.Mend)
	}
	for _, s := range x.Clocks {
		app.print("clock  %.12s  %s, by %s, passes a commit dated %s", s.Commit,
			s.To.Format(time.RFC3339), s.Signer, s.From.Format(time.RFC3339))
	}
	for _, s := range x.AppointedSeconds {
		app.print("second %.12s  %s%s", s.Commit, caseBefore(s.Case), s.Words())
	}
	since := "from the beginning"
	if x.From != "" {
		since = fmt.Sprintf("since %.12s", x.From)
	}
	opened := ""
	if x.Opened > 0 {
		opened = fmt.Sprintf(", %s opened", record.Plural(x.Opened, "entry", "entries"))
	}
	app.print("judged %s %s, up to %.12s%s: %s", record.Counted(x.Commits, "commit"), since, x.Tip,
		opened, record.Counted(len(x.Faults), "fault"))
	return nil
}

// caseBefore returns a case as the beginning of a line, or "".
func caseBefore(id record.ID) string {
	if id == "" {
		return ""
	}
	return id.String() + "  "
}

func secondFields(list []verify.AppointedSecond) []map[string]any {
	out := []map[string]any{}
	for _, s := range list {
		out = append(out, map[string]any{"commit": s.Commit, "case": orNil(s.Case.String()),
			"member": s.Member, "first": s.First, "given": s.Given, "by": s.Giver, "days": s.Days})
	}
	return out
}

func amissFields(list []verify.AccessProblem) []map[string]any {
	out := []map[string]any{}
	for _, a := range list {
		out = append(out,
			map[string]any{"case": orNil(a.Case.String()), "rule": a.Rule, "found": a.Means,
				"mend": a.Mend})
	}
	return out
}

func clockFields(list []verify.SetBack) []map[string]any {
	out := []map[string]any{}
	for _, s := range list {
		out = append(out, map[string]any{"commit": s.Commit, "signer": s.Signer,
			"time": s.To.Format(time.RFC3339), "passes": s.From.Format(time.RFC3339)})
	}
	return out
}

func faultFields(f verify.Fault) map[string]any {
	return map[string]any{"commit": orNil(f.Commit), "time": orNil(faultTime(f)),
		"signer": orNil(f.Signer), "path": orNil(f.Path),
		"rule": f.Rule, "found": record.Clean(f.Means), "means": verify.Means(f.Rule)}
}

func faultTime(f verify.Fault) string {
	if f.When.IsZero() {
		return ""
	}
	return f.When.UTC().Format(time.RFC3339)
}

// printFault prints a fault in three lines: where and who, what was found, and what that means.
func printFault(app *App, f verify.Fault) {
	head := fmt.Sprintf("[%s]", f.Rule)
	if f.Commit != "" {
		who := f.Signer
		if who == "" {
			who = "nobody known"
		}
		head += fmt.Sprintf("  %.12s", f.Commit)
		if at := faultTime(f); at != "" {
			head += "  " + at + "  " + who
		}
	}
	if f.Path != "" {
		head += "  " + f.Path
	}
	app.print("%s\n    %s\n    %s", head, record.OneLine(f.Means), verify.Means(f.Rule))
}
